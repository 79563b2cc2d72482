"""A site's plan of letters: which step has come for somebody who owes a course."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import msgspec

Kind = Literal["assigned", "before", "overdue"]
URGENCY: tuple[Kind, ...] = ("assigned", "before", "overdue")
"""Least urgent first: a letter with several courses is worded after the most urgent of them."""
LATEST = timedelta(days=7)
"""A step that was missed for longer is not made up for: the next one tells all there is to tell."""
MOST_WEEKS = 12


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Which steps are on. `before`: days before the due date; `weeks`: how many weekly letters follow the first about
    an overdue course; `escalate_after`: days overdue after which supervisors are told, 0 = never; `expiring`: days
    before a certificate ends. Quiet hours are minutes of the site's day; equal ones mean none.
    """

    assigned: bool = True
    before: tuple[int, ...] = (30, 14, 7, 1)
    overdue: bool = True
    weeks: int = 4
    escalate_after: int = 7
    digest: bool = True
    expiring: tuple[int, ...] = (60, 30)
    quiet_from: int = 22 * 60
    quiet_until: int = 6 * 60


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """A course that is open for somebody: since which day as it is now, until when, and whether others assigned it.

    `back_on`: the first day after the officer's latest leave.
    """

    set_on: date
    due_on: date | None
    is_assigned: bool = True
    back_on: date | None = None


class Step(msgspec.Struct, frozen=True):
    """A letter that the plan knows. `name` with `about_on` is said once for a course; `on`: its day at the site."""

    kind: Kind
    name: str
    about_on: date
    on: date


Given = frozenset[tuple[str, date]]
"""Names of steps with the day they hang on: what was said already."""


@lru_cache(maxsize=4096)  # a course that a squad was assigned on one day has the same steps for everybody
def steps(owed: Owed, plan: Plan) -> tuple[Step, ...]:
    """All steps towards and after a due date, in the order of their days; a course without one has no others."""
    first = (Step("assigned", "assigned", owed.set_on, owed.set_on),) if plan.assigned and owed.is_assigned else ()
    if owed.due_on is None:
        return first
    due = owed.due_on
    before = [Step("before", f"before-{days}", due, due - timedelta(days=days)) for days in plan.before]
    late = [_late(due, week) for week in range(min(plan.weeks, MOST_WEEKS) + 1)] if plan.overdue else []
    # What lies before the day the date was set was never in time to be said.
    rest = [one for one in (*before, *late) if one.on > owed.set_on]
    return (*first, *sorted(rest, key=lambda one: one.on))


def step_now(owed: Owed, plan: Plan, given: Given, today: date) -> Step | None:
    """The one letter that is due today: the latest step that has come, unless it was said or is long past.

    Whatever was missed before it is not said any more, so somebody who was not written to over a weekend gets one
    letter.
    """
    come = [one for one in steps(owed, plan) if one.on <= today]
    if not come or (come[-1].name, come[-1].about_on) in given:
        return None
    return come[-1] if _is_fresh(come[-1].on, owed, today) else None


def escalation_now(owed: Owed, plan: Plan, given: Given, today: date) -> Step | None:
    """Whether supervisors are told today that a course is overdue for so long: once for each due date."""
    if owed.due_on is None or not plan.escalate_after:
        return None
    on = owed.due_on + timedelta(days=plan.escalate_after)
    if on > today or ("escalated", owed.due_on) in given or not _is_fresh(on, owed, today):
        return None
    return Step("overdue", "escalated", owed.due_on, on)


def _late(due: date, week: int) -> Step:
    return Step("overdue", f"overdue-{week}", due, due + timedelta(days=1 + 7 * week))


def _is_fresh(on: date, owed: Owed, today: date) -> bool:
    return today - max(on, owed.back_on or on) <= LATEST


def most_urgent(kinds: frozenset[Kind]) -> Kind:
    """After which kind a letter about several courses is worded."""
    return max(kinds, key=URGENCY.index)


def days_of(text: str) -> tuple[int, ...]:
    """ "30, 14, 7, 1" as days, the most first. Raises ValueError for what is no list of days up to a year."""
    found = sorted({int(part) for part in text.replace(",", " ").split()}, reverse=True)
    if any(not 1 <= one <= 366 for one in found):
        raise ValueError(text)
    return tuple(found)


def alarm(due: int, posted: int) -> str:
    """What to say of a run that should have written to somebody and wrote to nobody; empty: all is well."""
    if not due or posted:
        return ""
    many = "1 letter was due and it was not written" if due == 1 else f"{due} letters were due and none was written"
    return f"{many}. The ledger says why for each."
