"""Hours by category against what a state asks: which courses count, how many minutes of each, and what is missing."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

import msgspec

from courses.credit.rules.periods import Period, Span, span_at


class Rounding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Credit of one course in whole steps of `increment_minutes`, cut down; under `minimum_minutes` none at all.

    source: key of what says so; "" = the academy's own cautious default, because no rule was found.
    """

    increment_minutes: int = 60
    minimum_minutes: int = 0
    source: str = ""


class Requirement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Minutes a state asks for in a period. `minutes` None: it names the topic, and how long was not found.

    category: "" = any training. within: key of the requirement whose minutes these are part of. applies_to: words for
    people. valid_from, valid_until: days on which the rule holds, None = no end known. source: key of what says so.
    """

    key: str
    title: str
    minutes: int | None = None
    period: Period
    source: str
    category: str = ""
    within: str = ""
    applies_to: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """What a state, or the agency's head where the state leaves it to them, gives for a course from a day on."""

    course_id: int
    minutes: int
    since: date
    category: str = ""
    number: str = ""
    by: str = ""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A completion: on which day at the site, and how many contact minutes the version has.

    repeats: the day of the earlier completion it was marked a duplicate of when it was recorded, also of another site.
    """

    completion_id: int
    person_id: int
    course_id: int
    minutes: int
    on: date
    repeats: date | None = None


class Credit(msgspec.Struct, frozen=True):
    """A completion with the minutes it brings. `approval` None: they are the course's own, the state approved none."""

    taken: Taken
    minutes: int
    approval: Approval | None

    @property
    def category(self) -> str:
        return self.approval.category if self.approval else ""


OutsideKind = Literal["external", "roll_call"]


class Outside(msgspec.Struct, frozen=True, kw_only=True):
    """Training elsewhere that the agency approved, or a roll call attended, on the day it ended.

    minutes: after the state's rounding; taken_minutes: before. same: what is named alike counts once in a period.
    """

    person_id: int
    minutes: int
    on: date
    category: str = ""
    kind: OutsideKind = "external"
    taken_minutes: int = 0
    same: str = ""


class HoursLine(msgspec.Struct, frozen=True):
    """One requirement and what stands against it, in minutes. `unapproved` would come on top if it were approved.

    outside: training elsewhere; it fills the requirement only where the state lets the agency decide
    (`outside_counts`), and is never part of `approved`. The same of `roll_calls`, of which `at_roll_call` is the time
    spent, whatever the state makes of it.
    """

    requirement: Requirement
    span: Span
    approved: int
    unapproved: int
    outside: int = 0
    outside_counts: bool = False
    roll_calls: int = 0
    roll_calls_count: bool = False
    at_roll_call: int = 0

    @property
    def beside(self) -> int:
        """What fills the requirement without being a course of the academy."""
        return (self.outside if self.outside_counts else 0) + (self.roll_calls if self.roll_calls_count else 0)

    @property
    def missing(self) -> int:
        filled = self.approved + self.beside
        return max((self.requirement.minutes or 0) - filled, 0)

    @property
    def state(self) -> Literal["met", "missing", "unknown"]:
        if self.requirement.minutes is None:
            return "unknown"
        return "missing" if self.missing else "met"


def credited_minutes(minutes: int, rounding: Rounding) -> int:
    """What is left of a course's minutes after the state's rounding."""
    if minutes < rounding.minimum_minutes:
        return 0
    return minutes // rounding.increment_minutes * rounding.increment_minutes


def approval_on(approvals: Iterable[Approval], course_id: int, day: date) -> Approval | None:
    """The newest approval of the course that had begun on the day."""
    begun = [one for one in approvals if one.course_id == course_id and one.since <= day]
    return max(begun, key=lambda one: one.since, default=None)


def credit_of(taken: Taken, approvals: Iterable[Approval], rounding: Rounding) -> Credit:
    """Approved minutes are the state's own word and stay as they are; the course's are cut to its steps."""
    approval = approval_on(approvals, taken.course_id, taken.on)
    minutes = approval.minutes if approval else credited_minutes(taken.minutes, rounding)
    return Credit(taken, minutes, approval)


def counted(completions: Iterable[Taken], span: Span) -> Iterator[Taken]:
    """The completions that count in a period: the first of each course by each person, earliest first.

    One that was recorded as a duplicate counts only where what it repeats lies in another period: the mark was made by
    calendar years, a state's period may begin between the two.
    """
    seen: set[tuple[int, int]] = set()
    inside = (one for one in completions if span.holds(one.on))
    own = (one for one in inside if one.repeats is None or not span.holds(one.repeats))
    for one in sorted(own, key=lambda taken: (taken.on, taken.completion_id)):
        if (one.person_id, one.course_id) not in seen:
            seen.add((one.person_id, one.course_id))
            yield one


def span_for(requirement: Requirement, main: Period, shown: Span, today: date) -> Span:
    """The period of a requirement on a page that shows the main one: of today, or of the last day of what is past.

    Requirements that share the main period share the span that is shown, also where it is an officer's own.
    """
    if requirement.period == main:
        return shown
    return span_at(requirement.period, min(max(today, shown.first), shown.last))


def once(outside: Iterable[Outside], span: Span) -> Iterator[Outside]:
    """What falls into a period; of what is the same for the same person, the earliest alone."""
    seen: set[tuple[int, str]] = set()
    for one in sorted((one for one in outside if span.holds(one.on)), key=lambda one: one.on):
        if not one.same or (one.person_id, one.same) not in seen:
            seen.add((one.person_id, one.same))
            yield one


def outside_line(
    line: HoursLine, outside: Iterable[Outside], *, counts: bool, roll_calls_count: bool = False
) -> HoursLine:
    """The same line with what one person did beside courses: what ended in its period and fits its category."""
    fits = [one for one in once(outside, line.span) if line.requirement.category in ("", one.category)]
    held = [one for one in fits if one.kind == "roll_call"]
    return msgspec.structs.replace(
        line,
        outside=sum(one.minutes for one in fits if one.kind == "external"),
        outside_counts=counts,
        roll_calls=sum(one.minutes for one in held),
        roll_calls_count=roll_calls_count,
        at_roll_call=sum(one.taken_minutes for one in held),
    )


def hours_line(requirement: Requirement, span: Span, credits_: Iterable[Credit]) -> HoursLine:
    """Sum one person's credits against a requirement.

    Credits are counted once per course and period; those without approval have no category of the state, so they
    stand beside requirements for any training only.
    """
    by_completion = {one.taken.completion_id: one for one in credits_}
    kept = [by_completion[one.completion_id] for one in counted([one.taken for one in by_completion.values()], span)]
    fits = [one for one in kept if requirement.category in ("", one.category)]
    approved = sum(one.minutes for one in fits if one.approval)
    return HoursLine(requirement, span, approved, sum(one.minutes for one in fits) - approved)
