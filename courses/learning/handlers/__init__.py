"""Taking a course over HTTP."""

from courses.learning.handlers import attempts, completions, enrollments, lessons, papers

ROUTES = [*enrollments.ROUTES, *lessons.ROUTES, *attempts.ROUTES, *completions.ROUTES, *papers.ROUTES]
