"""Progress inside a lesson: text read, scenario decided. Progress only ever grows."""

from datetime import datetime
from typing import Any

import msgspec

from academy import clock
from academy.actor import Actor
from academy.db.work import writing
from academy.errors import Invalid
from courses.authoring.tables import Lesson
from courses.content.model import Scenario, ScenarioChoice
from courses.learning.actions.enrollments import begin
from courses.learning.rules.completion import parts_left
from courses.learning.rules.enrollment import OPEN_STATES, CannotMove
from courses.learning.standing import step_from, step_row_for
from courses.learning.tables import LessonProgress


async def read(actor: Actor, *, code: str, key: str) -> None:
    """Mark a lesson's text as read. Raises NotFound, CannotMove."""
    async with writing():
        await mark(await open_step_row(actor, code, key), clock.now(), "read_at")


async def choose(actor: Actor, *, code: str, key: str, choice: str) -> ScenarioChoice:
    """Decide a scenario: any choice counts, and each answers with its own feedback. The choice itself is not kept."""
    async with writing():
        row = await open_step_row(actor, code, key)
        chosen = next((each for each in await _choices(row["lesson_id"]) if each.key == choice), None)
        if chosen is None:
            raise Invalid(fields={"choice": "Choose one of the answers shown."})
        await mark(row, clock.now(), "scenario_at")
    return chosen


async def mark(row: dict[str, Any], at: datetime, part: str) -> bool:
    """Note that a part of a lesson (a column of its progress) was done at `at`, and whether the lesson is done now.

    `row` is one of `standing.step_row_for`. A part keeps its first moment.
    """
    await touch(row["enrollment_id"], row["lesson_id"], at)
    mine = (LessonProgress.enrollment == row["enrollment_id"]) & (LessonProgress.lesson == row["lesson_id"])
    column = getattr(LessonProgress, part)
    await LessonProgress.update({column: at}).where(mine, column.is_null())
    row[part] = row[part] or at
    return await note_done(row, at)


async def note_done(row: dict[str, Any], at: datetime) -> bool:
    """Note that a lesson is done if nothing of it is left in `row`, and tell whether it is."""
    done = not parts_left(step_from(row))
    if done:
        mine = (LessonProgress.enrollment == row["enrollment_id"]) & (LessonProgress.lesson == row["lesson_id"])
        await LessonProgress.update({LessonProgress.done_at: at}).where(mine, LessonProgress.done_at.is_null())
    return done


async def touch(enrollment_id: int, lesson_id: int, at: datetime) -> None:
    """Note that work on a lesson began, unless it had."""
    await LessonProgress.raw(_TOUCH, enrollment_id, lesson_id, at, at)


_TOUCH = """
    INSERT INTO lesson_progress (enrollment, lesson, created_at, opened_at) VALUES ({}, {}, {}, {})
    ON CONFLICT (enrollment, lesson) DO UPDATE SET opened_at = excluded.opened_at
    WHERE lesson_progress.opened_at IS NULL
"""


async def open_step_row(actor: Actor, code: str, key: str) -> dict[str, Any]:
    """A lesson of the actor's own open enrollment, which begins with it. Raises NotFound, CannotMove."""
    row = await step_row_for(actor.id, code, key)
    await require_open(row, clock.now())
    return row


async def require_open(row: dict[str, Any], at: datetime) -> None:
    """Let the enrollment of a row begin with this piece of work, if it has not. Raises CannotMove when it is closed."""
    if row["enrollment_state"] not in OPEN_STATES:
        raise CannotMove()
    if row["enrollment_state"] == "enrolled":
        await begin(row["enrollment_id"], at)


async def _choices(lesson_id: int) -> tuple[ScenarioChoice, ...]:
    found = await Lesson.select(Lesson.scenario).where(Lesson.id == lesson_id).first()
    scenario = msgspec.json.decode(found["scenario"] if found else "null", type=Scenario | None)
    return scenario.choices if scenario else ()
