"""The life of an enrollment, and when it is due."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from academy.errors import Conflict, NotAllowed

MOVES: dict[tuple[str, str], str] = {
    ("enrolled", "begin"): "in_progress",
    ("enrolled", "withdraw"): "withdrawn",
    ("in_progress", "withdraw"): "withdrawn",
    ("in_progress", "complete"): "completed",
    ("withdrawn", "restore"): "enrolled",
    ("withdrawn", "resume"): "in_progress",
}
"""Every way an enrollment can move. Condition of `complete`: nothing is unmet (rules.completion); of `restore` and
`resume`: the assignment that was withdrawn with it is set back, and nobody began the course anew meanwhile.
"""

OPEN_STATES = ("enrolled", "in_progress")


class CannotMove(Conflict):
    """The enrollment is in a state from which this does not happen."""

    code = "cannot_move"
    sentence = "This course is closed for you: it was completed or withdrawn. Your record is kept."


class AssignedByOthers(NotAllowed):
    """A learner cannot give back what the agency assigned."""

    code = "assigned_by_others"
    sentence = "Your agency assigned this course. Write to your training coordinator if it should be withdrawn."


class NoMembership(NotAllowed):
    """Courses are open to people who belong to a participating agency at present."""

    code = "no_membership"
    sentence = "Courses are open to members of an agency. Ask your training coordinator to add you."


def move(state: str, verb: str) -> str:
    """The state that follows. Raises CannotMove."""
    try:
        return MOVES[state, verb]
    except KeyError:
        raise CannotMove() from None


def due_moment(due_on: date, zone: str) -> datetime:
    """The last minute of the due date where the site is: 23:59 in its own zone."""
    return datetime.combine(due_on, time(23, 59), tzinfo=ZoneInfo(zone))


def is_overdue(due_on: date | None, zone: str, at: datetime) -> bool:
    """Whether the due minute has passed."""
    return due_on is not None and at >= due_moment(due_on, zone) + timedelta(minutes=1)


def days_from(due_on: date, zone: str, at: datetime) -> int:
    """Calendar days at the site from its present date to the due date; negative once past."""
    return (due_on - at.astimezone(ZoneInfo(zone)).date()).days
