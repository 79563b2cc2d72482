"""Putting right a key that was wrong: every attempt it raises is written down, and who passes now goes on."""

from enum import StrEnum

import msgspec

from academy import clock
from academy.actor import Actor
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import writing
from academy.errors import Invalid, NotFound
from academy.jobs import enqueue, job
from academy.record_log import log
from courses.authoring.tables import Question as QuestionRow
from courses.content.model import Question
from courses.learning.actions.completions import settle
from courses.learning.actions.lessons import mark
from courses.learning.bank import fixes_of, questions_of
from courses.learning.records import KEY_FIX
from courses.learning.rules.key_fixes import KeyFix, require_fix
from courses.learning.standing import step_row_of_quiz
from courses.learning.tables import KeyFix as KeyFixRow
from courses.learning.tables import RegradeLine
from courses.regrading.lines import Line, raised_by
from courses.regrading.queries import published


class Audited(StrEnum):
    """What a correction writes into the audit log."""

    FIXED = "regrading:key:fix"
    PASSED = "regrading:attempt:pass"


class Asked(msgspec.Struct, frozen=True):
    """A published question with its id, the corrections so far, and the version it belongs to."""

    id: int
    question: Question
    fixes: tuple[KeyFix, ...]
    path: str
    title: str
    number: int


async def asked_in(actor: Actor, slug: str, number: int, key: str) -> Asked:
    """A question of a version that was published. Raises NotFound, also for drafts."""
    version = await published(actor, slug, number)
    row = (
        await QuestionRow.select(QuestionRow.id)
        .where(QuestionRow.version == version.id, QuestionRow.key == key)
        .first()
    )
    if row is None:
        raise NotFound()
    found = await questions_of([row["id"]])
    fixes = (await fixes_of([row["id"]])).get(row["id"], ())
    return Asked(row["id"], found[row["id"]], fixes, version.path, version.title, version.number)


async def fix_key(actor: Actor, asked: Asked, *, fix: KeyFix, reason: str) -> tuple[str, tuple[Line, ...]]:
    """Correct the key of a question, and raise the attempts that are worth more by it; nobody's result falls.

    Gives the correction's code and what it raised. Raises NoFix, and Invalid without a reason.
    """
    require_fix(asked.question, fix)
    if not reason:
        raise Invalid(fields={"reason": "Say what was wrong with the key. It stands beside every result it changes."})
    async with writing():
        before = (await fixes_of([asked.id])).get(asked.id, ())
        row = KeyFixRow(
            code=new_code(), question=asked.id, answer=msgspec.json.encode(fix).decode(), reason=reason, by=actor.id
        )
        await KeyFixRow.insert(row)
        lines = await raised_by(asked.id, asked.question, fix, before)
        if lines:
            await RegradeLine.insert(*(_row(row.id, line) for line in lines))
        passing = sum(line.passes_now for line in lines)
        subject = Subject("question", asked.id)
        await record(actor, Audited.FIXED, subject, reason=reason, raised=len(lines), passing=passing, fix=row.code)
        await log(KEY_FIX, row.id)
        await enqueue(settle_raised, row.id)
    return row.code, lines


def _row(fix_id: int, line: Line) -> RegradeLine:
    return RegradeLine(
        fix=fix_id, attempt=line.attempt_id, old_percent=line.old_percent, old_passed=line.old_passed,
        thousandths=line.thousandths, points=line.points, percent=line.percent, passed=line.passed,
    )  # fmt: skip


_PASSING = """
    SELECT t.id AS attempt, t.enrollment, t.quiz, e.site FROM regrade_line g JOIN attempt t ON t.id = g.attempt
        JOIN enrollment e ON e.id = t.enrollment JOIN quiz z ON z.id = t.quiz
        LEFT JOIN lesson_progress p ON p.enrollment = t.enrollment AND p.lesson = z.lesson
    WHERE g.fix = {} AND g.passed AND NOT g.old_passed AND p.quiz_passed_at IS NULL ORDER BY t.id
"""


@job("regrading.settle_raised")
async def settle_raised(fix_id: int) -> None:
    """Let everybody go on who passes by a correction, each in a transaction of their own. May run twice."""
    rows = await RegradeLine.raw(_PASSING, fix_id)
    for row in rows:
        async with writing():
            step = await step_row_of_quiz(row["enrollment"], row["quiz"])
            if step["quiz_passed_at"] is None:
                await mark(step, clock.now(), "quiz_passed_at")
                await record(None, Audited.PASSED, Subject("attempt", row["attempt"], row["site"]), fix=fix_id)
                await settle(row["enrollment"])
