"""Questions with their keys, read from the database for the rules that show, mark and explain them."""

from collections.abc import Sequence

import msgspec

from courses.authoring.rows import questions
from courses.authoring.tables import Question as QuestionRow
from courses.content.model import Question, Stimulus
from courses.learning.rules.key_fixes import KeyFix

_BANK = f"SELECT {questions.COLUMNS} FROM question q LEFT JOIN choice c ON c.question = q.id"
_ORDER = "ORDER BY q.id, c.position"
_STIMULI = """
    SELECT v.stimuli FROM attempt t JOIN enrollment e ON e.id = t.enrollment JOIN course_version v ON v.id = e.version
    WHERE t.id = {}
"""


async def questions_of(ids: Sequence[int]) -> dict[int, Question]:
    """The questions with these ids, by id; in one statement, or none."""
    return await _found(f"q.id IN ({_marks(ids)})", *ids) if ids else {}


async def questions_named(lesson_id: int, keys: Sequence[str]) -> dict[str, Question]:
    """The questions with these keys in the version of a lesson, by key; in one statement, or none."""
    if not keys:
        return {}
    where = f"q.version = (SELECT version FROM lesson WHERE id = {{}}) AND q.key IN ({_marks(keys)})"
    found = await _found(where, lesson_id, *keys)
    return {question.key: question for question in found.values()}


async def questions_asked(attempt_id: int) -> dict[int, Question]:
    """All questions of an attempt, by id; in one statement."""
    return await _found("q.id IN (SELECT i.question FROM attempt_item i WHERE i.attempt = {})", attempt_id)


async def fixes_of(ids: Sequence[int]) -> dict[int, tuple[KeyFix, ...]]:
    """The corrections of these questions' keys, oldest first, by question; in one statement, or none."""
    found: dict[int, tuple[KeyFix, ...]] = {}
    if ids:
        text = f"SELECT question, answer FROM key_fix WHERE question IN ({_marks(ids)}) ORDER BY id"
        for row in await QuestionRow.raw(text, *ids):
            fix = msgspec.json.decode(row["answer"], type=KeyFix)
            found[row["question"]] = (*found.get(row["question"], ()), fix)
    return found


async def stimuli_for(attempt_id: int) -> dict[str, Stimulus]:
    """The situations of the course version an attempt belongs to, by key; in one statement."""
    rows = await QuestionRow.raw(_STIMULI, attempt_id)
    shared = msgspec.json.decode(rows[0]["stimuli"] if rows else "[]", type=tuple[Stimulus, ...])
    return {stimulus.key: stimulus for stimulus in shared}


async def _found(where: str, *values: object) -> dict[int, Question]:
    return dict(questions.from_rows(await QuestionRow.raw(f"{_BANK} WHERE {where} {_ORDER}", *values)))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("{}" for _ in values)
