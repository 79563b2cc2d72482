"""Promising jobs in the transaction that needs them, and handing kept promises to the queue."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from academy import clock
from academy.db.work import after_commit
from academy.jobs.registry import Job
from academy.jobs.tables import Outbox

log = logging.getLogger(__name__)

KEEP = timedelta(days=7)
"""Handed-over rows stay this long, to see what was promised when."""


class Taker(Protocol):
    """Where jobs go: the queue."""

    async def put(self, name: str, subject_id: int, *, key: str) -> None: ...


_promised: list[Callable[[], None]] = []
"""Told after each commit that promised jobs."""


async def enqueue(job: Job, subject_id: int, *, key: str = "") -> None:
    """Promise to run `job` for one record; kept if and only if this transaction commits.

    The same key (by default job and subject) promised twice before the first is handed over runs once. Raises WorkError
    outside `writing()`.
    """
    after_commit(_announce_promise)
    row = Outbox(job=job.name, subject_id=subject_id, key=key or f"{job.name}:{subject_id}")
    await Outbox.insert(row).on_conflict(action="DO NOTHING")


async def _announce_promise() -> None:
    for listener in tuple(_promised):
        listener()


def on_promise(listener: Callable[[], None]) -> Callable[[], None]:
    """Call `listener` after each commit that promised jobs; call the result to stop that."""
    _promised.append(listener)
    return lambda: _promised.remove(listener)


async def promises() -> list[Outbox]:
    """What is promised and not handed over, oldest first."""
    return await Outbox.objects().where(Outbox.handed_over_at.is_null()).order_by(Outbox.id).limit(500)


async def hand_over(taker: Taker) -> int:
    """Give all open promises to the queue; returns how many it took. One that it does not take stays for the next time.

    A row is taken, then queued, then marked. Taking frees its key, so a promise made while the job already runs is a
    new one; a crash in between leaves an unmarked row, which is handed over again under the same queue key.
    """
    return sum([await _handed_over(row, taker) for row in await promises()])


async def _handed_over(row: Outbox, taker: Taker) -> bool:
    await take(row)
    try:
        await taker.put(row.job, row.subject_id, key=f"outbox-{row.id}")
    except Exception:
        log.exception("job %s(%d) could not be handed over; tried again within a minute", row.job, row.subject_id)
        return False
    await mark_handed_over(row)
    return True


async def mark_handed_over(row: Outbox) -> None:
    """The promise is kept."""
    await Outbox.update({Outbox.handed_over_at: clock.now()}).where(Outbox.id == row.id)


async def take(row: Outbox) -> None:
    """Free the row's key for new promises of the same work."""
    await Outbox.update({Outbox.taken_at: clock.now()}).where(Outbox.id == row.id, Outbox.taken_at.is_null())


async def forget_old() -> None:
    """Delete what was handed over long ago."""
    await Outbox.delete().where(Outbox.handed_over_at < clock.now() - KEEP)
