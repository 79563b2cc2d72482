"""From a deck to a lecture that plays: draw it, speak it, join it, publish it. One job, which may be cut off anywhere.

What it made is among the pieces, so the next run goes on where the last one ended.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
from anyio import to_thread

from academy import clock, storage
from academy.db.work import move_row, writing
from academy.errors import Conflict
from academy.facts import announce
from academy.jobs import job
from academy.web import assets
from media import places
from media.actions import describing, passes
from media.actions.outcome import IN_WORK, fail, fail_on_our_side, settle
from media.actions.reporting import Reporter, Stopped, at_work
from media.facts import TranscriptChanged
from media.ffmpeg import JailMissing, OnProgress, Progress, RenderFailed
from media.lecture.deck import DeckInvalid, parse
from media.lecture.pieces import Pieces
from media.rules.lifecycle import AssetState
from media.tables import Caption, MediaAsset

if TYPE_CHECKING:
    from media.lecture.making import Lecture, Words

log = logging.getLogger(__name__)

LASTS = timedelta(hours=1)
FONTS = assets.UI / "node_modules" / "@fontsource"
SLIDES_SHARE = 70
"""Percent of the work that the slides are; joining and storing are the rest."""
_WANTED = MediaAsset.state.is_in(list(IN_WORK))

OnSlide = Callable[[int, int], Awaitable[None]]


@job("media.narrate", lane="heavy", timeout=3600, gave_up=fail_on_our_side)
async def narrate(asset_id: int) -> None:
    """Make the film of a deck that somebody asked for, with exact captions and chapters."""
    await film(asset_id)


async def film(asset_id: int, on_slide: OnSlide | None = None) -> None:
    """The same, here and now; `on_slide` is told which slide comes next. How it ends stands on the asset's row."""
    asset = await MediaAsset.objects().where(MediaAsset.id == asset_id, MediaAsset.kind == "deck", _WANTED).first()
    if asset is None:
        return
    run = places.new_run()
    try:
        async with passes.or_removed(asset.code, run):
            lecture = await _make(asset, run, on_slide)
            await _publish(asset, lecture, run=run)
        await passes.clean_up(asset, run=run, is_whole=True)
    except DeckInvalid as invalid:
        await fail(asset_id, invalid.code, invalid.sentence)
    except RenderFailed as failure:
        log.warning("film of asset %d failed: %s\n%s", asset_id, failure.code, failure.log_tail)
        await fail(asset_id, failure.code, failure.sentence)
    except JailMissing as missing:
        log.error("asset %d was not made: %s", asset_id, missing)
        await fail_on_our_side(asset_id)
    except (Stopped, Conflict) as reason:
        log.info("film of asset %d is not wanted any more: %r", asset_id, reason)


async def _make(asset: MediaAsset, run: str, on_slide: OnSlide | None) -> "Lecture":
    """All files of the lecture in the store, under a run that nobody plays yet."""
    deck = parse((await storage.read(asset.source_key)).decode())
    # The speech and print libraries take two seconds to load: only where a deck is narrated, and off the event loop.
    make = await to_thread.run_sync(_lecture_maker)
    async with (
        at_work(asset.id, _WANTED, "Slides are drawn and narrated", lasts=LASTS) as reporter,
        places.scratch(asset.code) as folder,
    ):
        pieces = Pieces(places.pieces())
        told = _told(reporter, on_slide)
        lecture = await make(deck, folder, pieces, fonts=FONTS, on_slide=told, on_progress=_joining(reporter))
        await reporter.say("The files are stored", percent=99)
        await passes.store(asset, lecture.rendered, folder, run=run)
    return lecture


def _lecture_maker() -> Callable[..., Awaitable["Lecture"]]:
    from media.lecture.making import make

    return make


def _told(reporter: Reporter, also: OnSlide | None) -> OnSlide:
    async def tell(number: int, of: int) -> None:
        percent = (number - 1) * SLIDES_SHARE // of
        await reporter(Progress(percent, None, f"Slide {number} of {of} is drawn and narrated"))
        if also:
            await also(number, of)

    return tell


def _joining(reporter: Reporter) -> OnProgress:
    async def tell(progress: Progress) -> None:
        percent = SLIDES_SHARE + progress.percent * (100 - SLIDES_SHARE) // 100
        await reporter(Progress(percent, progress.eta_s, "The slides are joined"))

    return tell


async def _publish(asset: MediaAsset, lecture: "Lecture", *, run: str) -> None:
    """From asked for to ready in one transaction. Raises Conflict when the film is not wanted any more."""
    known = {"source_facts": msgspec.json.encode(lecture.cut.facts).decode(), "duration_ms": lecture.cut.facts.held_ms}
    async with writing():
        await move_row(MediaAsset.state, asset.id, old=IN_WORK, new=AssetState.PROBED, **known)
        await passes.begin(asset, lecture.cut.plan, lecture.cut.plan)
        await _keep_words(asset, lecture.words)
        await settle(asset, lecture.cut.plan, lecture.rendered, run=run)
        await describing.promise(asset)


async def _keep_words(asset: MediaAsset, words: "Words") -> None:
    """Chapters and captions. These are the author's own words, timed to the sample, so they count as reviewed."""
    chapters = msgspec.json.encode(words.chapters).decode()
    await MediaAsset.update({MediaAsset.chapters: chapters}).where(MediaAsset.id == asset.id)
    row = Caption(
        asset=asset.id,
        language="en-US",
        kind="captions",
        source="script",
        body=words.captions,
        cue_count=len(words.cues),
        reviewed_at=clock.now(),
    )
    await Caption.delete().where(Caption.asset == asset.id)
    await Caption.insert(row)
    await announce(TranscriptChanged(asset.id))
