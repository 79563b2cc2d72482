"""The keys of a published version, and the corrections that were made of them."""

from datetime import datetime
from typing import Any

import msgspec

from academy.actor import Actor, Permission
from academy.errors import NotFound
from courses.authoring.access import VersionRow, reviewed_version
from courses.authoring.tables import Question as QuestionRow
from courses.content.model import Question
from courses.learning.rules.key_fixes import KeyFix
from courses.learning.tables import KeyFix as KeyFixRow


class Correction(msgspec.Struct, frozen=True):
    """One correction: what is right since, when, by whom, why, and how many attempts it raised and let pass."""

    code: str
    right: str
    created_at: datetime
    by: str | None
    reason: str
    raised: int
    passing: int


class KeyLine(msgspec.Struct, frozen=True):
    """A question of a published version, and how often its key was corrected."""

    key: str
    pool: str
    stem: str
    corrections: int


class KeysPage(msgspec.Struct, frozen=True):
    """The questions of a published version, in the order of its pools."""

    version: VersionRow
    lines: tuple[KeyLine, ...]


_KEYS = """
    SELECT q.key, q.pool, q.stem, (SELECT count(*) FROM key_fix k WHERE k.question = q.id) AS corrections
    FROM question q WHERE q.version = {} ORDER BY q.pool, q.position, q.id
"""


async def keys_page(actor: Actor, slug: str, number: int) -> KeysPage:
    """The questions of a version that was published. Raises NotFound."""
    version = await published(actor, slug, number)
    return KeysPage(version, tuple(KeyLine(**row) for row in await QuestionRow.raw(_KEYS, version.id)))


async def published(actor: Actor, slug: str, number: int) -> VersionRow:
    """A version that was published, for those who may change what learners get. Raises NotFound."""
    version = await reviewed_version(actor, slug, number)
    if version.published_at is None or not actor.may(Permission.PUBLISH):
        raise NotFound()
    return version


_PAST = """
    SELECT k.code, k.answer, k.created_at, p.full_name AS by, k.reason, count(g.id) AS raised,
        coalesce(sum(CASE WHEN g.passed AND NOT g.old_passed THEN 1 ELSE 0 END), 0) AS passing
    FROM key_fix k LEFT JOIN person p ON p.id = k.by LEFT JOIN regrade_line g ON g.fix = k.id
    WHERE k.question = {} GROUP BY k.id, k.code, k.answer, k.created_at, p.full_name, k.reason ORDER BY k.id DESC
"""


async def corrections_of(question_id: int, question: Question) -> tuple[Correction, ...]:
    """All corrections of a question, newest first; one statement."""
    return tuple(_correction(row, question) for row in await KeyFixRow.raw(_PAST, question_id))


def _correction(row: dict[str, Any], question: Question) -> Correction:
    fix = msgspec.json.decode(row.pop("answer"), type=KeyFix)
    bodies = {choice.key: choice.body for choice in question.choices}
    named = (*(bodies.get(key, key) for key in fix.right), *fix.also)
    return Correction(right="" if fix.everybody else "; ".join(named), **row)
