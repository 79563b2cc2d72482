"""What people decide about a recording that is in work or has failed, and what the sweep repairs without them."""

from datetime import timedelta

from anyio import to_thread

from academy import audit, clock
from academy.actor import Actor
from academy.audit import Subject
from academy.db.work import move_row, writing
from academy.jobs import Job, enqueue
from media import places
from media.access import own_asset_for
from media.actions.audited import Audited
from media.actions.outcome import IN_WORK, STOPPED, fail_in_transaction
from media.actions.preparing import check, narrate, render
from media.rules.lifecycle import AssetState, AssetVerb, CannotMove, move
from media.tables import MediaAsset, Rendition

QUIET = timedelta(minutes=15)
"""An asset in work without a sign of life for this long has lost its job. Renders show one every second; the line
before them may be longer than this, and then a second, harmless job waits behind the first."""
SCRATCH_KEPT = timedelta(hours=12)


async def retry(actor: Actor, code: str) -> None:
    """Start a failed recording over. Raises CannotMove when it has not failed."""
    async with writing():
        asset = await own_asset_for(actor, code)
        new = move(AssetState(asset.state), AssetVerb.RETRY)
        await Rendition.delete().where(Rendition.asset == asset.id)
        await move_row(
            MediaAsset.state,
            asset.id,
            old=AssetState.FAILED,
            new=new,
            failure=None,
            failure_note=None,
            progress_percent=0,
            progress_note="",
            heartbeat_at=clock.now(),
        )
        await audit.record(actor, Audited.RETRIED, Subject("media_asset", asset.id))
        await enqueue(_next_step(asset.kind, new), asset.id)


async def stop(actor: Actor, code: str) -> None:
    """End the preparation of a recording; the running job notices in a second. Raises CannotMove when it is over."""
    async with writing():
        asset = await own_asset_for(actor, code)
        if asset.state not in IN_WORK:
            raise CannotMove(state=asset.state, verb="stop")
        await fail_in_transaction(asset, STOPPED, "You stopped this. The file is kept: try again when you want it.")
        await audit.record(actor, Audited.STOPPED, Subject("media_asset", asset.id))


def _next_step(kind: str, state: AssetState) -> Job:
    if state is not AssetState.UPLOADED:
        return render
    return narrate if kind == "deck" else check


async def revive_quiet_assets() -> None:
    """Promise again the job of every asset that is in work and shows no sign of life."""
    quiet = (MediaAsset.heartbeat_at < clock.now() - QUIET) & MediaAsset.state.is_in(list(IN_WORK))
    for asset in await MediaAsset.objects().where(quiet):
        async with writing():
            await MediaAsset.update({MediaAsset.heartbeat_at: clock.now()}).where(MediaAsset.id == asset.id)
            await enqueue(_next_step(asset.kind, AssetState(asset.state)), asset.id)


async def clear_scratch() -> None:
    """Remove the working folders that killed processes left behind."""
    await to_thread.run_sync(places.clear_scratch, clock.now() - SCRATCH_KEPT)
