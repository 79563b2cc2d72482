"""The span of days in which a state counts hours: the calendar year, a year of its own, a cycle that began on a day,
or each officer's own license period."""

from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

Kind = Literal["calendar_year", "fiscal_year", "fixed_cycle", "per_officer"]


class Span(msgspec.Struct, frozen=True, order=True):
    """Days from the first through the last."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a state cuts time. `starts`: the first day of any one period; of `per_officer`, of one possible period.

    months: the length; a year where nothing is said.
    """

    kind: Kind
    starts: date = date(2000, 1, 1)
    months: int = 12


def local_day(moment: datetime, zone: str) -> date:
    """The day it was at the site: a course done late on December 31 counts for that year, wherever the server is."""
    return moment.astimezone(ZoneInfo(zone)).date()


def shifted(day: date, months: int) -> date:
    """The same day so many months later or earlier; the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (after - timedelta(days=1)).day))


def span_at(period: Period, day: date) -> Span:
    """The period that holds the day. Periods that start on the first of a month meet without a gap."""
    apart = (day.year - period.starts.year) * 12 + day.month - period.starts.month
    nearest = apart // period.months * period.months
    if shifted(period.starts, nearest) > day:
        nearest -= period.months
    first, following = shifted(period.starts, nearest), shifted(period.starts, nearest + period.months)
    return Span(first, following - timedelta(days=1))


def span_ending(period: Period, ends_on: date) -> Span:
    """An officer's own period, told from its last day."""
    return Span(shifted(ends_on + timedelta(days=1), -period.months), ends_on)


def neighbors(period: Period, span: Span) -> tuple[Span, Span]:
    """The period before and the one after."""
    if period.kind == "per_officer":
        return span_ending(period, shifted(span.last, -12)), span_ending(period, shifted(span.last, 12))
    return span_at(period, span.first - timedelta(days=1)), span_at(period, span.last + timedelta(days=1))
