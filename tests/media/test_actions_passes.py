"""Long lectures: they play at their smallest size first, and whoever watches is never interrupted by what follows."""

import pytest

from academy import clock, storage
from academy.db.work import writing
from academy.errors import Conflict
from academy.jobs import drain
from academy.jobs.tables import Outbox
from media import actions, places, queries
from media.actions import outcome, preparing, sharpening, steering
from media.rules import ladder
from media.rules.lifecycle import CannotMove, Further
from media.tables import MediaAsset, Rendition
from tests.cast import Cast
from tests.conftest import Clock
from tests.media.preparing import asset_of, uploaded
from tests.media.recordings import Recordings

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.one_engine]


@pytest.fixture
async def playing(cast: Cast, recordings: Recordings, monkeypatch: pytest.MonkeyPatch) -> MediaAsset:
    """A lecture that plays at its smallest size, its second pass promised. Four seconds count as long here."""
    monkeypatch.setattr(ladder, "LONG_MS", 3_000)
    code = await uploaded(cast.ines, recordings.get("slides.mp4"))
    asset_id = (await asset_of(code)).id
    await preparing.check(asset_id)
    await preparing.render(asset_id)
    await Outbox.update({Outbox.taken_at: clock.now(), Outbox.handed_over_at: clock.now()}, force=True)
    return await asset_of(code)


async def rungs_of(asset: MediaAsset) -> dict[str, str]:
    rows = await Rendition.select(Rendition.purpose, Rendition.state).where(Rendition.asset == asset.id)
    return {row["purpose"]: row["state"] for row in rows if row["purpose"].startswith("hls")}


async def variants(asset: MediaAsset) -> list[str]:
    text = (await storage.read(str(asset.master_key))).decode()
    return [line for line in text.splitlines() if line and not line.startswith("#")]


async def runs_of(asset: MediaAsset) -> set[str]:
    return {key.split("/")[2] for key in await storage.keys_under(f"media/{asset.code}/") if "/hls-" in key}


async def test_the_smallest_size_plays_first(playing: MediaAsset) -> None:
    assert (playing.state, playing.further, playing.height) == ("ready", "making", 360)
    assert await variants(playing) == ["360/index.m3u8"]
    assert await rungs_of(playing) == {"hls_360": "done", "hls_480": "planned"}
    playback = await queries.playback(playing.id)
    assert playback is not None
    assert playback.master_url
    assert playback.poster_url


async def test_the_whole_ladder_takes_its_place_and_the_old_run_stays_for_who_watches(
    playing: MediaAsset, the_clock: Clock
) -> None:
    await sharpening.sharpen(playing.id)
    whole = await asset_of(playing.code)
    assert (whole.further, whole.height, whole.progress_percent) == ("", 480, 100)
    assert await variants(whole) == ["360/index.m3u8", "480/index.m3u8"]
    assert set((await rungs_of(whole)).values()) == {"done"}
    assert await runs_of(whole) == {places.run_of(playing.master_key), places.run_of(whole.master_key)}
    the_clock.move(hours=23)
    await steering.remove_leftovers()
    assert await storage.exists(str(playing.master_key))
    the_clock.move(hours=2)
    await steering.remove_leftovers()
    assert await runs_of(whole) == {places.run_of(whole.master_key)}


async def test_a_second_pass_done_twice_changes_nothing(playing: MediaAsset) -> None:
    await sharpening.sharpen(playing.id)
    published = (await asset_of(playing.code)).master_key
    await sharpening.sharpen(playing.id)
    assert (await asset_of(playing.code)).master_key == published


async def test_when_the_second_pass_fails_the_first_goes_on_playing(cast: Cast, playing: MediaAsset) -> None:
    gave_up = sharpening.sharpen.gave_up
    assert gave_up is not None
    await gave_up(playing.id)
    broken = await asset_of(playing.code)
    assert (broken.state, broken.further, broken.failure) == ("ready", "failed", outcome.OUR_FAULT)
    assert broken.master_key == playing.master_key
    row = await queries.asset_row(broken, cast.ines)
    assert (row.working, row.retry_helps) == (False, True)
    await actions.retry(cast.ines, playing.code)
    await drain()
    mended = await asset_of(playing.code)
    assert (mended.further, mended.failure, mended.height) == ("", None, 480)


async def test_the_sharper_sizes_can_be_stopped(cast: Cast, playing: MediaAsset) -> None:
    await actions.stop(cast.ines, playing.code)
    await sharpening.sharpen(playing.id)
    stopped = await asset_of(playing.code)
    assert (stopped.state, stopped.further, stopped.failure) == ("ready", "failed", outcome.STOPPED)
    with pytest.raises(CannotMove):
        await actions.stop(cast.ines, playing.code)


async def test_a_second_pass_that_was_stopped_meanwhile_publishes_nothing(playing: MediaAsset) -> None:
    await MediaAsset.update({MediaAsset.further: Further.FAILED}).where(MediaAsset.id == playing.id)
    late = outcome.Rendered((), "master.m3u8", 4000, 0, 0, None, None)
    planned = ladder.RenditionPlan(4000, ladder.SoundPlan(None, 0.0), None)
    with pytest.raises(Conflict):
        async with writing():
            await outcome.settle_further(playing, planned, late, run="hls-late")
    assert (await asset_of(playing.code)).master_key == playing.master_key


async def test_slides_become_proposed_chapters(playing: MediaAsset) -> None:
    assert playing.slide_changes == "[2000]"
    await MediaAsset.update({MediaAsset.slide_changes: "[30000]", MediaAsset.duration_ms: 60000}, force=True)
    lines = queries.chapter_lines(await asset_of(playing.code))
    assert [(line.time, line.title) for line in lines] == [("0:00", "Part 1"), ("0:30", "Part 2")]
