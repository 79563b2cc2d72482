"""Answers to questions inside a lecture: each is judged, and the first is kept."""

from datetime import datetime
from typing import Any

import msgspec

from academy import clock
from academy.actor import Actor
from academy.db.work import writing
from academy.errors import NotFound
from courses.learning.actions.lessons import note_done, open_step_row, touch
from courses.learning.asking import asked_in
from courses.learning.rules.stops import Told, accept, judge
from courses.learning.standing import step_from
from courses.learning.tables import StopAnswer


class Answered(msgspec.Struct, frozen=True):
    """What the answer is told, and how far the lesson is with it. `chosen`: the choices in the order shown."""

    saved_at: datetime
    chosen: tuple[str, ...]
    told: Told
    answered: int
    stops: int
    is_done: bool


async def answer(actor: Actor, *, code: str, key: str, stop: str, chosen: frozenset[str]) -> Answered:
    """Judge an answer to a question inside the lecture, and keep it if it is the first; repeating it changes nothing.

    Raises NotFound, CannotMove on a closed enrollment, NotOffered.
    """
    async with writing():
        row = await open_step_row(actor, code, key)
        question = next((one for one in await asked_in(row["lesson_id"], row["stops"]) if one.key == stop), None)
        if question is None:
            raise NotFound()
        at = clock.now()
        kept = accept(question, chosen)
        told = judge(question, kept)
        await touch(row["enrollment_id"], row["lesson_id"], at)
        await _keep_first(row, stop, kept, at, is_right=told.is_right)
        is_done = await note_done(row, at)
    step = step_from(row)
    return Answered(at, kept, told, step.stops_answered, step.stops, is_done)


async def _keep_first(row: dict[str, Any], stop: str, kept: tuple[str, ...], at: datetime, *, is_right: bool) -> None:
    """Store the answer unless there is one, and count it in `row`."""
    first = StopAnswer(
        enrollment=row["enrollment_id"],
        lesson=row["lesson_id"],
        stop_key=stop,
        chosen=",".join(kept),
        is_right=is_right,
        answered_at=at,
    )
    if await StopAnswer.insert(first).on_conflict(action="DO NOTHING"):
        row["stops_answered"] += 1
        row["stops_right"] += is_right
