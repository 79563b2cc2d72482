"""What staff may set by hand in somebody's record, and what never."""

from datetime import date

from academy.errors import Conflict, Invalid
from courses.learning.rules.completion import Step


class NothingToSet(Conflict):
    """The lesson is done."""

    code = "nothing_to_set"
    sentence = "This lesson is done already. Load the page again to see how it stands."


class ExamNotSet(Conflict):
    """A certificate says that the exam was passed."""

    code = "exam_not_set"
    sentence = "An exam is passed by sitting it: the certificate says so. It cannot be set by hand."


class NotSetByHand(Conflict):
    """Only what staff set can be taken back."""

    code = "not_set_by_hand"
    sentence = "Nobody set this lesson by hand, or it was taken back already. Load the page again."


class DayOver(Invalid):
    """A due date in the past would make somebody overdue at once."""

    code = "day_over"
    sentence = "This day is over. Choose today or a later day, or leave it empty."


def require_can_be_set(step: Step) -> None:
    """Raises ExamNotSet, NothingToSet."""
    if step.is_exam:
        raise ExamNotSet()
    if step.is_done:
        raise NothingToSet()


def require_day_to_come(due_on: date | None, today: date) -> None:
    """Raises DayOver."""
    if due_on is not None and due_on < today:
        raise DayOver(fields={"due_on": DayOver.sentence})
