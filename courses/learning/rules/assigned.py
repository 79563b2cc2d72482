"""What an assignment gives to whom and when it is due there. Days are the site's own.

An assignment speaks of a person once for each course and cycle: what it said stays, saying it again changes nothing.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

import msgspec

from courses.learning.rules.leave import Away, due_with_leave

DueKind = Literal["none", "on", "after_assigned", "after_joined", "after_done"]
OPENS_DAYS_BEFORE = 30
"""A cycle opens so many days before it is due, so that there is time to take the course."""
DAYS_TO_COME = 30
"""Whoever comes after a date is over gets so many days from the day they get the course."""


class Due(msgspec.Struct, frozen=True):
    """When it is due: on one date for all, or so many days after the assignment, joining, or the last completion."""

    kind: DueKind = "none"
    on: date | None = None
    days: int = 0


class Cycle(msgspec.Struct, frozen=True):
    """How often it comes back: so many months after each completion, late only after the grace. 0 months: once."""

    months: int = 0
    grace_days: int = 0


class Terms(msgspec.Struct, frozen=True):
    """What an assignment asks. again: who completed the course before takes it once more. made_on: its first day."""

    due: Due
    cycle: Cycle
    made_on: date
    again: bool = False


class Outcome(StrEnum):
    """What an assignment did for a person: enrolled them, found them enrolled or done, waits for a reason to end; or it
    asks them no more.
    """

    GIVEN = "given"
    HAS_IT = "has_it"
    EXEMPT = "exempt"
    ON_LEAVE = "on_leave"
    TAKEN_OFF = "taken_off"


WAITING = frozenset({Outcome.EXEMPT, Outcome.ON_LEAVE})


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A person and a course: cycle of the open enrollment (0 = none), completions so far, and what keeps them from it.

    lines: what this assignment said already, by cycle.
    """

    joined: date
    open_cycle: int = 0
    times: int = 0
    last_done: date | None = None
    is_exempt: bool = False
    away: tuple[Away, ...] = ()
    lines: Mapping[int, Outcome] = {}

    def is_away(self, day: date) -> bool:
        return any(one.from_on <= day and (one.until_on is None or day <= one.until_on) for one in self.away)


class Verdict(msgspec.Struct, frozen=True):
    """What an assignment says of a person now, in which cycle, and due when (None: at no date)."""

    outcome: Outcome
    cycle: int
    due_on: date | None = None


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day.

    >>> months_after(date(2027, 8, 31), 6)
    datetime.date(2028, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_on(terms: Terms, standing: Standing, given: date) -> date | None:
    """When it is due for somebody who gets it on `given`: never before that day.

    Leave until then moves the one date of all; who comes too late for a date gets days from the day they come.
    """
    rule = terms.due
    if rule.kind == "none":
        return None
    if rule.kind == "on":
        past = [one for one in standing.away if one.until_on is not None and one.until_on < given]
        day = due_with_leave(terms.made_on, rule.on, past) if rule.on else None
        return day if day is None or day >= given else given + timedelta(DAYS_TO_COME)
    since = {"after_joined": standing.joined, "after_done": standing.last_done}.get(rule.kind) or given
    day = since + timedelta(rule.days)
    return day if day >= given else given + timedelta(rule.days)


def opens_on(cycle: Cycle, last_done: date) -> date:
    """The day from which the next cycle can be taken: after the last completion, whatever the numbers."""
    lead = months_after(last_done, cycle.months) - timedelta(OPENS_DAYS_BEFORE)
    return max(lead, last_done + timedelta(1))


def next_due(cycle: Cycle, last_done: date, given: date) -> date:
    """When the cycle after a completion is due, its grace included; who let it lapse gets days from `given`."""
    day = months_after(last_done, cycle.months) + timedelta(cycle.grace_days)
    return day if day >= given else given + timedelta(max(cycle.grace_days, DAYS_TO_COME))


def decide(terms: Terms, standing: Standing, today: date) -> Verdict | None:
    """What the assignment has to say of a person today; None where it has said it already, or has nothing to say."""
    settled = _settled(terms, standing, today)
    if settled is not None:
        return settled if standing.lines.get(settled.cycle) not in (Outcome.GIVEN, Outcome.HAS_IT) else None
    cycle = standing.open_cycle or standing.times + 1
    found = _found(terms, standing, today, cycle)
    said = standing.lines.get(cycle)
    return None if said == found.outcome or said in (Outcome.GIVEN, Outcome.HAS_IT) else found


def _settled(terms: Terms, standing: Standing, today: date) -> Verdict | None:
    """Who has completed the course and need not take it again yet."""
    if standing.open_cycle or not standing.times or standing.last_done is None:
        return None
    again = terms.again and not standing.lines
    waits = any(one in WAITING and cycle > standing.times for cycle, one in standing.lines.items())
    comes_back = terms.cycle.months and opens_on(terms.cycle, standing.last_done) <= today
    if again or waits or comes_back:
        return None
    return Verdict(Outcome.HAS_IT, standing.times)


def _found(terms: Terms, standing: Standing, today: date, cycle: int) -> Verdict:
    if standing.is_exempt:
        return Verdict(Outcome.EXEMPT, cycle)
    if standing.is_away(today) and not standing.open_cycle:
        return Verdict(Outcome.ON_LEAVE, cycle)
    due = due_for(terms, standing, today, cycle)
    return Verdict(Outcome.HAS_IT if standing.open_cycle else Outcome.GIVEN, cycle, due)


def due_for(terms: Terms, standing: Standing, given: date, cycle: int) -> date | None:
    """When a cycle given on a day is due: counted from the completion before it where the assignment comes back."""
    comes_back = terms.cycle.months and cycle > 1 and not (terms.again and not standing.lines)
    if comes_back and standing.last_done is not None:
        return next_due(terms.cycle, standing.last_done, given)
    return due_on(terms, standing, given)
