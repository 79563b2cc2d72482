"""The author's and the reviewer's pages."""

from courses.authoring.handlers import bios, courses, lessons, questions, review, situations, slides, stops

ROUTES = [
    *courses.ROUTES,
    *lessons.ROUTES,
    *questions.ROUTES,
    *situations.ROUTES,
    *stops.ROUTES,
    *slides.ROUTES,
    *review.ROUTES,
    *bios.ROUTES,
]
