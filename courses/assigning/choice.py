"""What somebody chose in the four steps of assigning, and which answer is still missing."""

from collections.abc import Sequence
from datetime import date
from typing import cast, get_args

import msgspec

from courses.assigning.scope import EVERYONE, NONE, SiteUnit, Whom
from courses.learning.rules.assigned import Cycle, Due, DueKind
from courses.learning.rules.overrides import DayOver

STEPS = ("Course or path", "People", "Due date", "Review")
LONGEST_REASON = 300
MOST_DAYS, MOST_MONTHS, MOST_GRACE = 1500, 120, 365


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was chosen so far; each step adds to it. Dates and numbers are kept as typed.

    course: its slug, or "path:" and that of a learning path. units: codes or names, "none" for people in no unit,
    "everyone"; people and left_out: codes. draft: where this is kept; changes: the code of the assignment that it would
    change. again: those who completed it take it once more.
    """

    step: int = 1
    course: str = ""
    units: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    joiners: bool = False
    due_kind: str = ""
    due_on: str = ""
    days: str = ""
    months: str = ""
    grace: str = ""
    reason: str = ""
    again: bool = False
    draft: str = ""
    changes: str = ""

    @property
    def kind(self) -> DueKind:
        """The kind of due date; whoever names none and a date means that date."""
        if self.due_kind in get_args(DueKind):
            return cast("DueKind", self.due_kind)
        return "on" if self.due_on else "none"

    @property
    def due(self) -> Due:
        """The due rule, as far as what was typed can be read."""
        if self.kind == "on":
            return Due("on", self.day)
        return Due(self.kind, None, _number(self.days) or 0) if self.kind != "none" else Due()

    @property
    def day(self) -> date | None:
        """The date that was typed, if it can be read."""
        try:
            return date.fromisoformat(self.due_on)
        except ValueError:
            return None

    @property
    def cycle(self) -> Cycle:
        return Cycle(_number(self.months) or 0, _number(self.grace) or 0) if self.months else Cycle()

    def whom(self, units: Sequence[SiteUnit]) -> Whom:
        """The scope; a unit may be named by its code or its name, and one that is gone asks nobody."""
        words = {NONE, EVERYONE} & set(self.units)
        codes = {one.code for one in units if {one.code, one.name} & set(self.units)}
        return Whom(frozenset(words | codes), frozenset(self.ranks), frozenset(self.people), frozenset(self.left_out))


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 6 else None


class Standing(msgspec.Struct, frozen=True):
    """What the first two steps came to: is there a target, is anybody chosen, would the assignment do anything."""

    has_target: bool
    has_people: bool
    does_something: bool


def faults(choice: Choice, standing: Standing, today: date) -> dict[str, str]:
    """What is missing before the step asked for, one sentence per field."""
    found: dict[str, str] = {}
    if choice.step > 1 and not standing.has_target:
        found["course"] = "Choose the course or path to assign."
    if choice.step > 2 and not standing.has_people:
        found["units"] = "Choose at least one unit or person."
    elif choice.step > 3 and not standing.does_something and not choice.changes:
        found["units"] = "Everybody you chose has this course already. Choose others, or let them take it again."
    return found | (_due_faults(choice, today) if choice.step > 3 else {}) | _reason_faults(choice)


def _due_faults(choice: Choice, today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    if choice.kind == "on" and choice.day is None:
        wanted = "Write the date as year-month-day, for example 2026-11-18."
        found["due_on"] = wanted if choice.due_on else "Choose the date, or “No due date”."
    elif choice.kind == "on" and choice.day is not None and choice.day < today:
        found["due_on"] = DayOver.sentence
    elif choice.kind not in ("on", "none") and not 1 <= (_number(choice.days) or 0) <= MOST_DAYS:
        found["days"] = f"Write how many days, from 1 to {MOST_DAYS}."
    if choice.months and not 1 <= (_number(choice.months) or 0) <= MOST_MONTHS:
        found["months"] = f"Write how many months, from 1 to {MOST_MONTHS}, or leave it empty."
    if choice.grace and (_number(choice.grace) is None or int(choice.grace) > MOST_GRACE):
        found["grace"] = f"Write how many days, from 0 to {MOST_GRACE}, or leave it empty."
    return found


def _reason_faults(choice: Choice) -> dict[str, str]:
    if choice.step > 3 and not choice.reason.strip():
        return {"reason": "Write one sentence; officers read it on their training page."}
    if len(choice.reason) > LONGEST_REASON:
        return {"reason": f"Shorten this to {LONGEST_REASON} characters or fewer."}
    return {}


_STEP_OF_FIELD = {"course": 1, "units": 2, "due_on": 3, "days": 3, "months": 3, "grace": 3, "reason": 3}


def step_of(choice: Choice, found: dict[str, str]) -> int:
    """The step to show: the one asked for, or the earliest with something missing."""
    return min([min(max(choice.step, 1), len(STEPS)), *(_STEP_OF_FIELD.get(field, 1) for field in found)])
