"""From an upload to something that plays: check it, render it. Each step is a job. Decks go a way of their own.

A job may run twice or be cut off anywhere: it works in folders of its own run, asks the row whether its step is still
wanted, and publishes in one transaction.
"""

import logging
from datetime import timedelta

import msgspec

from academy import clock
from academy.db.work import move_row, writing
from academy.errors import Conflict
from academy.jobs import enqueue, job
from media import ffmpeg, places
from media.actions import describing, passes, sharpening
from media.actions.outcome import fail, fail_in_transaction, fail_on_our_side, settle
from media.actions.reporting import AT_REST, Stopped, at_work
from media.ffmpeg import JailMissing, Rendered, RenderFailed
from media.rules.ladder import RenditionPlan, first_pass, plan
from media.rules.lifecycle import AssetState
from media.rules.source import Limits, SourceFacts, Verdict, judge
from media.tables import MediaAsset

log = logging.getLogger(__name__)

CHECK_LASTS = timedelta(minutes=30)
LISTENING_LASTS = timedelta(minutes=40)


@job("media.render", lane="heavy", timeout=8 * 3600, gave_up=fail_on_our_side)
async def render(asset_id: int) -> None:
    """Make everything learners play, in one pass, and publish it. A long lecture plays at its smallest size first."""
    asset = await _in_state(asset_id, AssetState.PROBED, AssetState.TRANSCODING)
    if asset is None:
        return
    try:
        whole = plan(await _listened(asset))
        first = first_pass(whole) or whole
        await passes.begin(asset, whole, first)
        rendered, run = await passes.make(asset, first, MediaAsset.state == AssetState.TRANSCODING)
        await _publish(asset, first, rendered, run=run)
    except RenderFailed as failure:
        log.warning("render of asset %d failed: %s\n%s", asset_id, failure.code, failure.log_tail)
        await fail(asset_id, failure.code, failure.sentence)
    except (Stopped, Conflict) as reason:
        log.info("render of asset %d is not wanted any more: %r", asset_id, reason)


async def _listened(asset: MediaAsset) -> SourceFacts:
    """The facts with the loudness, measured once: it stays on the row, and so does the warning about silence."""
    facts = msgspec.json.decode(asset.source_facts, type=SourceFacts)
    if facts.sound is None or facts.sound.loudness is not None:
        return facts
    in_work = MediaAsset.state.is_in([AssetState.PROBED, AssetState.TRANSCODING])
    async with (
        at_work(asset.id, in_work, "Its loudness is measured", lasts=LISTENING_LASTS),
        places.local_copy(passes.recording_key(asset)) as source,
    ):
        heard = await ffmpeg.listen(source, facts)
    verdict = judge(heard, Limits())
    said = msgspec.json.encode(heard).decode()
    warning = verdict.sentence if verdict.findings else None
    await MediaAsset.update({MediaAsset.source_facts: said, MediaAsset.warning: warning}).where(
        MediaAsset.id == asset.id
    )
    return heard


async def _publish(asset: MediaAsset, planned: RenditionPlan, rendered: Rendered, *, run: str) -> None:
    async with passes.or_removed(asset.code, run), writing():
        standing = await settle(asset, planned, rendered, run=run)
        if standing.further:
            await enqueue(sharpening.sharpen, asset.id)
        await describing.promise(asset)
    await passes.clean_up(asset, run=run, is_whole=not standing.further)


@job("media.check", timeout=1800, gave_up=fail_on_our_side)
async def check(asset_id: int) -> None:
    """Find out what was uploaded; refuse it with a sentence on its row, or send it on to rendering."""
    asset = await _in_state(asset_id, AssetState.UPLOADED)
    if asset is None:
        return
    try:
        async with (
            at_work(asset.id, MediaAsset.state == AssetState.UPLOADED, "The file is checked", lasts=CHECK_LASTS),
            places.local_copy(passes.recording_key(asset)) as path,
        ):
            facts = await ffmpeg.probe(path)
        await _judged(asset, facts, judge(facts, Limits()))
    except JailMissing as missing:
        await _not_opened(asset_id, missing)
    except Stopped:
        log.info("check of asset %d is not wanted any more", asset_id)


async def _not_opened(asset_id: int, missing: JailMissing) -> None:
    """At once, without repetitions: only an operator can change it. The row says that the fault is not the file's."""
    log.error("asset %d was not opened: %s", asset_id, missing)
    await fail_on_our_side(asset_id)


async def _judged(asset: MediaAsset, facts: SourceFacts, verdict: Verdict) -> None:
    said = msgspec.json.encode(facts).decode()
    warning = verdict.sentence if verdict.findings else None
    async with writing():
        if not verdict.accepted:
            await fail_in_transaction(asset, verdict.code, verdict.sentence, source_facts=said)
            return
        if mismatch := await describing.mismatch(asset, facts):
            await fail_in_transaction(asset, mismatch.code, mismatch.sentence, source_facts=said)
            return
        await move_row(
            MediaAsset.state,
            asset.id,
            old=AssetState.UPLOADED,
            new=AssetState.PROBED,
            source_facts=said,
            warning=warning,
            duration_ms=facts.held_ms,
            heartbeat_at=clock.now(),
            **AT_REST,
        )
        await enqueue(render, asset.id)


async def _in_state(asset_id: int, *states: AssetState) -> MediaAsset | None:
    """The asset, if the step is still to be done: a job that runs a second time finds it done."""
    return await MediaAsset.objects().where(MediaAsset.id == asset_id, MediaAsset.state.is_in(list(states))).first()
