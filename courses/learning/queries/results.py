"""How a sent attempt went: by objective, missed ones first, and the answers only where the author allows it."""

from datetime import datetime
from typing import Any

import msgspec

from academy.actor import Actor
from academy.db.work import reading
from courses.content.model import Objective, Question
from courses.learning.access import AttemptRow, attempt_for
from courses.learning.bank import fixes_of, questions_asked
from courses.learning.rules import attempts as rules
from courses.learning.rules.feedback import Shows, shown
from courses.learning.rules.grading import Marked, points_needed, points_text
from courses.learning.rules.key_fixes import KeyFix, corrected, worth_now
from courses.learning.rules.kinds import FULL, Given, given_in, reached_per_mille, right_words, words
from courses.learning.standing import sittings
from courses.learning.tables import AttemptItem


class ObjectiveRow(msgspec.Struct, frozen=True):
    """One objective with the points it brought (`exactly`: parts of points included), and where it is taught."""

    id: str
    text: str
    points: int
    exactly: str
    possible: int
    lesson: str
    href: str

    @property
    def is_missed(self) -> bool:
        return self.points < self.possible


class ReasonRow(msgspec.Struct, frozen=True):
    """A question after the key may be shown: the answer given, what it is told, the right one, and why."""

    position: int
    stem: str
    given: tuple[str, ...]
    right: tuple[str, ...]
    is_right: bool
    told: tuple[str, ...]
    explanation: str
    sources: tuple[str, ...]


class MarkRow(msgspec.Struct, frozen=True):
    """A question with the answer given and whether it was right: all that a quiz may tell before its key is shown."""

    position: int
    stem: str
    given: tuple[str, ...]
    is_right: bool


class Raised(msgspec.Struct, frozen=True):
    """How a correction of a key raised the result after it was graded: percent before and now, when and why."""

    old_percent: int
    percent: int
    points: int
    thousandths: int
    passed: bool
    at: datetime
    reason: str


class ResultPage(msgspec.Struct, frozen=True, kw_only=True):
    """A graded attempt. Empty is what its quiz does not show yet: `objectives`, `marks`, and `reasons` with the key."""

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
    exactly: str
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
    marks: tuple[MarkRow, ...] = ()
    raised: Raised | None = None


async def result_page(actor: Actor, code: str) -> ResultPage | None:
    """The result of a closed attempt; None while it is open. The key leaves the database only where it may be shown."""
    async with reading():
        attempt = await attempt_for(actor, code)
        if attempt.state == "open":
            return None
        raised = await _raised(attempt.id)
        if raised:
            better = {"percent": raised.percent, "passed": raised.passed, "points": raised.points}
            attempt = msgspec.structs.replace(attempt, **better)
        past = await sittings(attempt.enrollment_id, attempt.quiz_id)
        items = await AttemptItem.raw(_ITEMS, attempt.id)
        items = await _as_raised(attempt.id, items) if raised else items
        taught = await _taught(attempt.lesson_id)
        shows = shown(attempt.terms.reveal, attempt.terms.after_sending, attempt.phase(past))
        reasons = await _reasons(attempt.id) if shows >= Shows.MARKS else ()
    exactly = points_text(raised.thousandths if raised else sum(_thousandths(row) for row in items))
    objectives = _objectives(attempt, items, taught) if shows >= Shows.OBJECTIVES else ()
    page = _page(attempt, past, objectives, reasons if shows == Shows.KEY else ())
    told = () if page.reasons else reasons
    marks = tuple(MarkRow(row.position, row.stem, row.given, row.is_right) for row in told)
    return msgspec.structs.replace(page, exactly=exactly, raised=raised, marks=marks)


async def _raised(attempt_id: int) -> Raised | None:
    rows = await AttemptItem.raw(_RAISED, attempt_id)
    return Raised(**rows[0] | {"passed": bool(rows[0]["passed"])}) if rows else None


