"""What can be found about a course: how bad it is, where it is, and how to mend it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Protocol, TypeVar

import msgspec


class Severity(StrEnum):
    FAULT = "fault"
    BLOCKS = "blocks"
    CHECK = "check"


class Kind(StrEnum):
    """What a finding is about."""

    STRUCTURE = "structure"
    COVERAGE = "coverage"
    OPTIONS = "options"
    LETTERS = "letters"
    DUPLICATES = "duplicates"
    RATIONALE = "rationale"
    READING = "reading"
    SOURCES = "sources"
    UNREVIEWED = "unreviewed"
    LAW = "law"
    PARTS = "parts"
    LECTURE = "lecture"
    ROLL_CALL = "roll_call"
    DETAILS = "details"


KIND_WORDS = {
    Kind.STRUCTURE: "Structure",
    Kind.COVERAGE: "Objectives and the questions that ask for them",
    Kind.OPTIONS: "Length of the answers",
    Kind.LETTERS: "Place of the right answer",
    Kind.DUPLICATES: "Questions that say nearly the same",
    Kind.RATIONALE: "Reasons behind answers",
    Kind.READING: "Reading grade",
    Kind.SOURCES: "Sources",
    Kind.UNREVIEWED: "Facts that need review by a subject-matter expert",
    Kind.LAW: "Review of the law",
    Kind.PARTS: "Parts of lessons",
    Kind.LECTURE: "Lectures and their questions",
    Kind.ROLL_CALL: "Roll-call packs",
    Kind.DETAILS: "What the course page says",
}
"""Kinds as people read them, in the order in which reports tell them."""


class Place(msgspec.Struct, frozen=True):
    """Where in the course: `kind` is course, module, lesson, question, stimulus, job_aid or roll_call.

    The course's `key` is "". `part` narrows it down, in the spelling of the course files: "quiz.draw[0]".
    """

    kind: str = "course"
    key: str = ""
    part: str = ""


class Finding(msgspec.Struct, frozen=True):
    """One thing to mend. `hint` says how."""

    severity: Severity
    place: Place
    sentence: str
    hint: str = ""
    kind: Kind = Kind.STRUCTURE


COURSE = Place()


class HasKind(Protocol):
    """A finding, wherever it was made."""

    @property
    def kind(self) -> Kind: ...


Found = TypeVar("Found", bound=HasKind)


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is not Severity.CHECK)


def fault(place: Place, sentence: str, hint: str = "") -> Finding:
    """A course with this cannot run."""
    return Finding(Severity.FAULT, place, sentence, hint)


def blocks(place: Place, sentence: str, hint: str, *, kind: Kind) -> Finding:
    """A draft may have this, a published version not."""
    return Finding(Severity.BLOCKS, place, sentence, hint, kind)


def look(place: Place, sentence: str, hint: str, *, kind: Kind) -> Finding:
    """A person should look at this; it may be right."""
    return Finding(Severity.CHECK, place, sentence, hint, kind)


def by_kind(findings: Iterable[Found]) -> dict[Kind, tuple[Found, ...]]:
    """The findings in groups, in the order of `KIND_WORDS`; kinds without a finding are left out."""
    found = tuple(findings)
    groups = {kind: tuple(one for one in found if one.kind is kind) for kind in KIND_WORDS}
    return {kind: group for kind, group in groups.items() if group}


def repeated(values: Iterable[str]) -> Iterator[str]:
    """What is there more than once, each once."""
    return (value for value, count in Counter(values).items() if count > 1)
