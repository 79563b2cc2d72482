"""What a player needs, and whether a recording can be published in a course."""

from datetime import datetime
from functools import lru_cache

import msgspec

from academy.db.work import reading
from media.actions.captions import LANGUAGE
from media.delivery import sign, sign_captions
from media.rules.captions import Cue, check, parse
from media.rules.chapters import Chapter
from media.rules.lifecycle import AssetState
from media.tables import Caption, MediaAsset


class Playback(msgspec.Struct, frozen=True):
    """All a player needs. Addresses are signed for about a shift and empty for what there is not (yet)."""

    code: str
    state: str
    title: str
    kind: str
    duration_ms: int
    progress_percent: int
    master_url: str = ""
    audio_url: str = ""
    poster_url: str = ""
    sprite_url: str = ""
    captions_url: str = ""
    chapters: tuple[Chapter, ...] = ()
    transcript: tuple[Cue, ...] = ()
    has_description: bool = False


class AssetStanding(msgspec.Struct, frozen=True):
    """Whether a recording can be published in a course."""

    id: int
    code: str
    title: str
    state: str
    captions_reviewed: bool
    duration_ms: int
    failure_note: str


class CaptionLine(msgspec.Struct, frozen=True):
    """One caption in review."""

    start_ms: int
    end_ms: int
    text: str


class CaptionReview(msgspec.Struct, frozen=True):
    """The captions of an asset as a reviewer sees them, with what the rules would look at."""

    id: int
    lines: tuple[CaptionLine, ...]
    findings: tuple[str, ...]
    reviewed_at: datetime | None
    source: str


async def playback(asset_id: int, *, drafts: bool = False) -> Playback | None:
    """What the player of a lesson needs; None for an unknown asset. `drafts` shows unreviewed captions too."""
    async with reading():
        asset = await MediaAsset.objects().get(MediaAsset.id == asset_id)
        captions = await _captions_of(asset_id)
    if asset is None:
        return None
    if captions is not None and captions.reviewed_at is None and not drafts:
        captions = None
    return _playback(asset, captions)


def _playback(asset: MediaAsset, captions: Caption | None) -> Playback:
    ready = asset.state == AssetState.READY
    folder = asset.master_key.split("/")[2] if ready else ""
    picture = ready and asset.width is not None
    return Playback(
        code=asset.code,
        state=asset.state,
        title=asset.title,
        kind="video" if picture or (not ready and asset.kind != "audio") else "audio",
        duration_ms=asset.duration_ms or 0,
        progress_percent=asset.progress_percent,
        master_url=sign(asset.code, f"{folder}/master.m3u8") if ready else "",
        audio_url=sign(asset.code, f"{folder}/audio/index.m3u8") if ready else "",
        poster_url=sign(asset.code, f"{folder}/poster.jpg") if picture else "",
        sprite_url=sign(asset.code, f"{folder}/storyboard.vtt") if picture else "",
        captions_url=sign_captions(asset.code, captions.id) if captions else "",
        chapters=msgspec.json.decode(asset.chapters, type=tuple[Chapter, ...]),
        transcript=_cues(captions.body) if captions else (),
        has_description=ready and asset.has_description,
    )


@lru_cache(maxsize=128)
def _cues(body: str) -> tuple[Cue, ...]:
    return parse(body).cues


async def _captions_of(asset_id: int) -> Caption | None:
    return await Caption.objects().where(Caption.asset == asset_id, Caption.language == LANGUAGE).first()


async def caption_body(code: str, caption_id: int) -> str | None:
    """The WebVTT of one caption row of an asset; None when there is no such row any more."""
    where = (Caption.id == caption_id) & (Caption.asset.code == code)
    row = await Caption.select(Caption.body).where(where).first()
    return str(row["body"]) if row else None


async def caption_review(asset: MediaAsset) -> CaptionReview | None:
    """The captions of an asset to be read line by line; None when it has none."""
    row = await _captions_of(asset.id)
    if row is None:
        return None
    cues = _cues(row.body)
    lines = tuple(CaptionLine(cue.start_ms, cue.end_ms, cue.text) for cue in cues)
    return CaptionReview(row.id, lines, check(cues, asset.duration_ms or 0), row.reviewed_at, row.source)


async def standings(asset_ids: tuple[int, ...]) -> dict[int, AssetStanding]:
    """Whether these recordings can be published, by id; in two statements however many there are."""
    if not asset_ids:
        return {}
    async with reading():
        assets = await MediaAsset.objects().where(MediaAsset.id.is_in(list(asset_ids)))
        reviewed = await Caption.select(Caption.asset).where(
            Caption.asset.is_in(list(asset_ids)), Caption.reviewed_at.is_not_null()
        )
    done = {row["asset"] for row in reviewed}
    return {asset.id: _standing(asset, reviewed=asset.id in done) for asset in assets}


def _standing(asset: MediaAsset, *, reviewed: bool) -> AssetStanding:
    return AssetStanding(
        id=asset.id,
        code=asset.code,
        title=asset.title,
        state=asset.state,
        captions_reviewed=reviewed,
        duration_ms=asset.duration_ms or 0,
        failure_note=asset.failure_note or "",
    )
