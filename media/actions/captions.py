"""Captions from a file, and the review without which learners do not see them."""

from academy import audit, clock
from academy.actor import Actor
from academy.audit import Subject
from academy.db.work import writing
from academy.errors import Conflict, Invalid, NotFound
from media.access import asset_for
from media.actions.audited import Audited
from media.rules.captions import Cue, Fault, parse, read, to_vtt
from media.tables import Caption, MediaAsset

LANGUAGE = "en-US"
_SHOWN_FAULTS = 10


class CaptionsChanged(Conflict):
    """The captions under review are not the ones that are there now."""

    code = "captions_changed"
    sentence = "These captions were replaced while you read them. Load the page again and look at the new ones."


async def add_captions(actor: Actor, code: str, *, file: bytes) -> None:
    """Replace an asset's captions by a WebVTT or SubRip file; they wait for review. Raises Invalid naming lines."""
    found = read(file)
    if found.faults:
        raise Invalid("The captions cannot be read.", fields={"captions": _told(found.faults)}, code="captions_faulty")
    async with writing():
        asset = await asset_for(actor, code)
        await _replace(asset, found.cues)
        await audit.record(actor, Audited.CAPTIONS_ADDED, Subject("media_asset", asset.id), cues=len(found.cues))


def _told(faults: tuple[Fault, ...]) -> str:
    told = [f"Line {fault.line}: {fault.sentence}" if fault.line else fault.sentence for fault in faults]
    more = len(told) - _SHOWN_FAULTS
    return " ".join([*told[:_SHOWN_FAULTS], f"And {more} more." if more > 0 else ""]).strip()


async def _replace(asset: MediaAsset, cues: tuple[Cue, ...]) -> None:
    await Caption.delete().where(Caption.asset == asset.id, Caption.language == LANGUAGE, Caption.kind == "captions")
    row = Caption(
        asset=asset.id,
        language=LANGUAGE,
        kind="captions",
        source="upload",
        body=to_vtt(cues),
        cue_count=len(cues),
    )
    await Caption.insert(row)


async def review_captions(actor: Actor, code: str, *, caption_id: int, texts: tuple[str, ...]) -> None:
    """Take the lines as a person has read and corrected them, and let learners see them.

    caption_id: the captions the reader saw; raises CaptionsChanged when there are others now. Raises Invalid for a line
    left empty.
    """
    async with writing():
        asset = await asset_for(actor, code)
        row = await Caption.objects().where(Caption.asset == asset.id, Caption.language == LANGUAGE).first()
        if row is None:
            raise NotFound("This recording has no captions yet.")
        cues = corrected(parse(row.body).cues, texts) if row.id == caption_id else ()
        if not cues:
            raise CaptionsChanged()
        await Caption.update(
            {Caption.body: to_vtt(cues), Caption.reviewed_by: actor.id, Caption.reviewed_at: clock.now()}
        ).where(Caption.id == row.id)
        await audit.record(actor, Audited.CAPTIONS_REVIEWED, Subject("media_asset", asset.id), cues=len(cues))


def corrected(cues: tuple[Cue, ...], texts: tuple[str, ...]) -> tuple[Cue, ...]:
    """The same times with the texts of a reviewer. Raises CaptionsChanged unless there is one text for each cue."""
    if len(texts) != len(cues):
        raise CaptionsChanged()
    empty = [place for place, text in enumerate(texts, start=1) if not text.strip()]
    if empty:
        lines = ", ".join(str(place) for place in empty)
        raise Invalid(fields={"text": f"Write the words of caption {lines}, or upload a file without it."})
    return tuple(Cue(cue.start_ms, cue.end_ms, text.strip()) for cue, text in zip(cues, texts, strict=True))
