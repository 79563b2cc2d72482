"""Draft captions by speech recognition: asked for or by themselves, never shown to learners before a person read them.

The job may run twice or be cut off anywhere: it works in a folder of its own, asks its row whether it is still wanted,
and writes the captions in the transaction that ends it, and only where there are none.
"""

import logging
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from academy import audit, clock
from academy.actor import Actor
from academy.audit import Subject
from academy.db.work import move_row, writing
from academy.errors import Conflict
from academy.jobs import enqueue, job
from media import places, recognition
from media.access import asset_for
from media.actions.audited import Audited
from media.actions.reporting import Stopped
from media.ffmpeg import RenderFailed
from media.ffmpeg.samples import decode_samples
from media.recognition import ModelMissing, RecognitionFailed, Standing
from media.rules.captions import to_vtt
from media.rules.captions.editing import Line, cues_of, doubts_of
from media.rules.captions.recognized import drafted
from media.rules.drafting import CannotDraft, DraftState, DraftVerb, move
from media.rules.languages import SPOKEN, default_of
from media.rules.lifecycle import AssetState
from media.rules.source import SourceFacts
from media.tables import Caption, CaptionDraft, MediaAsset

log = logging.getLogger(__name__)

QUIET = timedelta(minutes=15)
"""A draft without a sign of life for this long has lost its job."""
WRITE_EVERY = timedelta(seconds=1)
AT_WORK = (DraftState.WAITING, DraftState.RUNNING)
TRADE = "NIBIN, IBIS, eTrace, ATF, crime gun, casing"
"""Words of the trade a general recognizer would not expect."""
_NO_WORDS = "Nothing was said that could be recognized. Upload a caption file if there is speech."
_OUR_SENTENCE = "Something went wrong on our side while captions were drafted. Try again, or upload a caption file."


async def ask_for_draft(actor: Actor, code: str) -> None:
    """Have captions drafted for a ready recording that has none. Raises CannotDraft where that makes no sense."""
    async with writing():
        asset = await asset_for(actor, code)
        if recognition.standing() is not Standing.READY or not await _could_use_one(asset):
            raise CannotDraft()
        draft = await _draft_of(asset.id)
        if draft is None:
            await _insert(asset, DraftState.WAITING)
        else:
            new = move(DraftState(draft.state), DraftVerb.ASK)
            await _move(draft, new, percent=0, failure_note=None, heartbeat_at=clock.now())
        await audit.record(actor, Audited.DRAFT_ASKED, Subject("media_asset", asset.id))
        await enqueue(draft_captions, asset.id)


async def stop_draft(actor: Actor, code: str) -> None:
    """End a draft; the running job notices in a second. Raises CannotDraft when it is over."""
    async with writing():
        asset = await asset_for(actor, code)
        draft = await _draft_of(asset.id)
        if draft is None:
            raise CannotDraft()
        await _move(draft, move(DraftState(draft.state), DraftVerb.STOP))
        await audit.record(actor, Audited.DRAFT_STOPPED, Subject("media_asset", asset.id))


async def _draft_of(asset_id: int) -> CaptionDraft | None:
    return await CaptionDraft.objects().where(CaptionDraft.asset == asset_id).first()


async def _insert(asset: MediaAsset, state: DraftState) -> None:
    await CaptionDraft.insert(CaptionDraft(asset=asset.id, state=state, heartbeat_at=clock.now()))


async def _move(draft: CaptionDraft, new: DraftState, **values: object) -> None:
    await move_row(CaptionDraft.state, draft.id, old=draft.state, new=new, **values)


async def _could_use_one(asset: MediaAsset) -> bool:
    """Ready, filmed rather than narrated by ourselves, and without captions in the language it is spoken in."""
    if asset.state != AssetState.READY or asset.kind == "deck":
        return False
    return not default_of(await Caption.select(Caption.language).where(Caption.asset == asset.id).output(as_list=True))


async def _failed(asset_id: int) -> None:
    await _fail(asset_id, _OUR_SENTENCE)


@job("media.draft_captions", lane="patient", timeout=8 * 3600, gave_up=_failed)
async def draft_captions(asset_id: int) -> None:
    """Listen to a recording that has become ready, or for which somebody asked, and write down what is said."""
    asset = await _begin(asset_id)
    if asset is None:
        return
    try:
        await _finish(asset, await _heard(asset))
    except (RenderFailed, RecognitionFailed) as failure:
        log.warning("captions of asset %d were not drafted: %s\n%s", asset_id, failure, failure.log_tail)
        await _fail(asset_id, failure.sentence)
    except ModelMissing as missing:
        log.error("captions cannot be drafted: %s", missing)
        await _fail(asset_id, "The speech model of this academy is missing. Ask the people who run it.")
    except (Stopped, Conflict) as reason:
        log.info("a draft of captions for asset %d is not wanted any more: %r", asset_id, reason)


