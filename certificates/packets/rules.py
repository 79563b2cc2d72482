"""What a state asks for with a course, and what of it lies in a packet: what is missing is said, never left out."""

from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec

PLAN = "1-lesson-plan.pdf"
HOURS = "2-objectives-and-hours.pdf"
INSTRUCTORS = "3-instructors.pdf"
BLUEPRINT = "4-test-blueprint.pdf"
EVALUATION = "5-evaluation-form.pdf"
SAMPLE = "6-certificate-sample.pdf"
CHECKLIST = "7-checklist.pdf"
README = "README.txt"
FILES = (README, PLAN, HOURS, INSTRUCTORS, BLUEPRINT, EVALUATION, SAMPLE, CHECKLIST)
"""Everything in a packet, in this order; nothing else is ever put in."""

ENCLOSED: Mapping[str, str] = {
    "lesson_plan": PLAN,
    "outline": PLAN,
    "objectives": HOURS,
    "instructor_bio": INSTRUCTORS,
    "assessment_blueprint": BLUEPRINT,
    "evaluation_form": EVALUATION,
    "certificate_sample": SAMPLE,
}
TO_ADD: Mapping[str, str] = {
    "roster": "Comes after the training: export it on the page State credit, and add the sign-in sheet.",
    "sign_off_sheet": "Has to be signed by an instructor whom the state certified; the academy cannot make it.",
}


class Asked(Protocol):
    """A paper a state asks for (courses.credit.profile.Attachment)."""

    @property
    def kind(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def source(self) -> str: ...


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What decides whether a paper is whole. `silent`: authors who wrote nothing about themselves."""

    authors: int
    silent: tuple[str, ...]
    has_exam: bool


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the checklist. `file`: where it lies, "" = not in the packet. `missing`: what to do, "" = nothing."""

    words: str
    source: str
    file: str
    missing: str

    @property
    def is_enclosed(self) -> bool:
        return bool(self.file) and not self.missing


def checklist(asked: Iterable[Asked], known: Known) -> tuple[Item, ...]:
    """Every paper the state asks for, once, in its order."""
    return tuple(
        Item(
            words=one.words,
            source=one.source,
            file=ENCLOSED.get(one.kind, ""),
            missing=TO_ADD.get(one.kind, "") or _gap(one.kind, known),
        )
        for one in asked
    )


def _gap(kind: str, known: Known) -> str:
    if kind == "instructor_bio" and not known.authors:
        return "No author of this course is on record. Ask the program office who answers for it."
    if kind == "instructor_bio" and known.silent:
        return f"Nothing written yet by {', '.join(known.silent)}: they do that under “About you”."
    if kind == "assessment_blueprint" and not known.has_exam:
        return "This course has no final exam, so there is no test to describe."
    return "" if kind in ENCLOSED else "The academy has no such paper. Add your own."
