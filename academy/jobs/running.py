"""The life of the jobs in a process: hand over, work, sweep; and `drain` for whoever wants it done now."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

from academy import settings
from academy.jobs import outbox
from academy.jobs.registry import Repair, Waiting, local_repairs, named, repairs, watchers

SWEEP_EVERY = 60
"""Seconds between two sweeps, and the longest a promise waits when its wake-up was lost with a process."""
LOOK_EVERY = 10
"""Seconds between two looks at the line of waiting jobs."""

log = logging.getLogger(__name__)


@asynccontextmanager
async def serving(*, work: bool) -> AsyncIterator[None]:
    """Hand promised jobs to the queue while this is open, and run them too if `work`.

    The web process passes work=False when the worker is a process of its own; it then only looks after its own
    folders. What runs at the end is put back.
    """
    # Here, not at the top: the queue library takes most of a second to load, and tests and commands do without it.
    from academy.jobs.queue import Queue

    now = settings.current()
    queue = Queue(now.data, now.database_url, media_workers=now.media_workers)
    stop, promised = asyncio.Event(), asyncio.Event()
    async with AsyncExitStack() as closing:
        await queue.open()
        closing.push_async_callback(queue.close)
        closing.callback(outbox.on_promise(promised.set))
        tasks = [asyncio.create_task(_hand_over_until(stop, promised, queue), name="job-hand-over")]
        if work:
            tasks.append(asyncio.create_task(queue.work(stop), name="job-queue"))
            tasks.append(asyncio.create_task(_watch_until(stop, queue.waiting), name="job-line"))
        wanted = (outbox.forget_old, *repairs(), queue.forget_old) if work else local_repairs()
        tasks.append(asyncio.create_task(_sweep_until(stop, wanted), name="job-sweep"))
        closing.push_async_callback(_finish, stop, promised, tasks)
        yield


async def _finish(stop: asyncio.Event, promised: asyncio.Event, tasks: list[asyncio.Task[None]]) -> None:
    stop.set()
    promised.set()
    await asyncio.gather(*tasks)


async def _hand_over_until(stop: asyncio.Event, promised: asyncio.Event, taker: outbox.Taker) -> None:
    while not stop.is_set():
        promised.clear()
        try:
            await outbox.hand_over(taker)
        except Exception:
            log.exception("promised jobs could not be handed over; tried again within a minute")
        await _wait(promised)


async def _sweep_until(stop: asyncio.Event, wanted: Iterable[Repair]) -> None:
    while not stop.is_set():
        await _run(wanted)
        await _wait(stop)


async def _watch_until(stop: asyncio.Event, waiting: Callable[[], Awaitable[list[Waiting]]]) -> None:
    """Tell the watchers who waits; one that fails is logged and asked again."""
    while not stop.is_set():
        try:
            line = await waiting()
            for watcher in watchers():
                await watcher(line)
        except Exception:
            log.exception("nobody could be told who waits; tried again in %d s", LOOK_EVERY)
        await _wait(stop, LOOK_EVERY)


async def _wait(event: asyncio.Event, seconds: float = SWEEP_EVERY) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


async def sweep(*more: Repair) -> None:
    """Run every area's repairs, and `more`."""
    await _run((outbox.forget_old, *repairs(), *more))


async def _run(wanted: Iterable[Repair]) -> None:
    """One that fails is logged and does not keep the others from running."""
    for repair in wanted:
        try:
            await repair()
        except Exception:
            log.exception("repair %s failed", repair.__qualname__)


async def drain() -> int:
    """Run everything promised so far, and what that promises, here and now; returns how many jobs ran.

    Runs without the queue, in the order of the promises, and lets a job's failure through.
    """
    count = 0
    while rows := await outbox.promises():
        for row in rows:
            await outbox.take(row)
            await outbox.mark_handed_over(row)
            await named(row.job)(row.subject_id)
            count += 1
    return count
