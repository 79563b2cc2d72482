"""Keeping answers: each one is stored durably when it is given, in one reading and one writing statement."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from academy import clock
from academy.actor import Actor
from academy.db.work import is_sqlite
from academy.errors import NotFound
from courses.learning.access import attempt_for
from courses.learning.rules import attempts as rules
from courses.learning.rules import kinds
from courses.learning.tables import AttemptItem, Response


class Answered(msgspec.Struct, frozen=True):
    """What the record says after an answer. `chosen`: in the names the page gave.

    `changed_elsewhere`: another window had answered since this one looked.
    """

    saved_at: datetime
    revision: int
    chosen: tuple[str, ...]
    changed_elsewhere: bool = False


async def answer(
    actor: Actor, *, code: str, position: int, chosen: Collection[str], revision: int | None = None
) -> Answered:
    """Record, or replace, the answer to one question of an open attempt; an empty answer takes it back.

    revision: the one the sender last saw; the last answer always wins, but both windows can be told. Raises NotFound,
    AttemptClosed, TooLate, NotOffered.
    """
    rows = await AttemptItem.raw(_ITEM, code, actor.id, position)
    if not rows:
        raise NotFound()
    row, at = rows[0], clock.now()
    item = rules.OpenItem(row["state"], row["deadline"], row["kind"], kinds.layout_in(row))
    kept = rules.accept_answer(item, tuple(chosen), at)
    lock = "" if is_sqlite() else " FOR SHARE"
    columns = kinds.stored_answer(item.kind, kept)
    saved = await Response.raw(_ANSWER.replace("LOCK", lock), row["id"], *columns, at, at, row["attempt_id"])
    if not saved:
        raise rules.AttemptClosed()
    elsewhere = revision is not None and revision != (row["revision"] or 0)
    tokens = kinds.RULES[item.kind].tokens(item.layout, kept)
    return Answered(at, saved[0]["revision"], tokens, elsewhere)


async def flag(actor: Actor, *, code: str, position: int, flagged: bool) -> None:
    """Mark a question to come back to, or take the mark away. Raises NotFound, AttemptClosed."""
    attempt = await attempt_for(actor, code)
    if attempt.state != "open":
        raise rules.AttemptClosed()
    changed = (
        await AttemptItem.update({AttemptItem.flagged: flagged})
        .where(AttemptItem.attempt == attempt.id, AttemptItem.position == position)
        .returning(AttemptItem.id)
    )
    if not changed:
        raise NotFound()


_ITEM = """
    SELECT i.id, i.choice_order, i.layout, t.id AS attempt_id, t.state, t.deadline, q.kind, r.revision
    FROM attempt t JOIN enrollment e ON e.id = t.enrollment JOIN attempt_item i ON i.attempt = t.id
        JOIN question q ON q.id = i.question LEFT JOIN response r ON r.item = i.id
    WHERE t.code = {} AND e.person = {} AND i.position = {}
"""
# The attempt is locked while its answer is stored, so that grading either sees the answer or lets none in.
_ANSWER = """
    INSERT INTO response (item, chosen, given, answered_at, created_at, revision)
    SELECT {}, {}, {}, {}, {}, 1 FROM attempt WHERE id = {} AND state = 'open'LOCK
    ON CONFLICT (item) DO UPDATE SET chosen = excluded.chosen, given = excluded.given,
        answered_at = excluded.answered_at, revision = response.revision + 1
    RETURNING revision
"""
