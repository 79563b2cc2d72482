"""What a completion rests on, in numbers: kept with it for as long as the record is kept."""

import unicodedata
from datetime import datetime

import msgspec

from courses.learning.rules.completion import Step


class StepEvidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """How one lesson or exam was met; only what the step asked for is given."""

    key: str
    number: str
    title: str
    minutes: int
    watched_percent: int | None = None
    watched_seconds: int | None = None
    read_at: datetime | None = None
    scenario_at: datetime | None = None
    stops: int | None = None
    stops_answered: int | None = None
    stops_right: int | None = None
    quiz_percent: int | None = None
    quiz_pass_percent: int | None = None
    done_at: datetime | None = None
    set_by_staff: bool = False


class Evidence(msgspec.Struct, frozen=True):
    """Everything a completion was decided on. `final_percent` is the best sent attempt at the exam."""

    enrolled_at: datetime
    signed_at: datetime | None
    final_percent: int | None
    steps: tuple[StepEvidence, ...]


def evidence_of(
    steps: tuple[Step, ...],
    *,
    enrolled_at: datetime,
    signed_at: datetime | None,
    by_staff: frozenset[str] = frozenset(),
) -> Evidence:
    """The evidence of a finished course; `by_staff` are the keys of lessons that staff set as done."""
    finals = [step.quiz.best_percent for step in steps if step.is_exam and step.quiz]
    met = tuple(_step(step, by_staff) for step in steps)
    return Evidence(enrolled_at, signed_at, finals[-1] if finals else None, met)


def is_own_name(typed: str, *names: str) -> bool:
    """Whether a typed name is one of the person's names; case, accents and spacing do not matter."""
    return bool(typed.strip()) and _plain(typed) in {_plain(name) for name in names}


def _step(step: Step, by_staff: frozenset[str]) -> StepEvidence:
    return StepEvidence(
        key=step.key,
        number=step.number,
        title=step.title,
        minutes=step.minutes,
        watched_percent=step.watched_percent if step.has_lecture else None,
        watched_seconds=step.watched_seconds if step.has_lecture else None,
        read_at=step.read_at,
        scenario_at=step.scenario_at,
        stops=step.stops or None,
        stops_answered=step.stops_answered if step.stops else None,
        stops_right=step.stops_right if step.stops else None,
        quiz_percent=step.quiz.best_percent if step.quiz else None,
        quiz_pass_percent=step.quiz.pass_percent if step.quiz else None,
        done_at=step.done_at,
        set_by_staff=step.key in by_staff,
    )


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())
