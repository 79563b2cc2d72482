"""Sending an attempt, by the learner or by its deadline: graded once, then frozen."""

from datetime import datetime
from enum import StrEnum

from academy import clock
from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import is_sqlite, move_row, writing
from academy.record_log import log
from courses.content.model import Question
from courses.learning.access import AttemptRow, attempt_for, attempts_over
from courses.learning.actions.completions import settle
from courses.learning.actions.lessons import mark
from courses.learning.bank import fixes_of, questions_asked
from courses.learning.records import ATTEMPT
from courses.learning.rules import attempts as rules
from courses.learning.rules.grading import Grade, Marked, grade
from courses.learning.rules.key_fixes import KeyFix, worth_now
from courses.learning.rules.kinds import Given, given_in
from courses.learning.rules.outages import MOST
from courses.learning.standing import step_row_of_quiz
from courses.learning.tables import Attempt, AttemptItem, Response

_AT_ONCE = 100


class Audited(StrEnum):
    """What sending an attempt writes into the audit log."""

    SUBMITTED = "learning:attempt:submit"
    TIMED_OUT = "learning:attempt:time_out"


async def submit(actor: Actor, *, code: str, waiting: int = 0) -> None:
    """Send an attempt and grade it. Sending twice changes nothing.

    waiting: how many of its answers the sender still keeps to itself. Raises NotFound, AnswersWaiting.
    """
    async with writing():
        attempt = await attempt_for(actor, code)
        if attempt.state == "open":
            at = clock.now()
            rules.require_all_here(waiting, over=attempt.is_over(at))
            await close(actor, attempt, at)


async def close_late() -> int:
    """Grade open attempts whose time is over with what was answered; gives how many. A bounded number at once.

    It waits as long as an outage that is not told yet could give back, so that nobody comes back to a closed quiz.
    """
    until = clock.now() - MOST
    late = [attempt for attempt in await attempts_over(until, _AT_ONCE) if attempt.is_over(until)]
    for attempt in late:
        async with writing():
            await close(None, attempt, clock.now())
    return len(late)


async def close(actor: Actor | None, attempt: AttemptRow, at: datetime) -> None:
    """Grade with what was answered: first the answers, since those of a graded attempt are frozen."""
    if not await hold(attempt.id):
        return
    answers = await _answers(attempt.id)
    result = grade(tuple(marked for _, marked in answers), pass_percent=attempt.terms.pass_percent)
    for response_id, marked in answers:
        if response_id is not None:
            await Response.update({Response.points: marked.reached, Response.per_mille: marked.per_mille}).where(
                Response.id == response_id
            )
    late = attempt.is_over(at)
    await _move_to_graded(attempt, result, attempt.deadline if late and attempt.deadline else at)
    verb = Audited.TIMED_OUT if late else Audited.SUBMITTED
    subject = Subject("attempt", attempt.id, attempt.site_id)
    await record(actor, verb, subject, percent=result.percent, passed=result.passed)
    await log(ATTEMPT, attempt.id)
    if result.passed:
        await mark(await step_row_of_quiz(attempt.enrollment_id, attempt.quiz_id), at, "quiz_passed_at")
        await settle(attempt.enrollment_id)


async def hold(attempt_id: int) -> bool:
    """Wait for answers on their way in and let no later one pass; whether the attempt is still open then.

    On SQLite the transaction alone keeps everybody else waiting.
    """
    lock = "" if is_sqlite() else " FOR UPDATE"
    rows = await Attempt.raw("SELECT id FROM attempt WHERE id = {} AND state = 'open'" + lock, attempt_id)
    return bool(rows)


async def _move_to_graded(attempt: AttemptRow, result: Grade, at: datetime) -> None:
    await move_row(
        Attempt.state, attempt.id, old="open", new=rules.MOVES["open", "submit"], submitted_at=at,
        points=result.points, possible=result.possible, percent=result.percent, passed=result.passed,
    )  # fmt: skip


_ANSWERS = """
    SELECT i.question, r.id AS response_id, r.chosen, r.given
    FROM attempt_item i LEFT JOIN response r ON r.item = i.id
    WHERE i.attempt = {} ORDER BY i.position
"""


async def _answers(attempt_id: int) -> list[tuple[int | None, Marked]]:
    """Every item in order with what its answer is worth, and the id of the answer's row if there is one."""
    questions = await questions_asked(attempt_id)
    fixes = await fixes_of(tuple(questions))
    return [
        (row["response_id"], _marked(questions[row["question"]], fixes.get(row["question"], ()), given_in(row)))
        for row in await AttemptItem.raw(_ANSWERS, attempt_id)
    ]


def _marked(question: Question, fixes: tuple[KeyFix, ...], given: Given) -> Marked:
    return Marked(question.points, worth_now(question, fixes, given))
