"""When a report is made, what it may be, and the refusals."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from academy.errors import Conflict, Invalid

KINDS = {
    "completion": "Completion: every assignment and its state",
    "overdue": "Overdue: who is late with what",
    "hours": "Hours of each officer against the state's rule",
    "ending": "Ending soon: certificates in 90 days",
}
FORMATS = {"csv": "CSV", "xlsx": "XLSX (Excel)", "pdf": "PDF to print"}
RHYTHMS = {"daily": "Every day", "weekly": "Every week", "monthly": "Every month"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_LINES = {"csv": 1_000_000, "xlsx": 50_000, "pdf": 2_000}
"""More than this no program opens with joy; a printer still less."""
ATTACHED_UP_TO = 1_000_000
"""Bytes; a larger file is a link to sign in and fetch it."""
UNDO_FOR = timedelta(days=7)

MOVES: dict[tuple[str, str], str] = {
    ("active", "pause"): "paused",
    ("paused", "resume"): "active",
    ("active", "delete"): "deleted",
    ("paused", "delete"): "deleted",
    ("deleted", "restore"): "paused",
}
"""A deleted report can be restored for seven days and is paused then; what it sent stays on record."""


class CannotMove(Conflict):
    """The report is in a state from which this does not happen."""

    code = "report_moved"
    sentence = "Somebody changed this report in the meantime. Load the page again and look."


class TooLateToRestore(Conflict):
    """The days to restore a deleted report are over."""

    code = "too_late_to_restore"
    sentence = "A deleted report can be restored for 7 days. Set up a new one."


class TooManyLines(Invalid):
    """The report has more lines than its format holds."""

    code = "too_many_lines"


class Rhythm(msgspec.Struct, frozen=True):
    """Daily, weekly (`day`: 0 is Monday) or monthly (`day` of the month, the last one where a month is shorter), at a
    full `hour` of the site.
    """

    every: str
    day: int
    hour: int

    @property
    def words(self) -> str:
        at = f"at {self.hour:02}:00"
        if self.every == "weekly":
            return f"Every {WEEKDAYS[self.day]} {at}"
        return f"On day {self.day} of each month {at}" if self.every == "monthly" else f"Every day {at}"


def move(state: str, verb: str) -> str:
    """The state that follows. Raises CannotMove."""
    try:
        return MOVES[state, verb]
    except KeyError:
        raise CannotMove() from None


def next_time(rhythm: Rhythm, after: datetime, zone: str) -> datetime:
    """The first time after a moment, in UTC; an hour that a change of clocks leaves out comes an hour later."""
    local = ZoneInfo(zone)
    day = after.astimezone(local).date() - timedelta(days=1)
    while True:
        at = datetime.combine(day, time(rhythm.hour), local).astimezone(UTC)
        if _is_day(rhythm, day) and at > after:
            return at
        day += timedelta(days=1)


def _is_day(rhythm: Rhythm, day: date) -> bool:
    if rhythm.every == "weekly":
        return day.weekday() == rhythm.day
    if rhythm.every == "monthly":
        return day.day == min(rhythm.day, monthrange(day.year, day.month)[1])
    return True


def require_fits(kind: str, lines: int) -> None:
    """Raises TooManyLines with what to do."""
    if lines > MOST_LINES[kind]:
        told = f"It has more than {MOST_LINES[kind]:,} lines, too many for {FORMATS[kind]}."
        raise TooManyLines(f"{told} Choose CSV, or narrow it to a unit or a course.")
