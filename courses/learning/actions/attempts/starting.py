"""Beginning an attempt: what the quiz allows, which questions it draws, until when it is open."""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from academy import clock
from academy.accommodations.queries import accommodation_of
from academy.actor import Actor
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import insert_many, writing
from academy.errors import Conflict, NotFound
from courses.authoring.tables import Question, Quiz, QuizDraw
from courses.content.model import Pick
from courses.learning.access import EnrollmentRow, attempt_for, enrollment_for
from courses.learning.actions.attempts.sending import close
from courses.learning.actions.enrollments import begin
from courses.learning.actions.lessons import touch
from courses.learning.bank import questions_of
from courses.learning.early.noting import note_asked
from courses.learning.rules import attempts as rules
from courses.learning.rules.attestation import require_attested, words_for
from courses.learning.rules.completion import NotYetOpen, require_exam_open
from courses.learning.rules.enrollment import CannotMove
from courses.learning.rules.kinds import lay_out, stored_layout
from courses.learning.rules.selection import MAX_SEED, Candidate, draw
from courses.learning.standing import sittings, steps_of
from courses.learning.tables import Attempt, AttemptItem


class Audited(StrEnum):
    """What starting an attempt writes into the audit log."""

    STARTED = "learning:attempt:start"


async def start(actor: Actor, *, code: str, key: str, attests: bool = False) -> str:
    """Open an attempt at a lesson's quiz, or give the open one again; gives the attempt's code.

    attests: the learner states to be the person enrolled, which the final exam asks for. Raises NotFound, CannotMove,
    NotYetOpen for an exam before its lessons, AlreadyPassed, NoAttemptsLeft, CoolingOff, NotAttested.
    """
    try:
        async with writing():
            return await _start(actor, code, key, attests=attests)
    except NotYetOpen:
        await note_asked(actor, code=code, what="exam")
        raise


async def _start(actor: Actor, code: str, key: str, *, attests: bool) -> str:
    enrollment = await enrollment_for(actor, code)
    if not enrollment.is_open:
        raise CannotMove()
    quiz = await _quiz_of(enrollment, key)
    at = clock.now()
    open_code = await _still_open(actor, enrollment, quiz["id"], at)
    return open_code or await _open(actor, enrollment, quiz, at, attests=attests)


async def _quiz_of(enrollment: EnrollmentRow, key: str) -> dict[str, Any]:
    steps = (await steps_of([enrollment.id]))[enrollment.id]
    step = next((step for step in steps if step.key == key and step.quiz is not None), None)
    if step is None:
        raise NotFound()
    if step.is_exam:
        require_exam_open(steps)
    names = (Quiz.id, Quiz.lesson, Quiz.picks, *(getattr(Quiz, name) for name in rules.QuizTerms.__struct_fields__))
    quiz = await Quiz.select(*names).where(Quiz.lesson == step.lesson_id).first()
    return quiz or {}


async def _still_open(actor: Actor, enrollment: EnrollmentRow, quiz_id: int, at: datetime) -> str | None:
    """The code of the open attempt, unless its time is over: then it is graded and there is none."""
    code = await _open_code(enrollment.id, quiz_id)
    if code is None:
        return None
    attempt = await attempt_for(actor, code)
    if not attempt.is_over(at):
        return code
    await close(actor, attempt, at)
    return None


async def _open_code(enrollment_id: int, quiz_id: int) -> str | None:
    row = (
        await Attempt.select(Attempt.code)
        .where(Attempt.enrollment == enrollment_id, Attempt.quiz == quiz_id, Attempt.state == "open")
        .first()
    )
    return row["code"] if row else None


async def _open(actor: Actor, enrollment: EnrollmentRow, quiz: dict[str, Any], at: datetime, *, attests: bool) -> str:
    terms = msgspec.convert(quiz, rules.QuizTerms)
    number = rules.next_number(terms, await sittings(enrollment.id, quiz["id"]), at)
    require_attested(is_final=terms.final, attests=attests)
    stated = words_for(actor.name, enrollment.title) if terms.final else None
    seed = secrets.randbelow(MAX_SEED)
    drawn = await _draw(enrollment, quiz, seed)
    extra = (await accommodation_of(actor.id)).extra_time_percent
    closes_at = rules.deadline(terms, at, extra_time_percent=extra)
    attempt = Attempt(
        code=new_code(), enrollment=enrollment.id, quiz=quiz["id"], number=number, state="open", seed=seed,
        opened_at=at, deadline=closes_at, attested_text=stated, attested_at=at if stated else None,
    )  # fmt: skip
    made = await Attempt.insert(attempt).on_conflict(action="DO NOTHING")
    if not made:
        return await _other_windows_code(enrollment.id, quiz["id"])
    await insert_many(await _items(made[0]["id"], drawn, seed, shuffled=terms.shuffle_choices))
    await begin(enrollment.id, at)
    await touch(enrollment.id, quiz["lesson"], at)
    subject = Subject("attempt", made[0]["id"], enrollment.site_id)
    await record(actor, Audited.STARTED, subject, enrollment=enrollment.id, number=number)
    return attempt.code


async def _other_windows_code(enrollment_id: int, quiz_id: int) -> str:
    """The attempt another window opened in the same moment."""
    code = await _open_code(enrollment_id, quiz_id)
    if code is None:
        raise Conflict()
    return code


async def _draw(enrollment: EnrollmentRow, quiz: dict[str, Any], seed: int) -> tuple[int, ...]:
    draws = await QuizDraw.select(QuizDraw.pool, QuizDraw.count).where(QuizDraw.quiz == quiz["id"])
    picks = msgspec.json.decode(quiz["picks"], type=tuple[Pick, ...])
    seen = await AttemptItem.select(AttemptItem.question).where(
        AttemptItem.attempt.enrollment == enrollment.id, AttemptItem.attempt.quiz == quiz["id"]
    )
    candidates = await _candidates(enrollment.version_id)
    wanted = (*(Pick(**row) for row in draws), *picks)
    known = frozenset(row["question"] for row in seen)
    return draw(candidates, wanted, seed=seed, seen=known, shuffled=quiz["shuffle_questions"])


async def _candidates(version_id: int) -> tuple[Candidate, ...]:
    marks = (Question.id, Question.pool, Question.objective, Question.kind, Question.tags, Question.stimulus)
    rows = await Question.select(*marks).where(Question.version == version_id)
    return tuple(Candidate(**row | {"tags": msgspec.json.decode(row["tags"], type=tuple[str, ...])}) for row in rows)


async def _items(attempt_id: int, drawn: tuple[int, ...], seed: int, *, shuffled: bool) -> list[AttemptItem]:
    bank = await questions_of(drawn)
    items = []
    for position, question_id in enumerate(drawn, 1):
        question = bank[question_id]
        order, layout = stored_layout(question.kind, lay_out(question, seed, shuffled=shuffled))
        items.append(
            AttemptItem(attempt=attempt_id, position=position, question=question_id, choice_order=order, layout=layout)
        )
    return items
