"""The four steps of assigning a course, as one address: what was chosen, and what would happen."""

from datetime import date

import msgspec

from courses.reports.rules import Column, Member

STEPS = ("Course", "People", "Due date", "Review")
LONGEST_REASON = 300


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was chosen so far; each step adds to it. Units are named, people by code; the due date is kept as typed.

    again: those who completed the course take it once more, in its current version.
    """

    step: int = 1
    course: str = ""
    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    due_on: str = ""
    reason: str = ""
    again: bool = False

    @property
    def due(self) -> date | None:
        """The due date, if one was typed that can be read."""
        try:
            return date.fromisoformat(self.due_on)
        except ValueError:
            return None


class Candidate(msgspec.Struct, frozen=True):
    """A member who could get the course. `has`: open, done, or nothing; `done_on`: when it was completed last."""

    code: str
    name: str
    unit: str
    has: str = ""
    done_on: date | None = None
    in_units: tuple[str, ...] = ()


class UnitLine(msgspec.Struct, frozen=True):
    """A unit with how many people it has and how many of them have the course already."""

    name: str
    people: int
    have: int


class Plan(msgspec.Struct, frozen=True):
    """What the assignment would do, in people."""

    chosen: tuple[Candidate, ...]
    gets: tuple[Candidate, ...]
    has_it: tuple[Candidate, ...]

    def counted_in(self, year: int) -> tuple[Candidate, ...]:
        """Who gets it again in a year in which it has counted already: no further hours for these."""
        return tuple(one for one in self.gets if one.done_on and one.done_on.year == year)


def candidates(members: tuple[Member, ...], course: Column | None) -> tuple[Candidate, ...]:
    """Everybody at the site with whether they have the course: taking it now, or completed it."""
    return tuple(_candidate(one, course) for one in members)


def _candidate(member: Member, course: Column | None) -> Candidate:
    taken = next((one for one in member.taken if course and one.course_id == course.id), None)
    state = taken.state if taken else ""
    has = {"enrolled": "open", "in_progress": "open", "completed": "done"}.get(state, "")
    done_on = taken.completed_on if taken and has == "done" else None
    return Candidate(member.code, member.name, member.unit, has, done_on, member.in_units)


def units(people: tuple[Candidate, ...]) -> tuple[UnitLine, ...]:
    """The site's units by name; people in no unit are a line of their own, so that a blank field hides nobody."""
    names = sorted({unit for one in people for unit in one.in_units}, key=lambda name: (name == "", name))
    return tuple(
        UnitLine(
            name,
            sum(name in one.in_units for one in people),
            sum(name in one.in_units and one.has != "" for one in people),
        )
        for name in names
    )


def plan(people: tuple[Candidate, ...], choice: Choice) -> Plan:
    """Who is chosen by unit or by name, who of them gets the course now, and who has it already."""
    chosen = tuple(one for one in people if _units(choice) & set(one.in_units) or one.code in choice.people)
    return Plan(
        chosen=chosen,
        gets=tuple(one for one in chosen if _gets(one, choice)),
        has_it=tuple(one for one in chosen if not _gets(one, choice)),
    )


def _gets(one: Candidate, choice: Choice) -> bool:
    return not one.has or (one.has == "done" and choice.again)


def _units(choice: Choice) -> set[str]:
    """Unit names as candidates carry them: "none" in the address stands for people in no unit."""
    return {"" if name == "none" else name for name in choice.units}


def faults(choice: Choice, course: Column | None, plan: Plan, today: date) -> dict[str, str]:
    """What is missing before the step asked for, one sentence per field."""
    found: dict[str, str] = {}
    if choice.step > 1 and course is None:
        found["course"] = "Choose the course to assign."
    if choice.step > 2 and not plan.chosen:
        found["units"] = "Choose at least one unit or person."
    elif choice.step > 2 and not plan.gets:
        found["units"] = "Everybody you chose has this course already. Choose others, or let them take it again."
    if choice.step > 3 and choice.due_on and choice.due is None:
        found["due_on"] = "Write the date as year-month-day, for example 2026-11-18."
    elif choice.step > 3 and choice.due is not None and choice.due < today:
        found["due_on"] = "This day is over. Choose today or a later day, or leave it empty."
    if choice.step > 3 and not choice.reason.strip():
        found["reason"] = "Write one sentence; officers read it on their training page."
    elif len(choice.reason) > LONGEST_REASON:
        found["reason"] = f"Shorten this to {LONGEST_REASON} characters or fewer."
    return found


_STEP_OF_FIELD = {"course": 1, "units": 2, "due_on": 3, "reason": 3}


def step_of(choice: Choice, found: dict[str, str]) -> int:
    """The step to show: the one asked for, or the earliest with something missing."""
    return min([min(max(choice.step, 1), len(STEPS)), *(_STEP_OF_FIELD.get(field, 1) for field in found)])
