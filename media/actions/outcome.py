"""How preparing a recording ends, and what its row says on the way there."""

from datetime import timedelta

import msgspec

from academy import audit, clock
from academy.audit import Subject
from academy.db.work import move_row, writing
from academy.facts import announce
from media.actions.audited import Audited
from media.actions.reporting import AT_REST
from media.delivery import LIFE
from media.facts import AssetFailed, AssetReady
from media.ffmpeg import Rendered
from media.rules.further import move_further
from media.rules.ladder import RenditionPlan
from media.rules.lifecycle import (
    AssetState,
    AssetVerb,
    Further,
    RenditionFact,
    RenditionState,
    Standing,
    move,
    state_of,
)
from media.rules.source import Decision, Verdict
from media.tables import MediaAsset, Rendition

IN_WORK = (AssetState.UPLOADED, AssetState.PROBED, AssetState.TRANSCODING)
OLD_RUNS_KEPT = 2 * LIFE
"""As long as a link to a run can live: who is in the middle of a lecture hears it to its end as it began."""
BROKEN_RUNS_KEPT = timedelta(hours=1)

OUR_FAULT = "our_fault"
STOPPED = "stopped"
REPEATABLE = frozenset({OUR_FAULT, STOPPED, "too_slow", "out_of_time", "incomplete", "encoder_failed", "film_failed"})
"""Failures that may end otherwise the next time. All others are the file's: the same bytes are refused again."""
_OUR_SENTENCE = "Something went wrong on our side while this recording was prepared. Try again; the file is kept."


async def settle(asset: MediaAsset, plan: RenditionPlan, rendered: Rendered, *, run: str) -> Standing:
    """Publish one finished run: all renditions and the asset's state in one transaction; returns where it stands then.

    Raises Conflict when the asset has left transcoding meanwhile; nothing is published then.
    """
    async with writing():
        for purpose in plan.purposes:
            await _record_rendition(asset, purpose, rendered, run=run)
        standing = state_of(Verdict(Decision.ACCEPT), await _rendition_facts(asset.id))
        published = _published(asset, rendered, run=run) | {"further": standing.further, "ready_at": clock.now()}
        if not standing.further:
            published["progress_percent"] = 100
        if rendered.slide_changes:
            published["slide_changes"] = msgspec.json.encode(rendered.slide_changes).decode()
        await move_row(MediaAsset.state, asset.id, old=AssetState.TRANSCODING, new=standing.state, **published)
        await audit.record(None, Audited.READY, Subject("media_asset", asset.id), duration_ms=rendered.duration_ms)
        await announce(AssetReady(asset.id))
    return standing


async def settle_further(asset: MediaAsset, plan: RenditionPlan, rendered: Rendered, *, run: str) -> None:
    """Publish the whole ladder of an asset that plays already, in place of its first pass.

    Raises Conflict when this is not wanted any more; nothing is published then.
    """
    async with writing():
        for purpose in plan.purposes:
            await _record_rendition(asset, purpose, rendered, run=run)
        further = move_further(Further(asset.further), AssetVerb.FINISHED)
        published = _published(asset, rendered, run=run) | {"progress_percent": 100}
        await move_row(MediaAsset.further, asset.id, old=asset.further, new=further, **published)
        await audit.record(None, Audited.SHARPENED, Subject("media_asset", asset.id), height=rendered.height)


def _published(asset: MediaAsset, rendered: Rendered, *, run: str) -> dict[str, object]:
    """The columns that let players change over to a run. The run before stays for those in the middle of it."""
    return AT_REST | {
        "master_key": f"media/{asset.code}/{run}/{rendered.master}",
        "has_description": False,
        "duration_ms": rendered.duration_ms,
        "width": rendered.width or None,
        "height": rendered.height or None,
        "tidy_at": clock.now() + OLD_RUNS_KEPT,
    }


async def _record_rendition(asset: MediaAsset, purpose: str, rendered: Rendered, *, run: str) -> None:
    files = [file for file in rendered.files if file.purpose == purpose]
    await Rendition.update(
        {
            Rendition.state: RenditionState.DONE if files else RenditionState.PLANNED,
            Rendition.size: sum(file.size for file in files),
            Rendition.storage_key: f"media/{asset.code}/{run}",
        }
    ).where(Rendition.asset == asset.id, Rendition.purpose == purpose)


async def _rendition_facts(asset_id: int) -> list[RenditionFact]:
    rows = await Rendition.select(Rendition.purpose, Rendition.state, Rendition.failure, Rendition.required).where(
        Rendition.asset == asset_id
    )
    return [
        RenditionFact(row["purpose"], RenditionState(row["state"]), row["failure"] or "", row["required"])
        for row in rows
    ]


async def fail(asset_id: int, code: str, sentence: str) -> None:
    """Give up on a recording and say why on its row. An asset that is not in work any more stays as it is."""
    async with writing():
        asset = await MediaAsset.objects().get(MediaAsset.id == asset_id)
        if asset is None or asset.state not in IN_WORK:
            return
        await fail_in_transaction(asset, code, sentence)
        await audit.record(None, Audited.FAILED, Subject("media_asset", asset_id), code=code)


async def fail_in_transaction(asset: MediaAsset, code: str, sentence: str, **values: object) -> None:
    """The move to failed and the word to the floors above, inside the caller's `writing()`."""
    state = AssetState(asset.state)
    new = move(state, AssetVerb.FAILED)
    told = {"failure": code, "failure_note": sentence, "tidy_at": clock.now() + BROKEN_RUNS_KEPT}
    await move_row(MediaAsset.state, asset.id, old=state, new=new, **AT_REST, **told, **values)
    await announce(AssetFailed(asset.id))


async def fail_further(asset_id: int, code: str, sentence: str) -> None:
    """Give up on the sharper sizes and say why; what plays goes on playing."""
    async with writing():
        asset = await MediaAsset.objects().get(MediaAsset.id == asset_id)
        if asset is None or asset.further != Further.MAKING:
            return
        await fail_further_in_transaction(asset, code, sentence)
        await audit.record(None, Audited.FAILED, Subject("media_asset", asset_id), code=code)


async def fail_further_in_transaction(asset: MediaAsset, code: str, sentence: str) -> None:
    """The move of the sharper sizes to failed, inside the caller's `writing()`."""
    new = move_further(Further(asset.further), AssetVerb.FAILED)
    told = {"failure": code, "failure_note": sentence, "tidy_at": clock.now() + OLD_RUNS_KEPT}
    await move_row(MediaAsset.further, asset.id, old=asset.further, new=new, **AT_REST, **told)


async def fail_on_our_side(asset_id: int) -> None:
    """All repetitions of a job ended in errors nobody foresaw."""
    await fail(asset_id, OUR_FAULT, _OUR_SENTENCE)


async def fail_further_on_our_side(asset_id: int) -> None:
    """All tries to make the sharper sizes ended in errors nobody foresaw."""
    await fail_further(asset_id, OUR_FAULT, _OUR_SENTENCE)
