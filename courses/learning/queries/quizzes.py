"""The page before a quiz or the exam: what it asks, what was tried, and why it may not start now."""

from datetime import datetime
from typing import Any

import msgspec

from academy import clock
from academy.actor import Actor
from academy.db.work import reading
from academy.errors import NotFound, Refusal
from courses.authoring.tables import Quiz
from courses.learning.access import EnrollmentRow, enrollment_for
from courses.learning.rules import attempts as rules
from courses.learning.rules.attestation import words_for
from courses.learning.rules.completion import NotYetOpen, Step, require_exam_open
from courses.learning.rules.grading import points_needed
from courses.learning.standing import sittings, steps_of
from courses.learning.tables import Attempt


class PastAttempt(msgspec.Struct, frozen=True):
    """An earlier attempt, to look at again."""

    number: int
    percent: int | None
    passed: bool | None
    submitted_at: datetime | None
    href: str


class QuizPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a quiz asks, before it starts. `hindrance` says why it cannot start now; `open_href` goes on with one.

    attestation: what a learner has to state before the final exam.
    """

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
    time_limit_minutes: int
    extra_time_percent: int
    attempts_left: int | None
    past: tuple[PastAttempt, ...]
    open_href: str
    action: str
    hindrance: str
    opens_at: datetime | None
    passed: bool
    attestation: str = ""
    errors: dict[str, str] = {}


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
    page = _quiz_page(enrollment, steps, step, (quiz, past, {row["number"]: row for row in codes}))
    words = words_for(actor.name, enrollment.title) if page.is_final else ""
    extra = actor.extra_time_percent
    minutes = int(rules.time_limit(page.terms, extra).total_seconds() // 60)
    return msgspec.structs.replace(page, attestation=words, time_limit_minutes=minutes, extra_time_percent=extra)


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
        time_limit_minutes=terms.time_limit_minutes,
        extra_time_percent=0,
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
