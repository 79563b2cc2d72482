"""One pass over a recording: what it will make as rows, the making itself, and what is left when it is over."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from piccolo.columns.combination import Where

from academy import clock, storage
from academy.db.work import move_row, writing
from media import ffmpeg, places
from media.actions.reporting import at_work
from media.ffmpeg import Rendered
from media.ffmpeg.render import bounds
from media.rules.ladder import RenditionPlan
from media.rules.lifecycle import AssetState, RenditionState
from media.tables import MediaAsset, Rendition

BESIDES = timedelta(minutes=30)
"""Fetching the original, stills and storing, on top of what the pass itself may take."""


async def begin(asset: MediaAsset, whole: RenditionPlan, first: RenditionPlan) -> None:
    """All planned renditions as rows; an asset plays without those that `first` leaves out.

    A run after a cut-off one finds them and starts over. Raises Conflict when the asset is not in work any more.
    """
    async with writing():
        both = (AssetState.PROBED, AssetState.TRANSCODING)
        new = AssetState.TRANSCODING
        await move_row(MediaAsset.state, asset.id, old=both, new=new, progress_percent=0, heartbeat_at=clock.now())
        await Rendition.delete().where(Rendition.asset == asset.id)
        sizes = {rung.purpose: rung for rung in whole.picture.rungs} if whole.picture else {}
        for purpose in whole.purposes:
            rung = sizes.get(purpose)
            row = Rendition(
                asset=asset.id,
                purpose=purpose,
                state=RenditionState.PLANNED,
                width=rung.width if rung else None,
                height=rung.height if rung else None,
                required=purpose in first.purposes,
            )
            await Rendition.insert(row)


async def make(asset: MediaAsset, planned: RenditionPlan, wanted: Where) -> tuple[Rendered, str]:
    """Render and store one run; nothing is published yet. Returns what was made and the run it was stored under.

    Raises RenderFailed, and Stopped when `wanted` does not hold for the row any more.
    """
    run = places.new_run()
    lasts = timedelta(seconds=bounds(planned).wall_s) + BESIDES
    async with (
        or_removed(asset.code, run),
        at_work(asset.id, wanted, "The recording is fetched", lasts=lasts) as reporter,
        places.scratch(asset.code) as folder,
        places.local_copy(recording_key(asset)) as source,
    ):
        rendered = await ffmpeg.render(source, planned, folder, reporter)
        await reporter.say("The files are stored", percent=99)
        await store(asset, rendered, folder, run=run)
    return rendered, run


async def store(asset: MediaAsset, rendered: Rendered, folder: Path, *, run: str) -> None:
    """Put all files of a run where they are played from; they leave the folder they were made in."""
    for file in rendered.files:
        await storage.adopt(f"media/{asset.code}/{run}/{file.name}", folder / file.name)


def recording_key(asset: MediaAsset) -> str:
    """Where the recording lies that is rendered: the original, or the film that decks once were made into first."""
    return places.film_key(asset.code) if asset.kind == "deck" else asset.source_key


@asynccontextmanager
async def or_removed(code: str, run: str) -> AsyncIterator[None]:
    """What is published or stored in here stays; when it is refused or fails, the run's files go."""
    try:
        yield
    except Exception:
        await places.remove_run(code, run)
        raise


async def clean_up(asset: MediaAsset, *, run: str, is_whole: bool) -> None:
    """After a run is published: what cut-off runs left goes now, if nobody can have played one yet.

    Otherwise every older run stays for those who are in the middle of it, and the sweep removes it in a day.
    """
    if asset.master_key is None:
        await places.remove_runs(asset.code, keep=(run,))
    if is_whole:
        await storage.delete(places.film_key(asset.code))
