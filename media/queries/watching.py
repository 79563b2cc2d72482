"""What a player needs, and whether a recording can be published in a course."""

from functools import lru_cache
from typing import Any

import msgspec

from academy.db.work import reading
from media.delivery import sign, sign_captions, sign_transcript
from media.rules.captions import Cue, Spoken, parse, sentences, to_text
from media.rules.chapters import Chapter
from media.rules.languages import default_of, label_of
from media.rules.lifecycle import AssetState
from media.tables import Caption, MediaAsset


class CaptionTrack(msgspec.Struct, frozen=True):
    """Captions in one language: where to fetch them as WebVTT, the language's tag, and its own name."""

    url: str
    language: str
    label: str
    default: bool = False


class Playback(msgspec.Struct, frozen=True):
    """All a player needs. Addresses are signed for about a shift and empty for what there is not (yet).

    `captions` has one track for each language; the transcript and `captions_url` are those of the language spoken.
    """

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
    captions: tuple[CaptionTrack, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    transcript: tuple[Cue, ...] = ()
    transcript_url: str = ""
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


async def playback(asset_id: int, *, drafts: bool = False) -> Playback | None:
    """What the player of a lesson needs; None for an unknown asset. `drafts` shows unreviewed captions too."""
    rows = await MediaAsset.raw(_PLAYED, asset_id)
    if not rows:
        return None
    there = (row for row in rows if row["caption_id"] is not None and (drafts or row["reviewed_at"] is not None))
    return _playback(rows[0], [_words(row) for row in there])


_PLAYED = """
    SELECT a.code, a.state, a.title, a.kind, a.duration_ms, a.width, a.progress_percent, a.master_key, a.chapters,
        a.has_description, c.id AS caption_id, c.language, c.body, c.reviewed_at
    FROM media_asset a LEFT JOIN caption c ON c.asset = a.id WHERE a.id = {} ORDER BY c.language
"""
"""A row for each language of captions, one where there are none: the recording is the same in all."""


class _Words(msgspec.Struct, frozen=True):
    """Captions in one language."""

    id: int
    language: str
    body: str
    reviewed: bool


def _words(row: dict[str, Any]) -> _Words:
    return _Words(row["caption_id"], row["language"], row["body"], row["reviewed_at"] is not None)


def _playback(asset: dict[str, Any], captions: list[_Words]) -> Playback:
    ready = asset["state"] == AssetState.READY
    folder = asset["master_key"].split("/")[2] if ready else ""
    picture = ready and asset["width"] is not None
    default = default_of(words.language for words in captions)
    spoken = next((words for words in captions if words.language == default), None)
    code = asset["code"]
    return Playback(
        code=code,
        state=asset["state"],
        title=asset["title"],
        kind="video" if picture or (not ready and asset["kind"] != "audio") else "audio",
        duration_ms=asset["duration_ms"] or 0,
        progress_percent=asset["progress_percent"],
        master_url=sign(code, f"{folder}/master.m3u8") if ready else "",
        audio_url=sign(code, f"{folder}/audio/index.m3u8") if ready else "",
        poster_url=sign(code, f"{folder}/poster.jpg") if picture else "",
        sprite_url=sign(code, f"{folder}/storyboard.vtt") if picture else "",
        captions_url=sign_captions(code, spoken.id) if spoken else "",
        captions=tuple(_track(code, words, default=default) for words in _spoken_first(captions, default)),
        chapters=msgspec.json.decode(asset["chapters"], type=tuple[Chapter, ...]),
        transcript=_cues(spoken.body) if spoken else (),
        transcript_url=sign_transcript(code, spoken.id) if spoken and spoken.reviewed else "",
        has_description=ready and bool(asset["has_description"]),
    )


def _spoken_first(captions: list[_Words], default: str) -> list[_Words]:
    """The order of the player's menu: what is spoken, then the other languages by their tags."""
    return sorted(captions, key=lambda words: (words.language != default, words.language))


def _track(code: str, words: _Words, *, default: str) -> CaptionTrack:
    label = label_of(words.language)
    return CaptionTrack(sign_captions(code, words.id), words.language, label, words.language == default)


@lru_cache(maxsize=128)
def _cues(body: str) -> tuple[Cue, ...]:
    return parse(body).cues


async def caption_body(code: str, caption_id: int) -> str | None:
    """The WebVTT of one caption row of an asset; None when there is no such row any more."""
    where = (Caption.id == caption_id) & (Caption.asset.code == code)
    row = await Caption.select(Caption.body).where(where).first()
    return str(row["body"]) if row else None


async def transcripts(asset_ids: tuple[int, ...]) -> dict[int, tuple[Spoken, ...]]:
    """What is said in these recordings, in the language spoken, as far as learners may read it. One statement."""
    if not asset_ids:
        return {}
    rows = await Caption.select(Caption.asset, Caption.language, Caption.body).where(
        Caption.asset.is_in(list(asset_ids)), Caption.reviewed_at.is_not_null()
    )
    languages: dict[int, list[str]] = {}
    for row in rows:
        languages.setdefault(row["asset"], []).append(row["language"])
    return {
        row["asset"]: sentences(parse(row["body"]).cues)
        for row in rows
        if row["language"] == default_of(languages[row["asset"]])
    }


async def transcript_text(code: str, caption_id: int) -> str | None:
    """The words of captions that a person has reviewed, to be read; None for others, and where there are none."""
    where = (Caption.id == caption_id) & (Caption.asset.code == code) & Caption.reviewed_at.is_not_null()
    row = await Caption.select(Caption.body, Caption.asset.title.as_alias("title")).where(where).first()
    return to_text(_cues(row["body"]), title=row["title"]) if row else None


async def standings(asset_ids: tuple[int, ...]) -> dict[int, AssetStanding]:
    """Whether these recordings can be published, by id; in two statements however many there are."""
    if not asset_ids:
        return {}
    async with reading():
        assets = await MediaAsset.objects().where(MediaAsset.id.is_in(list(asset_ids)))
        reviewed = await Caption.select(Caption.asset, Caption.language).where(
            Caption.asset.is_in(list(asset_ids)), Caption.reviewed_at.is_not_null()
        )
    done = {row["asset"] for row in reviewed if default_of([row["language"]])}
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
