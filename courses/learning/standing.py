"""How far learners are, read from the database into the steps the rules decide on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from academy.errors import NotFound
from courses.learning.rules.attempts import Sitting
from courses.learning.rules.completion import QuizStanding, Step
from courses.learning.rules.intervals import stored, watched_percent
from courses.learning.tables import Attempt, Enrollment, LessonProgress

STEP_COLUMNS = """
    e.id AS enrollment_id, e.code AS enrollment_code, e.state AS enrollment_state, l.id AS lesson_id, l.key, l.number,
    l.title, l.kind, l.minutes, m.key AS module_key, m.title AS module_title, l.minimum_watch_percent,
    l.takes_law, l.asset AS asset_id, a.duration_ms,
    CASE WHEN a.state = 'failed' AND l.deck <> '' THEN 1 ELSE 0 END AS reads_slides,
    CASE WHEN l.body = '' THEN 0 ELSE 1 END AS has_text,
    CASE WHEN l.scenario = 'null' THEN 0 ELSE 1 END AS has_scenario, p.watched, p.watched_seconds, p.resume_ms,
    p.opened_at, p.heard_at, p.heard_session, p.heard_sequence, p.session_since,
    p.session_seconds, p.active_s, p.read_at, p.scenario_at, p.quiz_passed_at, p.done_at,
    l.stops, l.stops_required, l.seek_lock,
    CASE WHEN l.stops = '[]' THEN 0 ELSE (SELECT count(*) FROM stop_answer w
        WHERE w.enrollment = e.id AND w.lesson = l.id) END AS stops_answered,
    CASE WHEN l.stops = '[]' THEN 0 ELSE (SELECT count(*) FROM stop_answer w
        WHERE w.enrollment = e.id AND w.lesson = l.id AND w.is_right) END AS stops_right,
    q.id AS quiz_id, q.pass_percent,
    q.picked + coalesce((SELECT sum(d.count) FROM quiz_draw d WHERE d.quiz = q.id), 0) AS questions,
    (SELECT max(coalesce((SELECT max(g.percent) FROM regrade_line g WHERE g.attempt = t.id), t.percent))
        FROM attempt t WHERE t.enrollment = e.id AND t.quiz = q.id AND t.state = 'graded') AS best_percent,
    (SELECT max(coalesce((SELECT max(g.points) FROM regrade_line g WHERE g.attempt = t.id), t.points))
        FROM attempt t WHERE t.enrollment = e.id AND t.quiz = q.id AND t.state = 'graded') AS best_points
"""
STEP_TABLES = """
    FROM enrollment e JOIN lesson l ON l.version = e.version JOIN module m ON m.id = l.module
        LEFT JOIN lesson_progress p ON p.enrollment = e.id AND p.lesson = l.id
        LEFT JOIN media_asset a ON a.id = l.asset LEFT JOIN quiz q ON q.lesson = l.id
"""


async def steps_of(enrollment_ids: Sequence[int]) -> dict[int, tuple[Step, ...]]:
    """The steps of each enrollment in course order, in one statement however many there are."""
    if not enrollment_ids:
        return {}
    marks = ", ".join("{}" for _ in enrollment_ids)
    where = f"WHERE e.id IN ({marks}) ORDER BY e.id, m.position, l.position, l.id"
    rows = await Enrollment.raw(f"SELECT {STEP_COLUMNS} {STEP_TABLES} {where}", *enrollment_ids)
    found: dict[int, list[Step]] = {enrollment_id: [] for enrollment_id in enrollment_ids}
    for row in rows:
        found[row["enrollment_id"]].append(step_from(row))
    return {enrollment_id: tuple(steps) for enrollment_id, steps in found.items()}


async def step_row_for(person_id: int, code: str, key: str) -> dict[str, Any]:
    """One lesson of a person's own enrollment, as a row for `step_from`, or NotFound."""
    return await _own_row(f"SELECT {STEP_COLUMNS} {STEP_TABLES}", person_id, code, key)