_RAISED = """
    SELECT t.percent AS old_percent, g.percent, g.points, g.thousandths, g.passed, k.created_at AS at, k.reason
    FROM regrade_line g JOIN key_fix k ON k.id = g.fix JOIN attempt t ON t.id = g.attempt
    WHERE g.attempt = {} ORDER BY g.id DESC LIMIT 1
"""


async def _as_raised(attempt_id: int, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What each item is worth by the corrected keys, so that its objective agrees with the raised result."""
    questions = await questions_asked(attempt_id)
    fixes = await fixes_of(tuple(questions))
    worth = [worth_now(questions[row["question"]], fixes.get(row["question"], ()), given_in(row)) for row in items]
    graded = [reached_per_mille(row, row["possible"]) or 0 for row in items]
    return [row | {"per_mille": max(pair)} for row, *pair in zip(items, worth, graded, strict=True)]


def _thousandths(row: dict[str, Any]) -> int:
    return Marked(row["possible"], reached_per_mille(row, row["possible"]) or 0).thousandths


_ITEMS = """
    SELECT q.objective, q.points AS possible, r.points, r.per_mille, i.question, r.chosen, r.given
    FROM attempt_item i JOIN question q ON q.id = i.question LEFT JOIN response r ON r.item = i.id
    WHERE i.attempt = {} ORDER BY i.position
"""
_GIVEN = """
    SELECT i.position, i.question, r.chosen, r.given FROM attempt_item i LEFT JOIN response r ON r.item = i.id
    WHERE i.attempt = {} ORDER BY i.position
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
        sums[0] += _thousandths(row)
        sums[1] += row["possible"]
    rows = [_objective(attempt, name, sums, taught.get(name)) for name, sums in points.items()]
    return tuple(sorted(rows, key=lambda row: (not row.is_missed, row.id)))


def _objective(attempt: AttemptRow, name: str, sums: list[int], place: tuple[str, str, str] | None) -> ObjectiveRow:
    text, lesson, key = place or ("What this quiz asks", attempt.lesson_title, attempt.lesson_key)
    href = f"/enrollments/{attempt.enrollment_code}/lessons/{key}"
    return ObjectiveRow(name, text, sums[0] // FULL, points_text(sums[0]), sums[1], lesson, href)


async def _reasons(attempt_id: int) -> tuple[ReasonRow, ...]:
    questions = await questions_asked(attempt_id)
    fixes = await fixes_of(tuple(questions))
    rows = await AttemptItem.raw(_GIVEN, attempt_id)
    return tuple(
        _reason(row["position"], questions[row["question"]], fixes.get(row["question"], ()), given_in(row))
        for row in rows
    )


def _reason(position: int, asked: Question, fixes: tuple[KeyFix, ...], given: Given) -> ReasonRow:
    question = corrected(asked, fixes[-1]) if fixes else asked
    return ReasonRow(
        position=position,
        stem=question.stem,
        given=words(question, given),
        right=right_words(question),
        is_right=worth_now(asked, fixes, given) == FULL,
        told=tuple(choice.feedback for choice in question.choices if choice.feedback and choice.key in given),
        explanation=question.explanation,
        sources=question.sources,
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
        headline=_headline(attempt, objectives),
        points=attempt.points or 0,
        exactly="",
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


def _headline(attempt: AttemptRow, objectives: tuple[ObjectiveRow, ...]) -> str:
    missed = sum(1 for row in objectives if row.is_missed)
    if attempt.passed:
        return "Passed. Every objective is solid." if objectives and not missed else "Passed."
    if not objectives:
        return "Almost there." if (attempt.percent or 0) >= 50 else "Not yet."
    again = "One objective" if missed == 1 else f"{missed} objectives"
    return (
        f"Almost there. {again} to look at again."
        if (attempt.percent or 0) >= 50
        else f"Not yet. {again} to look at again."
    )
