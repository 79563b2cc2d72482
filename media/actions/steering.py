"""What people decide about a recording that is in work or has failed, and what the sweep repairs without them."""

from collections.abc import Sequence
from datetime import timedelta

from anyio import to_thread
from piccolo.columns import Column

from academy import audit, clock, storage
from academy.actor import Actor
from academy.audit import Subject
from academy.db.work import move_row, writing
from academy.jobs import Job, Waiting, enqueue
from media import places
from media.access import own_asset_for
from media.actions.audited import Audited
from media.actions.narrating import narrate
from media.actions.outcome import (
    IN_WORK,
    OUR_FAULT,
    STOPPED,
    fail,
    fail_further,
    fail_further_in_transaction,
    fail_in_transaction,
)
from media.actions.preparing import check, render
from media.actions.reporting import AT_REST, BEAT_SECONDS, NO_PROGRESS
from media.actions.sharpening import sharpen
from media.rules.lifecycle import MOST_TRIES, QUIET, AssetState, AssetVerb, CannotMove, Further, move, patience
from media.tables import MediaAsset, Rendition

SCRATCH_KEPT = timedelta(hours=12)
_DIED = "Preparing this was broken off again and again. Tell the help desk, or try again at a quiet hour."
_OVERDUE = "Preparing this took longer than it ever should. Try again, or export the recording at 1920 x 1080."
_MAKING = MediaAsset.further == Further.MAKING
_WORKING = MediaAsset.state.is_in(list(IN_WORK)) | _MAKING


async def retry(actor: Actor, code: str) -> None:
    """Start over what failed: the recording, or only its sharper sizes. Raises CannotMove when nothing has failed."""
    async with writing():
        asset = await own_asset_for(actor, code)
        again = {"failure": None, "failure_note": None, "heartbeat_at": clock.now(), **AT_REST}
        if asset.further == Further.FAILED:
            await move_row(MediaAsset.further, asset.id, old=Further.FAILED, new=Further.MAKING, **again)
        else:
            new = move(AssetState(asset.state), AssetVerb.RETRY)
            await Rendition.delete().where(Rendition.asset == asset.id)
            await move_row(MediaAsset.state, asset.id, old=AssetState.FAILED, new=new, **again)
        await audit.record(actor, Audited.RETRIED, Subject("media_asset", asset.id))
        await enqueue(await _next_step(asset.id), asset.id)


async def stop(actor: Actor, code: str) -> None:
    """End the preparation of a recording; the running job notices in seconds. Raises CannotMove when it is over."""
    async with writing():
        asset = await own_asset_for(actor, code)
        if asset.further == Further.MAKING:
            await fail_further_in_transaction(asset, STOPPED, "You stopped the sharper sizes. Try again any time.")
        elif asset.state in IN_WORK:
            await fail_in_transaction(asset, STOPPED, "You stopped this. The file is kept: try again when you want it.")
        else:
            raise CannotMove(state=asset.state, verb="stop")
        await audit.record(actor, Audited.STOPPED, Subject("media_asset", asset.id))


async def _next_step(asset_id: int) -> Job:
    """The job that a recording in work waits for."""
    asset = await MediaAsset.objects().get(MediaAsset.id == asset_id)
    assert asset is not None, "assets are never deleted"
    if asset.state == AssetState.READY:
        return sharpen
    if asset.kind == "deck":
        return narrate
    return check if asset.state == AssetState.UPLOADED else render


async def note_the_line(waiting: Sequence[Waiting]) -> None:
    """A sign of life for every recording whose job the queue holds: it waits its turn and is not forgotten.

    A recording that somebody works on shows its own; a second job for it may wait behind that and says nothing.
    """
    ids = sorted({one.subject_id for one in waiting if one.job.startswith("media.")})
    if ids:
        resting: dict[Column | str, object] = {MediaAsset.heartbeat_at: clock.now(), MediaAsset.worker: ""}
        resting.update(NO_PROGRESS)
        still = MediaAsset.heartbeat_at < clock.now() - timedelta(seconds=BEAT_SECONDS * 1.5)
        await MediaAsset.update(resting).where(MediaAsset.id.is_in(ids), _WORKING, still)


async def revive_quiet_assets() -> None:
    """Promise again the job of every recording in work that shows no sign of life; give up where that never helps."""
    now = clock.now()
    quiet = (MediaAsset.heartbeat_at < now - QUIET) | (MediaAsset.deadline_at < now)
    for asset in await MediaAsset.objects().where(_WORKING & quiet):
        if asset.deadline_at is not None and asset.deadline_at < now:
            await _give_up(asset, "out_of_time", _OVERDUE)
        elif asset.tries >= MOST_TRIES:
            await _give_up(asset, OUR_FAULT, _DIED)
        elif asset.heartbeat_at < now - patience(asset.tries):
            async with writing():
                await MediaAsset.update({MediaAsset.heartbeat_at: now, MediaAsset.deadline_at: None}).where(
                    MediaAsset.id == asset.id
                )
                await enqueue(await _next_step(asset.id), asset.id)


async def _give_up(asset: MediaAsset, code: str, sentence: str) -> None:
    await (fail_further if asset.state == AssetState.READY else fail)(asset.id, code, sentence)


async def remove_leftovers() -> None:
    """Remove the files of runs that nobody plays any more, and films whose lecture is made or given up."""
    due = (MediaAsset.tidy_at < clock.now()) & MediaAsset.state.is_in([AssetState.READY, AssetState.FAILED])
    for asset in await MediaAsset.objects().where(due, MediaAsset.further != Further.MAKING):
        await places.remove_runs(asset.code, keep=(places.run_of(asset.master_key),))
        if asset.further == Further.NONE:
            await storage.delete(places.film_key(asset.code))
        done = MediaAsset.update({MediaAsset.tidy_at: None})
        await done.where(MediaAsset.id == asset.id, MediaAsset.tidy_at == asset.tidy_at)


async def clear_scratch() -> None:
    """Remove the working folders that killed processes left behind."""
    await to_thread.run_sync(places.clear_scratch, clock.now() - SCRATCH_KEPT)
