"""Sitting a quiz: the page before it, one question a page, and the review before sending. Never the key."""

from datetime import datetime
from typing import Any

import msgspec

from academy import clock
from academy.actor import Actor
from academy.db.work import reading
from academy.errors import NotFound, Refusal
from courses.authoring.tables import Quiz
from courses.learning.access import AttemptRow, EnrollmentRow, attempt_for, enrollment_for
from courses.learning.rules import attempts as rules
from courses.learning.rules.completion import NotYetOpen, Step, require_exam_open
from courses.learning.rules.grading import points_needed
from courses.learning.standing import sittings, steps_of
from courses.learning.tables import Attempt, AttemptItem


class PastAttempt(msgspec.Struct, frozen=True):
    """An earlier attempt, to look at again."""

    number: int
    percent: int | None
    passed: bool | None
    submitted_at: datetime | None
    href: str


class QuizPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a quiz asks, before it starts. `hindrance` says why it cannot start now; `open_href` goes on with one."""

    enrollment_path: str
    lesson_path: str
    course: str
    name: str
    title: str
    body: str
    is_final: bool
    questions: int
    needed: int
    terms: rules.QuizTerms
    attempts_left: int | None
    past: tuple[PastAttempt, ...]
    open_href: str
    action: str
    hindrance: str
    opens_at: datetime | None
    passed: bool


class ChoiceRow(msgspec.Struct, frozen=True):
    """An answer as offered."""

    key: str
    body: str
    is_chosen: bool


class Square(msgspec.Struct, frozen=True):
    """A question in the navigator."""

    position: int
    href: str
    answered: bool
    flagged: bool
    stem: str = ""


class QuestionPage(msgspec.Struct, frozen=True, kw_only=True):
    """One question of an open attempt. `saved_at` is when the shown answer was kept."""

    path: str
    enrollment_path: str
    course: str
    name: str
    position: int
    count: int
    kind: str
    stem: str
    choices: tuple[ChoiceRow, ...]
    revision: int
    saved_at: datetime | None
    flagged: bool
    squares: tuple[Square, ...]
    deadline: datetime | None
    is_over: bool
    now: datetime

    @property
    def previous(self) -> str:
        return f"{self.path}/items/{self.position - 1}" if self.position > 1 else ""

    @property
    def following(self) -> str:
        return f"{self.path}/items/{self.position + 1}" if self.position < self.count else f"{self.path}/review"


class ReviewPage(msgspec.Struct, frozen=True, kw_only=True):
    """All questions before sending: open ones first, then flagged, then the rest."""

    path: str
    enrollment_path: str
    course: str
    name: str
    squares: tuple[Square, ...]
    unanswered: int
    flagged: int
    deadline: datetime | None
    is_over: bool
    now: datetime


async def quiz_page(actor: Actor, code: str, key: str) -> QuizPage:
    """The page before a quiz or the exam; NotFound for a lesson without one."""
    async with reading():
        enrollment = await enrollment_for(actor, code)
        steps = (await steps_of([enrollment.id]))[enrollment.id]
        step = next((step for step in steps if step.key == key and step.quiz), None)
        if step is None:
            raise NotFound()
        quiz = await _quiz(step.lesson_id)
        past = await sittings(enrollment.id, quiz["id"])
        codes = await Attempt.select(Attempt.number, Attempt.code, Attempt.percent).where(
            Attempt.enrollment == enrollment.id, Attempt.quiz == quiz["id"]
        )
    return _quiz_page(enrollment, steps, step, (quiz, past, {row["number"]: row for row in codes}))


async def question_page(actor: Actor, code: str, position: int | None = None) -> QuestionPage | None:
    """A question of an open attempt, by default the first without an answer; None once the attempt is closed."""
    async with reading():
        attempt = await attempt_for(actor, code)
        if attempt.state != "open":
            return None
        items = await AttemptItem.raw(_ITEMS, attempt.id)
        at = position or next((row["position"] for row in items if not row["chosen"]), 1)
        item = next((row for row in items if row["position"] == at), None)
        if item is None:
            raise NotFound()
        choices = await AttemptItem.raw("SELECT key, body FROM choice WHERE question = {}", item["question_id"])
    return _question_page(attempt, items, item, {row["key"]: row["body"] for row in choices})


async def review_page(actor: Actor, code: str) -> ReviewPage | None:
    """What is answered and what is not; None once the attempt is closed."""
    async with reading():
        attempt = await attempt_for(actor, code)
        if attempt.state != "open":
            return None
        items = await AttemptItem.raw(_ITEMS, attempt.id)
    squares = _squares(attempt, items)
    return ReviewPage(
        path=attempt.path,
        enrollment_path=f"/enrollments/{attempt.enrollment_code}",
        course=attempt.course_title,
        name=attempt.name,
        squares=tuple(sorted(squares, key=lambda square: (square.answered, not square.flagged, square.position))),
        unanswered=sum(1 for square in squares if not square.answered),
        flagged=sum(1 for square in squares if square.flagged),
        deadline=attempt.deadline,
        is_over=rules.is_over(attempt.deadline, clock.now()),
        now=clock.now(),
    )


_ITEMS = """
    SELECT i.position, i.flagged, i.choice_order, q.id AS question_id, q.kind, q.stem,
        r.chosen, r.revision, r.answered_at
    FROM attempt_item i JOIN question q ON q.id = i.question LEFT JOIN response r ON r.item = i.id
    WHERE i.attempt = {} ORDER BY i.position
