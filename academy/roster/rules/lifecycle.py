"""The life of a roster import, from the file to the undo."""

from datetime import datetime, timedelta

from academy.errors import Conflict

MOVES: dict[tuple[str, str], str] = {
    ("draft", "plan"): "planned",
    ("planned", "plan"): "planned",
    ("planned", "apply"): "applying",
    ("applying", "finish"): "applied",
    ("applying", "fail"): "failed",
    ("failed", "apply"): "applying",
    ("applied", "undo"): "undoing",
    ("undoing", "finish"): "undone",
    ("undoing", "fail"): "applied",
}
"""A draft has its file and no columns yet. What failed on the way keeps what it did and goes on from there."""
UNDO_FOR = timedelta(days=7)
FORGOTTEN_AFTER = timedelta(days=14)
"""A file that nobody applied is deleted by then."""


class CannotMove(Conflict):
    """The import is in a state from which this does not happen."""

    code = "import_moved"
    sentence = "Somebody went on with this import in the meantime. Load the page again and look."


class TooLateToUndo(Conflict):
    """The days to undo an import are over."""

    code = "too_late_to_undo"
    sentence = "An import can be undone for 7 days. Correct people by hand, or import a corrected file."


def move(state: str, verb: str) -> str:
    """The state that follows. Raises CannotMove."""
    try:
        return MOVES[state, verb]
    except KeyError:
        raise CannotMove() from None


def can_undo(applied_at: datetime | None, now: datetime) -> bool:
    """Whether the days to undo are not over."""
    return applied_at is not None and now < applied_at + UNDO_FOR
