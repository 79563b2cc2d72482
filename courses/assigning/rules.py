"""The life of an assignment, and how long taking it back can be undone."""

from datetime import datetime, timedelta

from academy.errors import Conflict, Invalid

MOVES: dict[tuple[str, str], str] = {
    ("active", "change"): "active",
    ("active", "withdraw"): "withdrawn",
    ("withdrawn", "undo"): "active",
}
"""Condition of `undo`: not longer ago than UNDO_WITHIN."""

UNDO_WITHIN = timedelta(hours=24)


class AssignmentMoved(Conflict):
    """The assignment is not in the state that this needs."""

    code = "assignment_moved"
    sentence = "This assignment was withdrawn, or set back, meanwhile. Load the page again to see how it stands."


class TooLateToUndo(Conflict):
    """A day has passed since it was withdrawn."""

    code = "too_late_to_undo"
    sentence = "An assignment can be set back for 24 hours after it was withdrawn. Make a new one instead."


class NothingToAssign(Invalid):
    """Nobody, or nothing that can be taken."""

    code = "nothing_to_assign"
    sentence = "Choose a course or path that can be taken, and at least one person."


def move(state: str, verb: str) -> str:
    """The state that follows. Raises AssignmentMoved."""
    try:
        return MOVES[state, verb]
    except KeyError:
        raise AssignmentMoved() from None


def require_in_time(withdrawn_at: datetime | None, now: datetime) -> None:
    """Raises TooLateToUndo."""
    if withdrawn_at is None or now - withdrawn_at > UNDO_WITHIN:
        raise TooLateToUndo()


def is_look_due(last: datetime | None, now: datetime, *, news: bool) -> bool:
    """Whether to look for people again: on news of memberships, and once in every hour, in which a day may begin."""
    return news or last is None or (now.date(), now.hour) != (last.date(), last.hour)
