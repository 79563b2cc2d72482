"""Taking a course over HTTP."""

from courses.learning.handlers import attempts, completions, enrollments, handoff, lessons

ROUTES = [*enrollments.ROUTES, *lessons.ROUTES, *attempts.ROUTES, *completions.ROUTES, *handoff.ROUTES]
