"""Leave pauses a due date: days on which an officer owes nothing do not count towards it."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from academy.errors import Conflict, Invalid, NotAllowed

_DAY = timedelta(days=1)
LONGEST_DAYS = 1500
"""More days of leave in a row than this (four years) are a slip of the pen."""


class Away(msgspec.Struct, frozen=True):
    """Days of leave, both included; `until_on` None = nobody knows yet when it ends."""

    from_on: date
    until_on: date | None


class LeaveBackwards(Invalid):
    """The last day lies before the first, or years after it."""

    code = "leave_backwards"
    sentence = "Choose a last day on or after the first, at most four years later; or leave it empty."


class LeaveOver(Conflict):
    """This leave was ended or undone."""

    code = "leave_over"
    sentence = "This leave was ended or undone already. Load the page again to see how it stands."


class OwnRecord(NotAllowed):
    """Nobody sets anything in their own record."""

    code = "own_record"
    sentence = "This is your own record. Ask another coordinator of your site, or the program office."


def require_order(from_on: date, until_on: date | None) -> None:
    """Raises LeaveBackwards."""
    if until_on is not None and not from_on <= until_on <= from_on + LONGEST_DAYS * _DAY:
        raise LeaveBackwards(fields={"until_on": LeaveBackwards.sentence})


def due_with_leave(set_on: date, due_on: date, leaves: Iterable[Away]) -> date | None:
    """The due date that leaves as many days without leave as were given on `set_on`; None = paused, no end known.

    Days of leave up to the day the date was set, or after the date itself, move nothing. The order of the leaves does
    not matter, and days that two of them name count once.
    """
    due, reached = due_on, set_on
    for one in sorted(leaves, key=lambda one: (one.from_on, one.until_on or date.max)):
        first = max(one.from_on, reached + _DAY)
        if first > due:
            continue
        if one.until_on is None:
            return None
        if one.until_on >= first:
            due += one.until_on - first + _DAY
            reached = one.until_on
    return due
