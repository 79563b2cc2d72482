"""The time at a question, as its page reports it; the lesson's active time grows with it."""

import math
from datetime import datetime

from piccolo.columns import Column

from academy import clock
from academy.actor import Actor
from academy.db.work import writing
from academy.errors import NotFound
from courses.learning.access import AttemptRow, attempt_for
from courses.learning.actions.activity import ActiveReport, active
from courses.learning.actions.attempts.sending import hold
from courses.learning.rules.intervals import Ranges, parse, printed, stored, total, union
from courses.learning.rules.item_time import with_seen
from courses.learning.tables import AttemptItem


async def at_question(
    actor: Actor, *, code: str, position: int, report: ActiveReport, opened_at: datetime | None
) -> None:
    """Add the seconds somebody was at a question of an open attempt, and to the lesson's active time; repeating it
    changes nothing. Without a proof of when its page was opened nothing counts.

    Raises NotFound, FaultyRanges, and what `active` raises.
    """
    reported = parse(report.active)
    attempt = await attempt_for(actor, code)
    if opened_at and reported:
        async with writing():
            if await hold(attempt.id):
                await _note(attempt, position, reported, opened_at)
    await active(actor, code=attempt.enrollment_code, key=attempt.lesson_key, report=report, opened_at=opened_at)


async def _note(attempt: AttemptRow, position: int, reported: Ranges, opened_at: datetime) -> None:
    at = clock.now()
    until = min(at, attempt.deadline or at)
    columns = (AttemptItem.id, AttemptItem.position, AttemptItem.seen)
    rows = await AttemptItem.select(*columns).where(AttemptItem.attempt == attempt.id)
    seen = {row["position"]: stored(row["seen"]) for row in rows}
    if position not in seen:
        raise NotFound()
    known = seen.pop(position)
    found = with_seen(
        known,
        union(*seen.values()),
        reported,
        opened=math.floor((opened_at - attempt.opened_at).total_seconds()),
        until=math.floor((until - attempt.opened_at).total_seconds()),
    )
    if found != known:
        mine = (AttemptItem.attempt == attempt.id, AttemptItem.position == position)
        values: dict[Column | str, object] = {AttemptItem.seen: printed(found), AttemptItem.spent_s: total(found)}
        await AttemptItem.update(values).where(*mine)
