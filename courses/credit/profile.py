"""State profiles: one file per state, read strictly, each fact with its source and what is unknown said as unknown."""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from courses.credit.rules.hours import Requirement, Rounding

STATES = Path(__file__).parent / "states"
"""The profiles that ship with the academy, one file per state, called after its two letters."""
Field = Literal[
    "officer_id",
    "name",
    "agency",
    "course_number",
    "title",
    "description",
    "provider",
    "started_on",
    "ended_on",
    "hours",
    "category",
    "result",
]
Papers = Literal[
    "lesson_plan",
    "objectives",
    "outline",
    "instructor_bio",
    "assessment_blueprint",
    "certificate_sample",
    "evaluation_form",
    "sign_off_sheet",
    "roster",
]


class ProfileFaulty(ValueError):
    """A state's file cannot be used as it is; says what is wrong and where."""


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where facts were read. `as_of`: the date the source names or was in force, "" = none told. `checked_on`: when it
    was read. `by`: the board or the law itself, or somebody who writes about it."""

    key: str
    title: str
    address: str
    as_of: str
    checked_on: date
    by: Literal["board", "law", "secondary"]


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value as the source has it, with the key of the source."""

    value: str
    source: str


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of the export: what we put there, what the state calls it. source "": our own, none was found."""

    field: Field
    heading: str
    source: str = ""


class Attachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A paper that the state asks for, or that the agency has to keep, with a course."""

    kind: Papers
    words: str
    source: str


class Outside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Training elsewhere that the agency approved, or at roll call: whether it counts toward the state's hours, and in
    whose words.
    """

    counts: bool
    value: str
    source: str


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a state asks. The first requirement is the main one: its period is the one a page shows.

    deadline: when and how to report, "" = not found. outside, roll_calls: None = nothing was found, so training
    elsewhere and at roll call is shown and not counted. unknown: what was looked for and not found, in sentences.
    """

    state: str
    name: str
    board: str
    officer_id: Fact
    reported_by: Fact
    approval: Fact
    deadline: Fact
    requirements: tuple[Requirement, ...]
    credit: Rounding
    columns: tuple[Column, ...]
    attachments: tuple[Attachment, ...]
    notes: tuple[Fact, ...]
    unknown: tuple[str, ...]
    sources: tuple[Source, ...]
    outside: Outside | None = None
    roll_calls: Outside | None = None

    @property
    def main(self) -> Requirement:
        return self.requirements[0]

    def source(self, key: str) -> Source | None:
        """None for "": no source was found, and the page says so."""
        return next((one for one in self.sources if one.key == key), None)

    @property
    def checked_on(self) -> date:
        """The oldest look at any of the sources."""
        return min(one.checked_on for one in self.sources)


def read(path: Path) -> Profile:
    """One file. Raises ProfileFaulty."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_text()), Profile)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as reason:
        raise ProfileFaulty(f"The state profile {path.name} cannot be read: {reason}") from reason
    if found.state.lower() != path.stem:
        raise ProfileFaulty(f"{path.name} is about {found.state}.")
    if faults := list(_faults(found)):
        raise ProfileFaulty(f"{path.name}: {' '.join(faults)}")
    return found


@cache
def profiles() -> dict[str, Profile]:
    """All that ship, by the state's two letters."""
    found = [read(path) for path in sorted(STATES.glob("*.toml"))]
    return {one.state: one for one in found}


def _faults(profile: Profile) -> Iterator[str]:
    keys = {one.key for one in profile.sources}
    facts = (profile.officer_id, profile.reported_by, profile.approval, profile.deadline, *profile.notes)
    named = {one.source for one in facts} | {one.source for one in profile.requirements} | {profile.credit.source}
    named |= {one.source for one in (profile.outside, profile.roll_calls) if one}
    named |= {one.source for one in profile.columns} | {one.source for one in profile.attachments}
    yield from (f"No source is called {key!r}." for key in sorted(named - keys - {""}))
    yield from (f"{one.value!r} needs a source." for one in facts if one.value and not one.source)
    yield from (f"{one.title} needs a source." for one in profile.requirements if not one.source)
    yield from _faulty_requirements(profile.requirements)
    if profile.credit.increment_minutes < 1:
        yield "Hours need a step of at least a minute."


def _faulty_requirements(requirements: tuple[Requirement, ...]) -> Iterator[str]:
    main = requirements[0] if requirements else None
    if main is None or main.minutes is None or main.category or main.valid_from or main.valid_until:
        yield "The first requirement must be the hours of any training, and hold without end."
    keys = {one.key for one in requirements}
    for one in requirements:
        if one.within and one.within not in keys:
            yield f"{one.title} is within {one.within!r}, which is no requirement."
        if one.period.starts.day != 1 or one.period.months < 1:
            yield f"The period of {one.title} must start on the first of a month and last a month or more."
