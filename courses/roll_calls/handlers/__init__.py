"""Roll calls over HTTP: the leader's pages and the officers' own."""

from courses.roll_calls.handlers import joining, leading

ROUTES = [*leading.ROUTES, *joining.ROUTES]