async def _begin(asset_id: int) -> MediaAsset | None:
    """The asset, if captions are to be drafted for it now: a job that runs a second time finds its work done."""
    if recognition.standing() is not Standing.READY:
        return None
    async with writing():
        asset = await MediaAsset.objects().get(MediaAsset.id == asset_id)
        if asset is None or not await _could_use_one(asset):
            return None
        draft = await _draft_of(asset_id)
        if draft is None:
            await _insert(asset, DraftState.RUNNING)
        elif draft.state in AT_WORK:
            new = move(DraftState(draft.state), DraftVerb.BEGIN)
            await _move(draft, new, percent=0, heartbeat_at=clock.now())
        else:
            return None
        return asset


async def _heard(asset: MediaAsset) -> tuple[Line, ...]:
    """The recording as caption lines."""
    sound = msgspec.json.decode(asset.source_facts, type=SourceFacts).sound
    if sound is None:
        raise RecognitionFailed("This recording has no sound to listen to.")
    duration_ms = asset.duration_ms or 0
    reporter = _Reporter(asset.id, duration_ms)
    model = await recognition.model_folder()
    async with places.scratch(asset.code) as folder, places.local_copy(asset.source_key) as source:
        samples = Path(folder) / "samples"
        await decode_samples(source, samples, track=sound.index, duration_ms=duration_ms)
        await reporter(0)
        words = await recognition.hear(
            samples, model=model, glossary=f"{asset.title}. {TRADE}.", duration_ms=duration_ms, on_heard=reporter
        )
    if not words:
        raise RecognitionFailed(_NO_WORDS)
    return drafted(words)


class _Reporter:
    """Writes to the draft's row how far it is, at most once a second. Raises Stopped when it runs no more."""

    def __init__(self, asset_id: int, duration_ms: int) -> None:
        self._asset_id = asset_id
        self._duration_ms = max(1, duration_ms)
        self._written: datetime | None = None

    async def __call__(self, heard_ms: int) -> None:
        now = clock.now()
        if self._written is not None and now - self._written < WRITE_EVERY:
            return
        self._written = now
        percent = min(99, heard_ms * 100 // self._duration_ms)
        said = (
            await CaptionDraft.update({CaptionDraft.percent: percent, CaptionDraft.heartbeat_at: now})
            .where(CaptionDraft.asset == self._asset_id, CaptionDraft.state == DraftState.RUNNING)
            .returning(CaptionDraft.id)
        )
        if not said:
            raise Stopped


async def _finish(asset: MediaAsset, lines: tuple[Line, ...]) -> None:
    """Publish the draft to reviewers. Captions that came by a file meanwhile stay as they are."""
    async with writing():
        draft = await _draft_of(asset.id)
        if draft is None:
            raise Stopped
        await _move(draft, move(DraftState(draft.state), DraftVerb.FINISH), percent=100)
        if await _could_use_one(asset):
            await Caption.insert(_row(asset, lines))
            await audit.record(None, Audited.CAPTIONS_DRAFTED, Subject("media_asset", asset.id), cues=len(lines))


def _row(asset: MediaAsset, lines: tuple[Line, ...]) -> Caption:
    return Caption(
        asset=asset.id,
        language=SPOKEN,
        kind="captions",
        source="speech",
        body=to_vtt(cues_of(lines), note="Drafted by speech recognition"),
        cue_count=len(lines),
        doubts=msgspec.json.encode(doubts_of(lines)).decode(),
    )


async def _fail(asset_id: int, sentence: str) -> None:
    """Give up on a draft and say why on its row. One that is over stays as it is."""
    async with writing():
        draft = await _draft_of(asset_id)
        if draft is None or draft.state not in AT_WORK:
            return
        await _move(draft, move(DraftState(draft.state), DraftVerb.FAIL), failure_note=sentence)
        await audit.record(None, Audited.DRAFT_FAILED, Subject("media_asset", asset_id))


async def revive_quiet_drafts() -> None:
    """Promise again the job of every draft that is at work and shows no sign of life."""
    quiet = (CaptionDraft.heartbeat_at < clock.now() - QUIET) & CaptionDraft.state.is_in(list(AT_WORK))
    for draft in await CaptionDraft.objects().where(quiet):
        async with writing():
            await CaptionDraft.update({CaptionDraft.heartbeat_at: clock.now()}).where(CaptionDraft.id == draft.id)
            await enqueue(draft_captions, int(draft.asset))
