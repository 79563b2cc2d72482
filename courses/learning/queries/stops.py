"""The questions inside a lecture as its learner sees them; what is right is shown only after a first answer."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from courses.learning.asking import asked_in
from courses.learning.rules.completion import Step
from courses.learning.rules.stops import Asked, Told, judge


class StopChoice(msgspec.Struct, frozen=True):
    """A choice as it is offered."""

    key: str
    body: str
    is_chosen: bool


class StopBox(msgspec.Struct, frozen=True, kw_only=True):
    """One question. `told` is what the newest answer is told, None before the first."""

    key: str
    at_ms: int
    action: str
    prompt: str
    takes_many: bool
    choices: tuple[StopChoice, ...]
    answered_at: datetime | None
    told: Told | None


class StopsBox(msgspec.Struct, frozen=True):
    """All questions of a lecture. `required`: the lesson waits for an answer to each."""

    stops: tuple[StopBox, ...]
    required: bool

    @property
    def answered(self) -> int:
        return sum(stop.answered_at is not None for stop in self.stops)


class First(msgspec.Struct, frozen=True):
    """The answer on record: the choices, and when they were made."""

    chosen: tuple[str, ...]
    answered_at: datetime


class Again(msgspec.Struct, frozen=True):
    """A later answer that is not kept, only shown with what it is told: the question's key and the choices."""

    stop: str
    chosen: tuple[str, ...]


async def stops_box(
    step: Step, *, stops: str, first: Mapping[str, First], path: str, again: Again | None
) -> StopsBox | None:
    """The questions of a lesson, None without any; in no statement, or one with questions of the bank.

    stops: as the lesson's row has them; first: the answers on record, by the question's key; path: of the lesson.
    """
    if not step.stops:
        return None
    questions = await asked_in(step.lesson_id, stops)
    return StopsBox(tuple(_box(one, path, first.get(one.key), again) for one in questions), step.stops_required)


def _box(one: Asked, path: str, first: First | None, again: Again | None) -> StopBox:
    kept = first.chosen if first else ()
    # A later choice from the address is told its feedback only once a first answer is on record.
    shown = again.chosen if again and again.stop == one.key and kept else kept
    return StopBox(
        key=one.key,
        at_ms=one.at_ms,
        action=f"{path}/stops/{one.key}/answer",
        prompt=one.prompt,
        takes_many=one.takes_many,
        choices=tuple(StopChoice(option.key, option.body, option.key in shown) for option in one.options),
        answered_at=first.answered_at if first else None,
        told=judge(one, shown) if kept else None,
    )
