"""How preparing a recording ends, and what its row says on the way there."""

from datetime import datetime, timedelta

from academy import audit, clock
from academy.audit import Subject
from academy.db.work import move_row, writing
from academy.facts import announce
from media.actions.audited import Audited
from media.facts import AssetFailed, AssetReady
from media.ffmpeg import Progress, Rendered
from media.rules.ladder import RenditionPlan
from media.rules.lifecycle import AssetState, AssetVerb, RenditionFact, RenditionState, move, state_of
from media.rules.source import Decision, Verdict
from media.tables import MediaAsset, Rendition

IN_WORK = (AssetState.UPLOADED, AssetState.PROBED, AssetState.TRANSCODING)
WRITE_EVERY = timedelta(seconds=1)
"""Progress is for eyes; more writes than this would only be in the way of learners' answers."""

OUR_FAULT = "our_fault"
STOPPED = "stopped"
REPEATABLE = frozenset({OUR_FAULT, STOPPED, "too_slow", "out_of_time", "incomplete", "encoder_failed", "film_failed"})
"""Failures that may end otherwise the next time. All others are the file's: the same bytes are refused again."""
_OUR_SENTENCE = "Something went wrong on our side while this recording was prepared. Try again; the file is kept."


class Stopped(Exception):
    """Somebody stopped the recording, or another run was faster: this run's work is not wanted any more."""


class Reporter:
    """Writes progress to the asset's row, at most once a second. Raises Stopped when the row is not in `state` now."""

    def __init__(self, asset_id: int, state: AssetState) -> None:
        self._asset_id = asset_id
        self._state = state
        self._written: datetime | None = None

    async def __call__(self, progress: Progress) -> None:
        now = clock.now()
        if self._written is None or now - self._written >= WRITE_EVERY:
            self._written = now
            expected = None if progress.eta_s is None else now + timedelta(seconds=progress.eta_s)
            await self.say("", percent=progress.percent, expected_at=expected)

    async def say(self, note: str, *, percent: int = 0, expected_at: datetime | None = None) -> None:
        """What is being done now, and a sign of life."""
        said = (
            await MediaAsset.update(
                {
                    MediaAsset.progress_note: note,
                    MediaAsset.progress_percent: percent,
                    MediaAsset.expected_at: expected_at,
                    MediaAsset.heartbeat_at: clock.now(),
                }
            )
            .where(MediaAsset.id == self._asset_id, MediaAsset.state == self._state)
            .returning(MediaAsset.id)
        )
        if not said:
            raise Stopped


async def settle(asset: MediaAsset, plan: RenditionPlan, rendered: Rendered, *, run: str) -> None:
    """Publish one finished run: all renditions and the asset's state in one transaction.

    Raises Conflict when the asset has left transcoding meanwhile; nothing is published then.
    """
    async with writing():
        for purpose in plan.purposes:
            await _record_rendition(asset, purpose, rendered, run=run)
        standing = state_of(Verdict(Decision.ACCEPT), await _rendition_facts(asset.id))
        await move_row(
            MediaAsset.state,
            asset.id,
            old=AssetState.TRANSCODING,
            new=standing.state,
            master_key=f"media/{asset.code}/{run}/{rendered.master}",
            duration_ms=rendered.duration_ms,
            width=rendered.width or None,
            height=rendered.height or None,
            ready_at=clock.now(),
            progress_percent=100,
            expected_at=None,
        )
        await audit.record(None, Audited.READY, Subject("media_asset", asset.id), duration_ms=rendered.duration_ms)
        await announce(AssetReady(asset.id))


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
    rows = await Rendition.select(Rendition.purpose, Rendition.state, Rendition.failure).where(
        Rendition.asset == asset_id
    )
    return [RenditionFact(row["purpose"], RenditionState(row["state"]), row["failure"] or "") for row in rows]


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
    await move_row(
        MediaAsset.state, asset.id, old=state, new=new, failure=code, failure_note=sentence, expected_at=None, **values
    )
    await announce(AssetFailed(asset.id))


async def fail_on_our_side(asset_id: int) -> None:
    """All repetitions of a job ended in errors nobody foresaw."""
    await fail(asset_id, OUR_FAULT, _OUR_SENTENCE)
