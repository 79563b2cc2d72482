"""Taking a course over HTTP."""

from courses.learning.handlers import attempts, completions, enrollments, handoff, lessons, notes, papers

ROUTES = [
    *enrollments.ROUTES,
    *lessons.ROUTES,
    *notes.ROUTES,
    *attempts.ROUTES,
    *papers.ROUTES,
    *completions.ROUTES,
    *handoff.ROUTES,
]
