"""How a sent attempt went: by objective, missed ones first, and the answers only where the author allows it."""

from datetime import datetime
from typing import Any

import msgspec

from academy.actor import Actor
from academy.db.work import reading
from courses.content.model import Objective
from courses.learning.access import AttemptRow, attempt_for
from courses.learning.rules import attempts as rules
from courses.learning.rules.grading import points_needed
from courses.learning.standing import sittings
from courses.learning.tables import AttemptItem


class ObjectiveRow(msgspec.Struct, frozen=True):
    """One objective with the points it brought, and where it is taught."""

    id: str
    text: str
    points: int
    possible: int
    lesson: str
    href: str

    @property
    def is_missed(self) -> bool:
        return self.points < self.possible


class ReasonRow(msgspec.Struct, frozen=True):
    """A question after the key may be shown: the answer given, the right one, and why."""

    position: int
    stem: str
    given: tuple[str, ...]
    right: tuple[str, ...]
    is_right: bool
    explanation: str
    sources: tuple[str, ...]


class ResultPage(msgspec.Struct, frozen=True, kw_only=True):
    """A graded attempt. `reasons` is empty as long as the answers stay closed."""

    path: str
    enrollment_path: str
    lesson_path: str
    quiz_path: str
    course: str
    name: str
    number: int
    attempts_allowed: int
    attempts_left: int | None
    opens_at: datetime | None
    headline: str
    points: int
    possible: int
    percent: int
    pass_percent: int
    needed: int
    passed: bool
    is_final: bool
    state: str
    opened_at: datetime
    submitted_at: datetime
    timed_out: bool
    extended_s: int
    objectives: tuple[ObjectiveRow, ...]
    reasons: tuple[ReasonRow, ...]
    reveal: str
    attested_text: str
    attested_at: datetime | None


async def result_page(actor: Actor, code: str) -> ResultPage | None:
    """The result of a closed attempt; None while it is open. The key leaves the database only where it may be shown."""
    async with reading():
        attempt = await attempt_for(actor, code)
        if attempt.state == "open":
            return None
        past = await sittings(attempt.enrollment_id, attempt.quiz_id)
        items = await AttemptItem.raw(_ITEMS, attempt.id)
        taught = await _taught(attempt.lesson_id)
        passed = any(sitting.passed for sitting in past if sitting.state == "graded")
        last_used = rules.attempts_left(attempt.terms, past) == 0
        shown = rules.answers_shown(attempt.terms.reveal, passed=passed, last_used=last_used)
        reasons = await _reasons(attempt.id) if shown else ()
    return _page(attempt, past, _objectives(attempt, items, taught), reasons)


_ITEMS = """
    SELECT q.objective, q.points, q.critical, coalesce(r.points, 0) AS reached
    FROM attempt_item i JOIN question q ON q.id = i.question LEFT JOIN response r ON r.item = i.id
    WHERE i.attempt = {} ORDER BY i.position
"""
_KEY = """
    SELECT i.position, q.stem, q.explanation, q.sources, r.chosen, c.key, c.body, c.correct
    FROM attempt_item i JOIN question q ON q.id = i.question JOIN choice c ON c.question = q.id
        LEFT JOIN response r ON r.item = i.id
    WHERE i.attempt = {} ORDER BY i.position, c.position
"""


async def _taught(lesson_id: int) -> dict[str, tuple[str, str, str]]:
    """Objective id -> (its text, its lesson's name, its lesson's key), over the whole version."""
    rows = await AttemptItem.raw(
        "SELECT key, number, title, objectives FROM lesson WHERE version = (SELECT version FROM lesson WHERE id = {})",
        lesson_id,
    )
    found: dict[str, tuple[str, str, str]] = {}
    for row in rows:
        for objective in msgspec.json.decode(row["objectives"], type=tuple[Objective, ...]):
            found[objective.id] = (objective.text, f"{row['number']} {row['title']}".strip(), row["key"])
    return found


