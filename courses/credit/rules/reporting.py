"""What becomes of a completion that was exported for a state, and how it stands in the state's columns."""

from collections.abc import Iterable
from datetime import date

import msgspec

from academy.errors import Conflict, Invalid

MOVES: dict[tuple[str, str], str] = {
    ("exported", "submit"): "submitted",
    ("exported", "accept"): "accepted",
    ("exported", "refuse"): "refused",
    ("submitted", "accept"): "accepted",
    ("submitted", "refuse"): "refused",
    ("accepted", "refuse"): "refused",
}
"""Every way an exported completion can move. `submit`: it was entered in the state's portal or sent. `refuse`: the
state does not take it, or takes back what it took, with the reason; it can be exported again then."""
NOT_CHOSEN = "Choose at least one completion."


class CannotMove(Conflict):
    """The row is in a state from which this does not happen."""

    code = "cannot_move"
    sentence = "At least one of these was marked otherwise meanwhile. Nothing was changed; load the page again."


class NothingToExport(Invalid):
    """Every completion of the period was exported, or none is approved."""

    code = "nothing_to_export"
    sentence = "Nothing of this period is left to export."


class CannotApprove(Invalid):
    """An approval without what makes it one."""

    code = "cannot_approve"


class Reported(msgspec.Struct, frozen=True, kw_only=True):
    """One completion as an export tells it."""

    officer_id: str
    name: str
    agency: str
    course_number: str
    title: str
    description: str
    provider: str
    started_on: date
    ended_on: date
    minutes: int
    category: str
    result: str = "Completed"


def move(state: str, verb: str) -> str:
    """The state that follows. Raises CannotMove."""
    try:
        return MOVES[state, verb]
    except KeyError:
        raise CannotMove() from None


def cells(one: Reported, fields: Iterable[str]) -> tuple[str, ...]:
    """The completion in a state's columns; days as year-month-day, hours of 60 minutes with two decimals."""
    return tuple(hours(one.minutes) if field == "hours" else str(getattr(one, field)) for field in fields)


def hours(minutes: int) -> str:
    """150 -> "2.50"; cut down, never up."""
    return f"{minutes // 60}.{minutes % 60 * 100 // 60:02}"
