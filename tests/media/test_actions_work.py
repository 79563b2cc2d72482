"""Nothing waits without a sign of life: who works shows one, who waits in line gets one, who is lost is found."""

import asyncio
from datetime import timedelta

import pytest

from academy import storage
from academy.db.watch import statements
from academy.jobs import Waiting, drain
from academy.jobs.tables import Outbox
from media import actions, places
from media.actions import outcome, reporting, steering
from media.actions.reporting import Reporter, Stopped, at_work
from media.ffmpeg import Progress
from media.rules.lifecycle import MOST_TRIES, QUIET, AssetState
from media.tables import MediaAsset
from tests.cast import Cast
from tests.conftest import Clock
from tests.media.preparing import asset_of, uploaded
from tests.media.recordings import Recordings

pytestmark = pytest.mark.usefixtures("database")
UPLOADED = MediaAsset.state == AssetState.UPLOADED
HOUR = timedelta(hours=1)


@pytest.fixture
async def waiting(cast: Cast, recordings: Recordings, the_clock: Clock) -> MediaAsset:
    """A recording that was just uploaded, whose promised job got lost."""
    code = await uploaded(cast.ines, recordings.get("talk.mp3"))
    await Outbox.delete(force=True)
    return await asset_of(code)


async def test_work_has_an_owner_a_deadline_and_a_count(waiting: MediaAsset, the_clock: Clock) -> None:
    async with at_work(waiting.id, UPLOADED, "The file is checked", lasts=HOUR):
        row = await asset_of(waiting.code)
        assert (row.progress_note, row.tries, row.deadline_at) == ("The file is checked", 1, the_clock.now + HOUR)
        assert "/" in row.worker


async def test_work_shows_a_sign_of_life_and_ends_when_it_is_stopped(
    cast: Cast, waiting: MediaAsset, the_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "BEAT_SECONDS", 0.02)
    the_clock.move(minutes=5)
    with pytest.raises(Stopped):
        async with asyncio.timeout(20), at_work(waiting.id, UPLOADED, "", lasts=HOUR):
            the_clock.move(minutes=5)
            while (await asset_of(waiting.code)).heartbeat_at < the_clock.now:  # noqa: ASYNC110 - nobody tells us
                await asyncio.sleep(0.01)
            await actions.stop(cast.ines, waiting.code)
            await asyncio.Event().wait()
    assert asyncio.current_task().cancelling() == 0  # type: ignore[union-attr]


async def test_the_percentage_never_falls(waiting: MediaAsset, the_clock: Clock) -> None:
    reporter = Reporter(waiting.id, UPLOADED)
    shown = []
    for percent in (10, 40, 30, 96):
        the_clock.move(seconds=1)
        await reporter(Progress(percent, None))
        shown.append((await asset_of(waiting.code)).progress_percent)
    assert shown == [10, 40, 40, 96]


async def test_progress_is_written_once_a_second_and_news_at_once(waiting: MediaAsset, the_clock: Clock) -> None:
    reporter = Reporter(waiting.id, UPLOADED)
    with statements() as sent:
        for percent in range(10):
            await reporter(Progress(percent, None))
        await reporter(Progress(96, None, "Preview pictures are made"))
    assert len(sent) == 2


async def test_who_waits_in_line_is_not_taken_for_lost(waiting: MediaAsset, the_clock: Clock) -> None:
    for _ in range(30):
        the_clock.move(seconds=60)
        await steering.note_the_line([Waiting("media.check", waiting.id), Waiting("other.job", waiting.id + 1)])
        await steering.revive_quiet_assets()
    assert (await asset_of(waiting.code)).heartbeat_at == the_clock.now
    assert await drain() == 0


async def test_a_second_job_in_line_says_nothing_about_work_that_goes_on(waiting: MediaAsset, the_clock: Clock) -> None:
    async with at_work(waiting.id, UPLOADED, "The file is checked", lasts=HOUR):
        await steering.note_the_line([Waiting("media.check", waiting.id)])
        row = await asset_of(waiting.code)
    assert (row.progress_note, row.deadline_at) == ("The file is checked", the_clock.now + HOUR)


async def test_a_lost_job_is_promised_again_soon_and_then_more_patiently(waiting: MediaAsset, the_clock: Clock) -> None:
    the_clock.move(seconds=QUIET.total_seconds() + 1)
    await steering.revive_quiet_assets()
    assert await Outbox.count() == 1
    await Outbox.delete(force=True)
    await MediaAsset.update({MediaAsset.tries: 2}, force=True)
    the_clock.move(seconds=QUIET.total_seconds() + 1)
    await steering.revive_quiet_assets()
    assert await Outbox.count() == 0
    the_clock.move(seconds=QUIET.total_seconds() + 1)
    await steering.revive_quiet_assets()
    await drain()
    assert (await asset_of(waiting.code)).state == "ready"


@pytest.mark.parametrize(
    ("row", "failure"),
    [({"tries": MOST_TRIES}, outcome.OUR_FAULT), ({"tries": 1, "deadline_at": Clock().now + HOUR}, "out_of_time")],
)
async def test_what_dies_every_time_fails_with_a_reason(
    cast: Cast, waiting: MediaAsset, the_clock: Clock, row: dict[str, object], failure: str
) -> None:
    await MediaAsset.update(row, force=True)
    the_clock.move(hours=2)
    await steering.revive_quiet_assets()
    failed = await asset_of(waiting.code)
    assert (failed.state, failed.failure, failed.tries) == ("failed", failure, 0)
    assert failed.failure_note
    await actions.retry(cast.ines, waiting.code)
    await drain()
    assert (await asset_of(waiting.code)).state == "ready"


async def test_a_failed_recording_leaves_no_files_of_runs_and_films_behind(
    cast: Cast, waiting: MediaAsset, the_clock: Clock
) -> None:
    for name in ("hls-brokenoff/360/s.m4s", "film.mp4"):
        await storage.put(f"media/{waiting.code}/{name}", b"half")
    await actions.stop(cast.ines, waiting.code)
    await steering.remove_leftovers()
    assert len(await storage.keys_under(f"media/{waiting.code}/")) == 3
    the_clock.move(hours=2)
    await steering.remove_leftovers()
    assert await storage.keys_under(f"media/{waiting.code}/") == [places.source_key(waiting.code)]
    with statements() as sent:
        await steering.remove_leftovers()
    assert len(sent) == 1