def _objectives(
    attempt: AttemptRow, items: list[dict[str, Any]], taught: dict[str, tuple[str, str, str]]
) -> tuple[ObjectiveRow, ...]:
    points: dict[str, list[int]] = {}
    for row in items:
        sums = points.setdefault(row["objective"], [0, 0])
        sums[0] += row["reached"]
        sums[1] += row["points"]
    rows = [_objective(attempt, name, sums, taught.get(name)) for name, sums in points.items()]
    return tuple(sorted(rows, key=lambda row: (not row.is_missed, row.id)))


def _objective(attempt: AttemptRow, name: str, sums: list[int], place: tuple[str, str, str] | None) -> ObjectiveRow:
    text, lesson, key = place or ("What this quiz asks", attempt.lesson_title, attempt.lesson_key)
    href = f"/enrollments/{attempt.enrollment_code}/lessons/{key}"
    return ObjectiveRow(name, text, sums[0], sums[1], lesson, href)


async def _reasons(attempt_id: int) -> tuple[ReasonRow, ...]:
    questions: dict[int, list[dict[str, Any]]] = {}
    for row in await AttemptItem.raw(_KEY, attempt_id):
        questions.setdefault(row["position"], []).append(row)
    return tuple(_reason(rows) for rows in questions.values())


def _reason(rows: list[dict[str, Any]]) -> ReasonRow:
    chosen = set((rows[0]["chosen"] or "").split(","))
    right = {row["key"] for row in rows if row["correct"]}
    return ReasonRow(
        position=rows[0]["position"],
        stem=rows[0]["stem"],
        given=tuple(row["body"] for row in rows if row["key"] in chosen),
        right=tuple(row["body"] for row in rows if row["key"] in right),
        is_right=chosen == right,
        explanation=rows[0]["explanation"],
        sources=msgspec.json.decode(rows[0]["sources"], type=tuple[str, ...]),
    )


def _page(
    attempt: AttemptRow,
    past: tuple[rules.Sitting, ...],
    objectives: tuple[ObjectiveRow, ...],
    reasons: tuple[ReasonRow, ...],
) -> ResultPage:
    possible = attempt.possible or 0
    submitted_at = attempt.submitted_at or attempt.opened_at
    return ResultPage(
        path=attempt.path,
        enrollment_path=f"/enrollments/{attempt.enrollment_code}",
        lesson_path=attempt.lesson_path,
        quiz_path=f"{attempt.lesson_path}/quiz",
        course=attempt.course_title,
        name=attempt.name,
        number=attempt.number,
        attempts_allowed=attempt.terms.attempts_allowed,
        attempts_left=rules.attempts_left(attempt.terms, past),
        opens_at=rules.opens_again(attempt.terms, past),
        headline=_headline(attempt, sum(1 for row in objectives if row.is_missed)),
        points=attempt.points or 0,
        possible=possible,
        percent=attempt.percent or 0,
        pass_percent=attempt.terms.pass_percent,
        needed=points_needed(possible, attempt.terms.pass_percent),
        passed=bool(attempt.passed),
        is_final=attempt.terms.final,
        state=attempt.state,
        opened_at=attempt.opened_at,
        submitted_at=submitted_at,
        timed_out=submitted_at == attempt.deadline,
        extended_s=attempt.extended_s,
        objectives=objectives,
        reasons=reasons,
        reveal=attempt.terms.reveal,
        attested_text=attempt.attested_text or "",
        attested_at=attempt.attested_at,
    )


def _headline(attempt: AttemptRow, missed: int) -> str:
    if attempt.passed:
        return "Passed. Every objective is solid." if not missed else "Passed."
    again = "One objective" if missed == 1 else f"{missed} objectives"
    return (
        f"Almost there. {again} to look at again."
        if (attempt.percent or 0) >= 50
        else f"Not yet. {again} to look at again."
    )
