"""Training elsewhere over HTTP: the officer's page and the site's queue."""

from courses.external.handlers import own, queue

ROUTES = [*own.ROUTES, *queue.ROUTES]
