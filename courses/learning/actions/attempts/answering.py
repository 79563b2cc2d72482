"""Keeping answers: each one is stored durably when it is given, in one reading and one writing statement."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec

from academy import clock, settings
from academy.actor import Actor
from academy.db.work import is_sqlite
from academy.errors import Conflict, NotFound
from courses.learning.access import attempt_for
from courses.learning.rules import attempts as rules
from courses.learning.rules import kinds, operations
from courses.learning.rules.attempt_token import require_own
from courses.learning.tables import AttemptItem, Response

_TRIES = 10
"""Only devices that answer the same question in the same moment make each other try again."""


class Answered(msgspec.Struct, frozen=True):
    """What the record says after an answer. `chosen`: in the names the page gave.

    changed_elsewhere: another window had answered since this one looked; repeated: the answer had arrived before, or a
    later one of its device had, and nothing was changed.
    """

    saved_at: datetime
    revision: int
    chosen: tuple[str, ...]
    changed_elsewhere: bool = False
    repeated: bool = False


async def answer(
    actor: Actor,
    *,
    code: str,
    position: int,
    chosen: Collection[str],
    revision: int | None = None,
    op: str = "",
    token: str = "",
) -> Answered:
    """Record, or replace, the answer to one question of an open attempt; an empty answer takes it back.

    revision: the one the sender last saw; the last answer always wins, but both windows can be told. op: the number of
    the answer on its device; what was taken once is only answered again, also after the attempt was sent. token: proves
    whose answer it is. Raises NotFound, AttemptClosed, TooLate, NotOffered, and the refusals of operation and token.
    """
    at = clock.now()
    if token:
        require_own(token, attempt=code, person=actor.code, at=at, secret=settings.current().secret)
    for _ in range(_TRIES):
        row = await _item(actor, code, position)
        layout, known = kinds.layout_in(row), kinds.RULES[row["kind"]]
        if op and operations.is_known(row["ops"] or "", op):
            tokens = known.tokens(layout, kinds.given_in(row))
            return Answered(row["answered_at"], row["revision"], tokens, repeated=True)
        item = rules.OpenItem(row["state"], row["deadline"], row["kind"], layout, row["grace_seconds"])
        kept = rules.accept_answer(item, tuple(chosen), at)
        if saved := await _save(row, kinds.stored_answer(item.kind, kept), op, at):
            elsewhere = revision is not None and revision != (row["revision"] or 0)
            return Answered(at, saved, known.tokens(layout, kept), elsewhere)
    raise Conflict()


async def _item(actor: Actor, code: str, position: int) -> dict[str, Any]:
    rows: list[dict[str, Any]] = await AttemptItem.raw(_ITEM, code, actor.id, position)
    if not rows:
        raise NotFound()
    return rows[0]


async def _save(row: dict[str, Any], columns: tuple[str, str], op: str, at: datetime) -> int | None:
    """The revision it has now; None when the attempt was closed, or another device came first, since the row was read.

    columns: what `kinds.stored_answer` gives. An answer with a number must see every number taken before it; one
    without has nothing to compare.
    """
    known = row["ops"] or ""
    taken = operations.with_taken(known, op) if op else known
    lock = "" if is_sqlite() else " FOR SHARE"
    text = _ANSWER.replace("LOCK", lock).replace("TAKEN", _NUMBERED if op else "response.ops")
    values = (row["id"], *columns, at, at, taken, row["attempt_id"], *((known,) if op else ()))
    saved = await Response.raw(text, *values)
    if not (saved or op):
        raise rules.AttemptClosed()
    return saved[0]["revision"] if saved else None


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
    SELECT i.id, i.choice_order, i.layout, t.id AS attempt_id, t.state, t.deadline, q.kind, z.grace_seconds,
        r.revision, r.chosen, r.given, r.answered_at, r.ops
    FROM attempt t JOIN enrollment e ON e.id = t.enrollment JOIN attempt_item i ON i.attempt = t.id
        JOIN quiz z ON z.id = t.quiz JOIN question q ON q.id = i.question LEFT JOIN response r ON r.item = i.id
    WHERE t.code = {} AND e.person = {} AND i.position = {}
"""
_NUMBERED = "excluded.ops WHERE response.ops = {}"
# The attempt is locked while its answer is stored, so that grading either sees the answer or lets none in.
_ANSWER = """
    INSERT INTO response (item, chosen, given, answered_at, created_at, ops, revision)
    SELECT {}, {}, {}, {}, {}, {}, 1 FROM attempt WHERE id = {} AND state = 'open'LOCK
    ON CONFLICT (item) DO UPDATE SET chosen = excluded.chosen, given = excluded.given,
        answered_at = excluded.answered_at, revision = response.revision + 1, ops = TAKEN
    RETURNING revision
"""