async def watching_row_for(person_id: int, code: str, key: str) -> dict[str, Any]:
    """The same with the person's clock: the moments paid with and those active (`paid`, `active`, `revision`).

    Raises NotFound.
    """
    budget = "LEFT JOIN watch_budget b ON b.person = e.person"
    selected = f"SELECT {STEP_COLUMNS}, b.paid, b.active, b.revision {STEP_TABLES} {budget}"
    return await _own_row(selected, person_id, code, key)


async def _own_row(selected: str, person_id: int, code: str, key: str) -> dict[str, Any]:
    where = "WHERE e.code = {} AND e.person = {} AND l.key = {}"
    rows = await LessonProgress.raw(f"{selected} {where}", code, person_id, key)
    if not rows:
        raise NotFound()
    row: dict[str, Any] = rows[0]
    return row


async def step_row_of_quiz(enrollment_id: int, quiz_id: int) -> dict[str, Any]:
    """The lesson of an enrollment that a quiz belongs to, as a row for `step_from`."""
    where = "WHERE e.id = {} AND q.id = {}"
    rows = await LessonProgress.raw(f"SELECT {STEP_COLUMNS} {STEP_TABLES} {where}", enrollment_id, quiz_id)
    row: dict[str, Any] = rows[0]
    return row


async def sittings(enrollment_id: int, quiz_id: int) -> tuple[Sitting, ...]:
    """All attempts of an enrollment at a quiz; one that a correction of a key raised over the mark counts as passed."""
    rows = await Attempt.raw(_SITTINGS, enrollment_id, quiz_id)
    return tuple(Sitting(**row | {"passed": None if row["passed"] is None else bool(row["passed"])}) for row in rows)


_SITTINGS = """
    SELECT t.number, t.state, t.submitted_at,
        t.passed OR EXISTS (SELECT 1 FROM regrade_line g WHERE g.attempt = t.id AND g.passed) AS passed
    FROM attempt t WHERE t.enrollment = {} AND t.quiz = {}
"""


def step_from(row: dict[str, Any]) -> Step:
    """A row of the step query as the rules see it."""
    seconds = (row["duration_ms"] or 0) // 1000
    return Step(
        lesson_id=row["lesson_id"],
        key=row["key"],
        number=row["number"],
        title=row["title"],
        kind=row["kind"],
        minutes=row["minutes"],
        takes_law=bool(row["takes_law"]),
        module_key=row["module_key"],
        module_title=row["module_title"],
        has_lecture=row["asset_id"] is not None,
        lecture_seconds=seconds,
        reads_slides=bool(row["reads_slides"]),
        minimum_watch_percent=row["minimum_watch_percent"],
        watched_seconds=row["watched_seconds"] or 0,
        watched_percent=watched_percent(stored(row["watched"] or ""), seconds),
        resume_ms=row["resume_ms"] or 0,
        has_text=bool(row["has_text"]),
        read_at=row["read_at"],
        has_scenario=bool(row["has_scenario"]),
        scenario_at=row["scenario_at"],
        stops=len(msgspec.json.decode(row["stops"])),
        stops_required=bool(row["stops_required"]),
        stops_answered=row["stops_answered"],
        stops_right=row["stops_right"],
        quiz=_quiz_from(row),
        active_seconds=row["active_s"],
        touched_at=_latest(row, "opened_at", "heard_at", "read_at", "scenario_at"),
        done_at=row["done_at"],
    )


def _quiz_from(row: dict[str, Any]) -> QuizStanding | None:
    if row["quiz_id"] is None:
        return None
    return QuizStanding(
        questions=int(row["questions"] or 0),
        pass_percent=row["pass_percent"],
        passed=row["quiz_passed_at"] is not None,
        best_percent=None if row["best_percent"] is None else int(row["best_percent"]),
        best_points=None if row["best_points"] is None else int(row["best_points"]),
    )


def _latest(row: dict[str, Any], *names: str) -> datetime | None:
    moments = [row[name] for name in names if row[name] is not None]
    return max(moments) if moments else None
