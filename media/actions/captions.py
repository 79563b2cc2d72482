"""Captions from a file, and the review without which learners do not see them."""

import msgspec

from academy import audit, clock
from academy.actor import Actor
from academy.audit import Subject
from academy.db.work import writing
from academy.errors import Conflict, Invalid, NotFound
from academy.facts import announce
from media.access import asset_for
from media.actions.audited import Audited
from media.facts import TranscriptChanged
from media.rules.captions import CaptionFile, Remark, parse, read, to_vtt
from media.rules.captions.editing import (
    Line,
    LinesChanged,
    LinesUnchecked,
    Typed,
    cues_of,
    doubts_of,
    lines_of,
    patched,
    retyped,
)
from media.rules.languages import SPOKEN, language_tag
from media.tables import Caption, MediaAsset

_SHOWN = 10
"""Faults or repairs that are told; more of them say nothing new."""


class CaptionsChanged(Conflict):
    """The captions under review are not the ones that are there now."""

    code = "captions_changed"
    sentence = "These captions were replaced while you read them. Load the page again and look at the new ones."


class Saved(msgspec.Struct, frozen=True):
    """Where a set of captions stands after a change: what the next change must name, and what is left to look at."""

    revision: int
    lines: int
    to_check: int


async def add_captions(actor: Actor, code: str, *, file: bytes, language: str = SPOKEN) -> str:
    """Replace an asset's captions in one language by a file; they wait for review. Returns the language's tag.

    Raises Invalid naming lines, or the field `language`.
    """
    tag = language_tag(language)
    found = read(file)
    if found.faults:
        raise Invalid("The captions cannot be read.", fields={"captions": _told(found.faults)}, code="captions_faulty")
    async with writing():
        asset = await asset_for(actor, code)
        await _replace(asset, found, language=tag)
        await audit.record(
            actor, Audited.CAPTIONS_ADDED, Subject("media_asset", asset.id), cues=len(found.cues), language=tag
        )
    return tag


def _told(remarks: tuple[Remark, ...]) -> str:
    more = len(remarks) - _SHOWN
    return " ".join([*map(str, remarks[:_SHOWN]), f"And {more} more." if more > 0 else ""]).strip()


async def _replace(asset: MediaAsset, found: CaptionFile, *, language: str) -> None:
    """The new set in place of the old one. Its count of changes goes on: a database may give its id a second time."""
    same = (Caption.asset == asset.id) & (Caption.language == language) & (Caption.kind == "captions")
    gone = await Caption.delete().where(same).returning(Caption.revision)
    row = Caption(
        asset=asset.id,
        language=language,
        kind="captions",
        source="upload",
        body=to_vtt(found.cues),
        cue_count=len(found.cues),
        repairs=msgspec.json.encode([str(remark) for remark in found.repairs]).decode(),
        revision=gone[0]["revision"] + 1 if gone else 0,
    )
    await Caption.insert(row)
    await announce(TranscriptChanged(asset.id))


async def save_lines(
    actor: Actor, code: str, *, caption_id: int, near: int, was: tuple[Line, ...], now: tuple[Line, ...]
) -> Saved:
    """Replace one run of lines, as it was shown to the person, by what the person made of it.

    Raises CaptionsChanged when there are other captions now, LinesChanged when these lines read otherwise by now,
    Invalid when the new ones cannot stand.
    """
    async with writing():
        asset = await asset_for(actor, code)
        row = await _row(asset, caption_id)
        return await _keep(row, patched(_lines(row), was, now, near=near))


async def review_captions(
    actor: Actor,
    code: str,
    *,
    caption_id: int,
    typed: tuple[Typed, ...],
    first: int = 0,
    revision: int | None = None,
    finish: bool = True,
) -> Saved:
    """Take lines from the plain form as a person has corrected them; with `finish`, let learners see the captions.

    first: the place of the first of these lines. revision: what the person saw, None for whatever is there. Raises
    CaptionsChanged and LinesChanged as `save_lines` does, Invalid for lines that cannot stand, LinesUnchecked while
    words are in doubt.
    """
    async with writing():
        asset = await asset_for(actor, code)
        row = await _row(asset, caption_id)
        lines = _lines(row)
        last = first + len(typed) if revision is not None else len(lines)
        if revision not in (None, row.revision):
            raise LinesChanged()
        corrected = (*lines[:first], *retyped(lines[first:last], typed), *lines[last:])
        saved = await _keep(row, corrected)
        if finish:
            await _finish(actor, row, saved)
        else:
            await audit.record(actor, Audited.CAPTIONS_SAVED, Subject("media_asset", asset.id), language=row.language)
        return saved


async def _finish(actor: Actor, row: Caption, saved: Saved) -> None:
    if saved.to_check:
        raise LinesUnchecked()
    reviewed: dict[object, object] = {Caption.reviewed_by: actor.id, Caption.reviewed_at: clock.now()}
    await Caption.update(reviewed).where(Caption.id == row.id)  # type: ignore[arg-type]
    await announce(TranscriptChanged(int(row.asset)))
    await audit.record(
        actor,
        Audited.CAPTIONS_REVIEWED,
        Subject("media_asset", int(row.asset)),
        cues=saved.lines,
        language=row.language,
    )


async def _row(asset: MediaAsset, caption_id: int) -> Caption:
    row = await Caption.objects().where(Caption.asset == asset.id, Caption.id == caption_id).first()
    if row is not None:
        return row
    if await Caption.exists().where(Caption.asset == asset.id):
        raise CaptionsChanged()
    raise NotFound("This recording has no captions yet.")


def _lines(row: Caption) -> tuple[Line, ...]:
    doubts = msgspec.json.decode(row.doubts, type=dict[int, tuple[str, ...]], strict=False)
    return lines_of(parse(row.body).cues, doubts)


async def _keep(row: Caption, lines: tuple[Line, ...]) -> Saved:
    """Write the lines, unless somebody else wrote since the row was read."""
    doubts = doubts_of(lines)
    kept = (
        await Caption.update(
            {
                Caption.body: to_vtt(cues_of(lines)),
                Caption.cue_count: len(lines),
                Caption.doubts: msgspec.json.encode(doubts).decode(),
                Caption.revision: row.revision + 1,
            }
        )
        .where(Caption.id == row.id, Caption.revision == row.revision)
        .returning(Caption.revision)
    )
    if not kept:
        raise LinesChanged()
    if row.reviewed_at is not None:
        await announce(TranscriptChanged(int(row.asset)))
    return Saved(row.revision + 1, len(lines), len(doubts))