"""
_QuizRows = tuple[dict[str, Any], tuple[rules.Sitting, ...], dict[int, dict[str, Any]]]


async def _quiz(lesson_id: int) -> dict[str, Any]:
    names = (Quiz.id, Quiz.title, Quiz.lesson.body.as_alias("body"))
    terms = (getattr(Quiz, name) for name in rules.QuizTerms.__struct_fields__)
    row = await Quiz.select(*names, *terms).where(Quiz.lesson == lesson_id).first()
    return row or {}


def _quiz_page(enrollment: EnrollmentRow, steps: tuple[Step, ...], step: Step, rows: _QuizRows) -> QuizPage:
    quiz, past, codes = rows
    terms = msgspec.convert(quiz, rules.QuizTerms)
    questions = step.quiz.questions if step.quiz else 0
    lesson_path = f"{enrollment.path}/lessons/{step.key}"
    open_number = next((sitting.number for sitting in past if sitting.state == "open"), None)
    hindrance = _hindrance(enrollment, steps, step, (terms, past))
    return QuizPage(
        enrollment_path=enrollment.path,
        lesson_path=lesson_path,
        course=enrollment.title,
        name=step.title if step.is_exam else f"Quiz for lesson {step.number or step.title}",
        title=quiz["title"],
        body=quiz["body"] if step.is_exam else "",
        is_final=terms.final,
        questions=questions,
        needed=points_needed(questions, terms.pass_percent),
        terms=terms,
        attempts_left=rules.attempts_left(terms, past),
        past=tuple(_past(sitting, codes[sitting.number]) for sitting in past if sitting.state == "graded"),
        open_href=f"/attempts/{codes[open_number]['code']}" if open_number else "",
        action=f"{lesson_path}/attempts",
        hindrance=hindrance.sentence if hindrance else "",
        opens_at=rules.opens_again(terms, past) if isinstance(hindrance, rules.CoolingOff) else None,
        passed=any(sitting.passed for sitting in past),
    )


def _hindrance(
    enrollment: EnrollmentRow,
    steps: tuple[Step, ...],
    step: Step,
    quiz: tuple[rules.QuizTerms, tuple[rules.Sitting, ...]],
) -> Refusal | None:
    """The refusal a start would meet now, asked of the same rules."""
    terms, past = quiz
    if any(sitting.state == "open" for sitting in past):
        return None
    try:
        if step.is_exam:
            require_exam_open(steps)
        rules.next_number(terms, past, clock.now())
    except (NotYetOpen, rules.AlreadyPassed, rules.NoAttemptsLeft, rules.CoolingOff) as refusal:
        return refusal
    return None if enrollment.is_open else rules.AttemptClosed("This course is closed for you; your record is kept.")


def _past(sitting: rules.Sitting, row: dict[str, Any]) -> PastAttempt:
    href = f"/attempts/{row['code']}/result"
    return PastAttempt(sitting.number, row["percent"], sitting.passed, sitting.submitted_at, href)


def _question_page(
    attempt: AttemptRow, items: list[dict[str, Any]], item: dict[str, Any], bodies: dict[str, str]
) -> QuestionPage:
    chosen = set((item["chosen"] or "").split(","))
    return QuestionPage(
        path=attempt.path,
        enrollment_path=f"/enrollments/{attempt.enrollment_code}",
        course=attempt.course_title,
        name=attempt.name,
        position=item["position"],
        count=len(items),
        kind=item["kind"],
        stem=item["stem"],
        choices=tuple(ChoiceRow(key, bodies[key], key in chosen) for key in item["choice_order"].split(",")),
        revision=item["revision"] or 0,
        saved_at=item["answered_at"],
        flagged=bool(item["flagged"]),
        squares=_squares(attempt, items),
        deadline=attempt.deadline,
        is_over=rules.is_over(attempt.deadline, clock.now()),
        now=clock.now(),
    )


def _squares(attempt: AttemptRow, items: list[dict[str, Any]]) -> tuple[Square, ...]:
    return tuple(
        Square(
            row["position"],
            f"{attempt.path}/items/{row['position']}",
            bool(row["chosen"]),
            bool(row["flagged"]),
            row["stem"],
        )
        for row in items
    )
