"""What the editors send. Everything is taken as typed, so that a faulty field never costs the text beside it."""

import re
from datetime import date
from typing import Annotated, Any

import msgspec

from academy.errors import Invalid
from courses.authoring.draws_form import read_draws
from courses.authoring.edits import Details, LessonText, QuizTerms
from courses.content.model import Objective, Source, Stimulus
from courses.content.questions import AfterSending, Reveal

Number = int | str
"""A number as typed; `whole_number` says kindly what is wrong with it."""


class LessonForm(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson as its author typed it. `objectives`: one a line, its id first. `preview`: show it, save nothing."""

    revision: int
    title: str = ""
    minutes: Number = ""
    takes_law: bool = False
    minimum_watch_percent: Number = ""
    stops_required: bool = False
    seek_lock: bool = False
    body: str = ""
    asset: str = ""
    objectives: str = ""
    preview: bool = False

    def text(self) -> LessonText:
        """Raises Invalid with a sentence for each field."""
        faults: dict[str, str] = {}
        if not self.title:
            faults["title"] = "A lesson needs a title."
        minutes = whole_number(self.minutes, "minutes", faults, most=600)
        watched = whole_number(self.minimum_watch_percent, "minimum_watch_percent", faults, most=100)
        objectives = _objectives(self.objectives, faults)
        if faults:
            raise Invalid(fields=faults)
        return LessonText(
            title=self.title,
            minutes=minutes,
            takes_law=self.takes_law,
            minimum_watch_percent=watched,
            stops_required=self.stops_required,
            seek_lock=self.seek_lock,
            body=self.body,
            asset=self.asset,
            objectives=objectives,
        )


class DetailsForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the course page says, as typed. `law_reviewed_on`: year-month-day, or empty; `sources`: one a line."""

    revision: int
    title: str = ""
    tagline: str = ""
    summary: str = ""
    audience: str = ""
    prerequisites: str = ""
    focus_areas: tuple[str, ...] = ()
    contact_minutes: Number = ""
    validity_months: Number = 0
    law_reviewed_on: str = ""
    sources: str = ""

    def details(self) -> Details:
        """Raises Invalid with a sentence for each field."""
        faults: dict[str, str] = {}
        if not self.title:
            faults["title"] = "A course needs a title."
        minutes = whole_number(self.contact_minutes, "contact_minutes", faults, most=100_000)
        months = whole_number(self.validity_months, "validity_months", faults, most=600)
        reviewed = _date(self.law_reviewed_on, "law_reviewed_on", faults)
        sources = _sources(self.sources, faults)
        if faults:
            raise Invalid(fields=faults)
        names = ("title", "tagline", "summary", "audience", "prerequisites", "focus_areas")
        typed = {name: getattr(self, name) for name in names}
        return Details(
            **typed, contact_minutes=minutes, validity_months=months, law_reviewed_on=reviewed, sources=sources
        )


class QuizForm(msgspec.Struct, frozen=True, kw_only=True):
    """A lesson's quiz as typed. `draws`: one a line (courses.authoring.draws_form); zero elsewhere: no limit."""

    revision: int
    draws: str = ""
    pass_percent: Number = 80
    attempts_allowed: Number = 0
    time_limit_minutes: Number = 0
    cool_off_minutes: Number = 0
    grace_seconds: Number = 10
    after_sending: AfterSending = "objectives"
    reveal: Reveal = "after_pass"
    shuffle_questions: bool = False
    shuffle_choices: bool = False

    def terms(self) -> QuizTerms:
        """Raises Invalid with a sentence for each field."""
        faults: dict[str, str] = {}
        numbers = {name: whole_number(getattr(self, name), name, faults, most=most) for name, most in _MOST.items()}
        terms: dict[str, Any] = numbers | {name: getattr(self, name) for name in QUIZ_CHOICES}
        draws, picks = read_draws(self.draws, faults)
        if faults:
            raise Invalid(fields=faults)
        return QuizTerms(draws=draws, picks=picks, **terms)


_MOST = {
    "pass_percent": 100,
    "attempts_allowed": 100,
    "time_limit_minutes": 600,
    "cool_off_minutes": 100_000,
    "grace_seconds": 120,
}
QUIZ_CHOICES = ("after_sending", "reveal", "shuffle_questions", "shuffle_choices")
QUIZ_TERMS = (*_MOST, *QUIZ_CHOICES)
"""What the form holds of a quiz under the same name, but for what it draws."""


class SituationForm(msgspec.Struct, frozen=True, kw_only=True):
    """A situation that several questions share, as typed."""

    revision: int
    title: str = ""
    body: str = ""
    pool: str = ""

    def stimulus(self, key: str) -> Stimulus:
        """Raises Invalid with a sentence for each field."""
        faults = {name: words for name, words in _MISSING.items() if not getattr(self, name)}
        if len(self.title) > _LONGEST_TITLE:
            faults["title"] = f"Shorten the title to {_LONGEST_TITLE} characters."
        if faults:
            raise Invalid(fields=faults)
        return Stimulus(key=key, pool=self.pool, title=self.title, body=self.body)


_MISSING = {"title": "A situation needs a title.", "body": "Write what happens.", "pool": "Choose a pool."}
_LONGEST_TITLE = 160


class PlaceForm(msgspec.Struct, frozen=True):
    """Where a lesson goes: -1 up, 1 down."""

    revision: int
    by: int


class RevisionForm(msgspec.Struct, frozen=True):
    """A change that needs nothing but to be about the draft one has seen."""

    revision: int


class NewPartForm(msgspec.Struct, frozen=True):
    """A lesson (in `module`) or a module to add; its key is made from the title."""

    revision: int
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=160)]
    module: str = ""


class NoteForm(msgspec.Struct, frozen=True):
    """A remark on a version, or on one of its lessons."""

    body: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
    lesson_key: str = ""


class ReasonForm(msgspec.Struct, frozen=True):
    """Why a version is taken away."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class PreviewForm(msgspec.Struct, frozen=True):
    """Markdown to be shown as the lesson page would show it."""

    text: str = ""


def whole_number(typed: Number, name: str, faults: dict[str, str], *, most: int) -> int:
    try:
        number = int(typed)
    except ValueError:
        faults[name] = "Write a whole number."
        return 0
    if not 0 <= number <= most:
        faults[name] = f"Write a number from 0 to {most}."
    return number


def _date(typed: str, name: str, faults: dict[str, str]) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        faults[name] = "Write the date as year-month-day, for example 2026-11-18."
        return None


def _objectives(typed: str, faults: dict[str, str]) -> tuple[Objective, ...]:
    lines = [line.split(maxsplit=1) for line in typed.split("\n") if line.strip()]
    if any(len(line) < 2 or len(line[0]) > 20 for line in lines):
        faults["objectives"] = (
            "Begin each line with its id, then a space and the objective: 3.2a Tell a lead from a hit."
        )
        return ()
    return tuple(Objective(id=line[0], text=line[1]) for line in lines)


def _sources(typed: str, faults: dict[str, str]) -> tuple[Source, ...]:
    lines = [line.split(maxsplit=1) for line in typed.split("\n") if line.strip()]
    if any(len(line) < 2 or not re.fullmatch(r"[A-Z]{1,3}[0-9]{1,3}", line[0]) for line in lines):
        faults["sources"] = "Begin each line with its code, then a space and the work: G1 ATF, eTrace manual, 2024."
        return ()
    return tuple(Source(code=line[0], title=line[1]) for line in lines)
