"""Sitting a quiz: begin, answer as often as one likes, send. What was answered is kept as it was given."""

from courses.learning.actions.attempts.accommodating import lengthen_open
from courses.learning.actions.attempts.answering import Answered, answer, flag
from courses.learning.actions.attempts.outages import GivenBack, report_outage
from courses.learning.actions.attempts.sending import close_late, submit
from courses.learning.actions.attempts.starting import start
from courses.learning.actions.attempts.timing import at_question
from courses.learning.actions.attempts.voiding import void

__all__ = [
    "Answered",
    "GivenBack",
    "answer",
    "at_question",
    "close_late",
    "flag",
    "lengthen_open",
    "report_outage",
    "start",
    "submit",
    "void",
]
