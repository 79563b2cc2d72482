"""What can be found about a course: how bad it is, where it is, and how to mend it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec


class Severity(StrEnum):
    FAULT = "fault"
    BLOCKS = "blocks"
    CHECK = "check"


class Place(msgspec.Struct, frozen=True):
    """Where in the course: `kind` is course, module, lesson, question or job_aid; `key` is "" for the course.

    `part` narrows it down, in the spelling of the course files: "quiz.draw[0]".
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


COURSE = Place()


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is not Severity.CHECK)


def fault(place: Place, sentence: str, hint: str = "") -> Finding:
    """A course with this cannot run."""
    return Finding(Severity.FAULT, place, sentence, hint)


def blocks(place: Place, sentence: str, hint: str = "") -> Finding:
    """A draft may have this, a published version not."""
    return Finding(Severity.BLOCKS, place, sentence, hint)


def look(place: Place, sentence: str, hint: str = "") -> Finding:
    """A person should look at this; it may be right."""
    return Finding(Severity.CHECK, place, sentence, hint)


def repeated(values: Iterable[str]) -> Iterator[str]:
    """What is there more than once, each once."""
    return (value for value, count in Counter(values).items() if count > 1)
