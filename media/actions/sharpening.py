"""The second pass over a long lecture: it plays at its smallest size already, now come the sharper ones."""

import logging

import msgspec

from academy.db.work import writing
from academy.errors import Conflict
from academy.jobs import job
from media.actions import describing, passes
from media.actions.outcome import fail_further, fail_further_on_our_side, settle_further
from media.actions.reporting import Stopped
from media.ffmpeg import RenderFailed
from media.rules.ladder import plan, second_pass
from media.rules.lifecycle import Further
from media.rules.source import SourceFacts
from media.tables import MediaAsset

log = logging.getLogger(__name__)


@job("media.sharpen", lane="heavy", timeout=8 * 3600, gave_up=fail_further_on_our_side)
async def sharpen(asset_id: int) -> None:
    """Make the whole ladder of a lecture that plays, and let players change over to it."""
    making = MediaAsset.further == Further.MAKING
    asset = await MediaAsset.objects().where(MediaAsset.id == asset_id, making).first()
    if asset is None:
        return
    planned = second_pass(plan(msgspec.json.decode(asset.source_facts, type=SourceFacts)))
    try:
        rendered, run = await passes.make(asset, planned, making)
        async with passes.or_removed(asset.code, run), writing():
            await settle_further(asset, planned, rendered, run=run)
            await describing.promise(asset)
        await passes.clean_up(asset, run=run, is_whole=True)
    except RenderFailed as failure:
        log.warning("second pass of asset %d failed: %s\n%s", asset_id, failure.code, failure.log_tail)
        await fail_further(asset_id, failure.code, failure.sentence)
    except (Stopped, Conflict) as reason:
        log.info("second pass of asset %d is not wanted any more: %r", asset_id, reason)
