"""The author's and the reviewer's pages."""

from courses.authoring.handlers import courses, lessons, questions, review, slides, stops

ROUTES = [*courses.ROUTES, *lessons.ROUTES, *questions.ROUTES, *stops.ROUTES, *slides.ROUTES, *review.ROUTES]
