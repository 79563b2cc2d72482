"""Who works on a recording, how far it is, and the sign of life its row shows every few seconds until the work ends."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final

from piccolo.columns import Column
from piccolo.columns.combination import Where

from academy import clock
from media.ffmpeg import Progress
from media.tables import MediaAsset

WRITE_EVERY: Final = timedelta(seconds=1)
"""Progress is for eyes; more writes than this would only be in the way of learners' answers."""
BEAT_SECONDS: Final = 5.0

NO_PROGRESS: Final[dict[str, object]] = {
    "deadline_at": None,
    "expected_at": None,
    "progress_note": "",
    "progress_percent": 0,
}
AT_REST: Final[dict[str, object]] = {"worker": "", "tries": 0, **NO_PROGRESS}
"""What the row of a recording says when nobody works on it."""


class Stopped(Exception):
    """Somebody stopped the recording, or another run was faster: this run's work is not wanted any more."""


class Reporter:
    """Writes progress to the asset's row, at most once a second. Raises Stopped once `wanted` does not hold."""

    def __init__(self, asset_id: int, wanted: Where) -> None:
        self._asset_id = asset_id
        self._wanted = wanted
        self._written: datetime | None = None
        self._percent = 0
        self._note = ""

    async def __call__(self, progress: Progress) -> None:
        now = clock.now()
        due = self._written is None or now - self._written >= WRITE_EVERY
        if due or progress.note != self._note:
            self._written = now
            expected = None if progress.eta_s is None else now + timedelta(seconds=progress.eta_s)
            await self.say(progress.note, percent=progress.percent, expected_at=expected)

    async def say(self, note: str, *, percent: int = 0, expected_at: datetime | None = None) -> None:
        """What is being done now, and a sign of life. The percentage never falls."""
        self._note, self._percent = note, max(self._percent, percent)
        await self._write(progress_note=note, progress_percent=self._percent, expected_at=expected_at)

    async def take(self, note: str, lasts: timedelta) -> None:
        """Begin the work in this process's name; it has to be over after `lasts`."""
        self._note = note
        await self._write(
            progress_note=note,
            progress_percent=0,
            worker=f"{socket.gethostname()}/{os.getpid()}"[:80],
            tries=MediaAsset.tries + 1,
            deadline_at=clock.now() + lasts,
        )

    async def beat(self) -> None:
        """A sign of life."""
        await self._write()

    async def _write(self, **values: object) -> None:
        changes: dict[Column | str, object] = {MediaAsset.heartbeat_at: clock.now()}
        changes.update(values)
        changed = MediaAsset.update(changes).where(MediaAsset.id == self._asset_id, self._wanted)
        if not await changed.returning(MediaAsset.id):
            raise Stopped


@asynccontextmanager
async def at_work(asset_id: int, wanted: Where, note: str, *, lasts: timedelta) -> AsyncIterator[Reporter]:
    """Work on an asset while `wanted` holds for its row, which shows a sign of life all the time.

    Raises Stopped, out of whatever is being done, within seconds after the row says otherwise.
    """
    reporter = Reporter(asset_id, wanted)
    await reporter.take(note, lasts)
    pulse = _Pulse(reporter)
    try:
        yield reporter
    except asyncio.CancelledError:
        if not pulse.ended_the_work:
            raise
        pulse.take_back()
        raise Stopped from None
    finally:
        await pulse.stop()


class _Pulse:
    """Beats beside the work of the task that made it, and cancels that when the row does not want it any more."""

    def __init__(self, reporter: Reporter) -> None:
        self.ended_the_work = False
        self._work = _current_task()
        self._beating = asyncio.create_task(self._beat(reporter), name="media-heartbeat")

    async def _beat(self, reporter: Reporter) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                await reporter.beat()
            except Stopped:
                self.ended_the_work = True
                self._work.cancel()
                return

    def take_back(self) -> None:
        """The cancelling was ours and has done its work; the task lives on."""
        self._work.uncancel()

    async def stop(self) -> None:
        self._beating.cancel()
        await asyncio.wait([self._beating])


def _current_task() -> "asyncio.Task[object]":
    task = asyncio.current_task()
    assert task is not None, "work is done in a task"
    return task
