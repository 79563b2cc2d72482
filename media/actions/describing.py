"""Audio description: a second sound track, uploaded later, for people who do not see the picture.

It is an asset of its own that is checked and rendered like every sound recording. What the described lecture's players
get is a run with the same files, the new track beside them, and a master playlist that names it.
"""

import logging

from academy import audit, clock, storage
from academy.audit import Subject
from academy.db.work import move_row, writing
from academy.errors import Conflict
from academy.jobs import enqueue, job
from media import places
from media.actions.audited import Audited
from media.actions.outcome import OLD_RUNS_KEPT, fail_in_transaction
from media.actions.passes import or_removed
from media.ffmpeg.playlists import MASTER, AudioTrack, measure, with_description
from media.rules.lifecycle import AssetState
from media.rules.source import Finding, SourceFacts
from media.rules.tracks import DESCRIPTION, wrong_length
from media.tables import MediaAsset

log = logging.getLogger(__name__)
FOLDER = "description"


async def promise(asset: MediaAsset) -> None:
    """Have the description put beside a run just published, inside the caller's `writing()`: either may come first."""
    if asset.describes:
        await enqueue(describe, asset.id)
        return
    newest = await _ready_description_of(asset.id)
    if newest is not None:
        await enqueue(describe, newest.id)


async def _ready_description_of(asset_id: int) -> MediaAsset | None:
    ready = (MediaAsset.describes == asset_id) & (MediaAsset.state == AssetState.READY)
    return await MediaAsset.objects().where(ready).order_by(MediaAsset.id, ascending=False).first()


async def mismatch(asset: MediaAsset, facts: SourceFacts) -> Finding | None:
    """Why this recording cannot describe the lecture it is meant for; None when it can, and for every other asset."""
    if not asset.describes:
        return None
    if facts.picture:
        return Finding("description_picture", "An audio description is a sound file. Export the sound alone as MP3.")
    described = await MediaAsset.objects().get(MediaAsset.id == int(asset.describes))
    assert described is not None, "assets are never deleted"
    return _misfit(facts.held_ms, described)


def _misfit(duration_ms: int, described: MediaAsset) -> Finding | None:
    sentence = wrong_length(duration_ms, described.duration_ms or 0)
    return Finding("description_length", sentence) if sentence else None


@job("media.describe")
async def describe(asset_id: int) -> None:
    """Offer a description that is ready to the players of its lecture; nothing to do before the lecture itself plays.

    Only the newest one is offered, so running twice or late changes nothing.
    """
    ready = (MediaAsset.id == asset_id) & (MediaAsset.state == AssetState.READY)
    track = await MediaAsset.objects().where(ready).first()
    lecture = await MediaAsset.objects().get(MediaAsset.id == int(track.describes)) if track else None
    if track is None or lecture is None or lecture.state != AssetState.READY:
        return
    newest = await _ready_description_of(lecture.id)
    if newest is None or newest.id != track.id:
        return
    if fault := _misfit(track.duration_ms or 0, lecture):
        async with writing():
            await fail_in_transaction(track, fault.code, fault.sentence)
            await audit.record(None, Audited.FAILED, Subject("media_asset", track.id), code=fault.code)
        return
    try:
        await _offer(track, lecture)
    except Conflict:
        log.info("lecture %d was published anew meanwhile; its description comes with that", lecture.id)


async def _offer(track: MediaAsset, lecture: MediaAsset) -> None:
    run = places.new_run()
    async with or_removed(lecture.code, run):
        await places.copy_run(lecture.code, places.run_of(lecture.master_key), to=run)
        await _add_track(track, f"media/{lecture.code}/{run}")
        async with writing():
            await move_row(
                MediaAsset.master_key,
                lecture.id,
                old=lecture.master_key,
                new=f"media/{lecture.code}/{run}/{MASTER}",
                has_description=True,
                tidy_at=clock.now() + OLD_RUNS_KEPT,
            )
            await audit.record(None, Audited.DESCRIBED, Subject("media_asset", lecture.id), by=track.id)


async def _add_track(track: MediaAsset, folder: str) -> None:
    """The track's files in a folder of the run, and its name in the run's master."""
    sound = f"media/{track.code}/{places.run_of(track.master_key)}/audio"
    for name in ("index.m3u8", "s.m4s"):
        await storage.copy(f"{sound}/{name}", f"{folder}/{FOLDER}/{name}")
    measured = measure((await storage.read(f"{sound}/index.m3u8")).decode())
    master = (await storage.read(f"{folder}/{MASTER}")).decode()
    named = with_description(master, AudioTrack(FOLDER, DESCRIPTION, "en", measured, describes=True))
    await storage.put(f"{folder}/{MASTER}", named.encode())
