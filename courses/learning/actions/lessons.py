"""Progress inside a lesson: seconds heard, text read, scenario decided. Progress only ever grows."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from academy import clock
from academy.actor import Actor
from academy.db.work import writing
from academy.errors import Conflict, Invalid
from courses.authoring.tables import Lesson
from courses.content.model import Scenario, ScenarioChoice
from courses.learning.actions.enrollments import begin
from courses.learning.rules.completion import parts_left
from courses.learning.rules.enrollment import OPEN_STATES, CannotMove
from courses.learning.rules.intervals import (
    Judged,
    Ranges,
    allowance,
    judge,
    parse,
    printed,
    session_since,
    total,
)
from courses.learning.standing import step_from, step_row_for
from courses.learning.tables import LessonProgress

_TRIES = 4
_LOST_RACE = "Two windows reported at the same moment. The next report counts."


class Beacon(msgspec.Struct, frozen=True):
    """What the player reports: its own session and running number, the position in seconds, and the seconds played.

    `watched` is the written form of `rules.intervals`; a player repeats what was not acknowledged.
    """

    session: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    sequence: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
    position: Annotated[float, msgspec.Meta(ge=0, le=86_400)]
    watched: str = ""
    rate: float = 1.0
    client_time: str = ""


class Heard(msgspec.Struct, frozen=True):
    """What the record says after a report. `refused_seconds` is what the clock did not allow to count this time."""

    saved_at: datetime
    watched_percent: int
    position: float
    done: bool
    refused_seconds: int = 0


async def heard(actor: Actor, *, code: str, key: str, beacon: Beacon, opened_at: datetime | None = None) -> Heard:
    """Add played seconds to a lecture's progress; a report seen before changes nothing.

    opened_at: when our page with the player was opened, as far as that is proved; a first report counts from there.
    Raises NotFound, FaultyRanges, CannotMove on a closed enrollment, Conflict after losing several races.
    """
    reported = parse(beacon.watched)
    for _ in range(_TRIES):
        row = await step_row_for(actor.id, code, key)
        at = clock.now()
        await _require_open(row, at)
        before = (row["watched"] or "", row["heard_sequence"] or 0)
        judged = _listen(row, beacon, reported, opened_at=opened_at, at=at)
        if judged is None:
            return _heard(row, at)
        if await _save_heard(row, at, judged=judged, before=before):
            return _heard(row, at, refused=judged.refused_seconds)
    raise Conflict(_LOST_RACE)


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
    blank = LessonProgress(enrollment=enrollment_id, lesson=lesson_id, opened_at=at)
    keys = (LessonProgress.enrollment, LessonProgress.lesson)
    await LessonProgress.insert(blank).on_conflict(target=keys, action="DO NOTHING")


async def open_step_row(actor: Actor, code: str, key: str) -> dict[str, Any]:
    """A lesson of the actor's own open enrollment, which begins with it. Raises NotFound, CannotMove."""
    row = await step_row_for(actor.id, code, key)
    await _require_open(row, clock.now())
    return row


async def _require_open(row: dict[str, Any], at: datetime) -> None:
    if row["enrollment_state"] not in OPEN_STATES:
        raise CannotMove()
    if row["enrollment_state"] == "enrolled":
        await begin(row["enrollment_id"], at)


async def _choices(lesson_id: int) -> tuple[ScenarioChoice, ...]:
    found = await Lesson.select(Lesson.scenario).where(Lesson.id == lesson_id).first()
    scenario = msgspec.json.decode(found["scenario"] if found else "null", type=Scenario | None)
    return scenario.choices if scenario else ()


def _heard(row: dict[str, Any], at: datetime, *, refused: int = 0) -> Heard:
    step = step_from(row)
    return Heard(row["heard_at"] or at, step.watched_percent, step.resume_ms / 1000, step.is_done, refused)


def _listen(
    row: dict[str, Any], beacon: Beacon, reported: Ranges, *, opened_at: datetime | None, at: datetime
) -> Judged | None:
    """Put what a report changes into `row`; None when it says nothing new.

    A player that never got going reports position zero and nothing played; the saved place outlives that.
    """
    if not reported and not beacon.position:
        return None
    same = row["heard_session"] == beacon.session
    since = row["session_since"] if same else session_since(at, last_report_at=row["heard_at"], opened_at=opened_at)
    counted = row["session_seconds"] if same else 0
    seconds = (row["duration_ms"] or 0) // 1000
    allowed = allowance(at, since=since, counted=counted)
    judged = judge(parse(row["watched"] or ""), reported, duration=seconds, allowance=allowed)
    newest = not same or beacon.sequence > row["heard_sequence"]
    if not newest and not judged.added_seconds:
        return None
    row |= {"watched": printed(judged.ranges), "watched_seconds": total(judged.ranges), "heard_at": at}
    row |= {"session_since": since, "session_seconds": counted + judged.added_seconds}
    if newest:
        row |= {"heard_session": beacon.session, "heard_sequence": beacon.sequence}
        row |= {"resume_ms": min(int(beacon.position * 1000), seconds * 1000)}
    return judged


_SAVE = """
    INSERT INTO lesson_progress (enrollment, lesson, created_at, opened_at, watched, watched_seconds, refused_seconds,
        resume_ms, heard_at, heard_session, heard_sequence, session_since, session_seconds, done_at)
    VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
    ON CONFLICT (enrollment, lesson) DO UPDATE SET watched = excluded.watched,
        watched_seconds = excluded.watched_seconds, resume_ms = excluded.resume_ms, heard_at = excluded.heard_at,
        refused_seconds = lesson_progress.refused_seconds + excluded.refused_seconds,
        heard_session = excluded.heard_session, heard_sequence = excluded.heard_sequence,
        session_since = excluded.session_since, session_seconds = excluded.session_seconds,
        opened_at = coalesce(lesson_progress.opened_at, excluded.opened_at),
        done_at = coalesce(lesson_progress.done_at, excluded.done_at)
    WHERE lesson_progress.watched = {} AND lesson_progress.heard_sequence = {}
    RETURNING id
"""
_SAVED = (
    "watched", "watched_seconds", "refused_seconds", "resume_ms", "heard_at", "heard_session", "heard_sequence",
    "session_since", "session_seconds", "done_at",
)  # fmt: skip


async def _save_heard(row: dict[str, Any], at: datetime, *, judged: Judged, before: tuple[str, int]) -> bool:
    """One statement, so that reports of many learners share a commit; False = another window was faster.

    `before`: played seconds and sequence as they were read.
    """
    new = row | {"refused_seconds": judged.refused_seconds, "done_at": None if parts_left(step_from(row)) else at}
    values = [new[name] for name in _SAVED]
    return bool(await LessonProgress.raw(_SAVE, row["enrollment_id"], row["lesson_id"], at, at, *values, *before))
