"""The captions of a recording as instructors see them: the sets of all languages, the lines in review, the draft."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from media import recognition
from media.recognition import Standing
from media.rules.captions import check, parse
from media.rules.captions.editing import Line, Typed, clock_text, lines_of
from media.rules.drafting import DraftState
from media.rules.languages import SPOKEN, default_of, label_of
from media.rules.lifecycle import AssetState
from media.tables import Caption, CaptionDraft, MediaAsset

PAGE_LINES: Final = 300
"""Lines on one page of the editor: more of them make a browser slow, and the longest files have thousands."""
SECONDS_PER_CHECK: Final = 25
"""What listening to one doubtful line and mending it takes, from watching people do it."""


class CaptionLine(msgspec.Struct, frozen=True):
    """One caption in review. `start`, `end`: as shown and typed. `now`: what stands there now, when that is other."""

    place: int
    start_ms: int
    end_ms: int
    start: str
    end: str
    text: str
    doubts: tuple[str, ...] = ()
    looked: bool = False
    now: str = ""


class CaptionReview(msgspec.Struct, frozen=True):
    """One page of the captions as a reviewer sees them, with what the rules would look at in the whole set."""

    id: int
    revision: int
    language: str
    label: str
    count: int
    to_check: int
    page: int
    pages: int
    lines: tuple[CaptionLine, ...]
    findings: tuple[str, ...]
    repairs: tuple[str, ...]
    reviewed_at: datetime | None
    source: str

    @property
    def first(self) -> int:
        """The place of the first line of the page, counted from 0."""
        return (self.page - 1) * PAGE_LINES

    @property
    def marked(self) -> int:
        """How many lines of this page are to be checked."""
        return sum(bool(line.doubts) for line in self.lines)

    @property
    def first_marked(self) -> int:
        """The place of the first line of this page that is to be checked, or of the page's first line."""
        return next((line.place for line in self.lines if line.doubts), self.first)

    @property
    def next_check_page(self) -> int:
        """Where the next marked line of another page may be."""
        return self.page % self.pages + 1

    @property
    def check_minutes(self) -> int:
        """About how long the lines to check will take."""
        return max(1, round(self.to_check * SECONDS_PER_CHECK / 60))


class CaptionSet(msgspec.Struct, frozen=True):
    """The captions of one language, as a line of the recording's page. `source`: script, upload or speech."""

    language: str
    label: str
    count: int
    to_check: int
    source: str
    reviewed_at: datetime | None


class DraftStatus(msgspec.Struct, frozen=True):
    """Where the recognizer's draft stands; `state` is empty when there is none. `can_ask`: the button makes sense."""

    state: str = ""
    percent: int = 0
    failure_note: str = ""
    can_ask: bool = False

    @property
    def at_work(self) -> bool:
        return self.state in (DraftState.WAITING, DraftState.RUNNING)


async def caption_sets(asset: MediaAsset) -> tuple[CaptionSet, ...]:
    """One entry for each language, the spoken one first."""
    rows = await Caption.objects().where(Caption.asset == asset.id).order_by(Caption.language)
    default = default_of(row.language for row in rows)
    return tuple(
        CaptionSet(row.language, label_of(row.language), row.cue_count, len(_doubts(row)), row.source, row.reviewed_at)
        for row in sorted(rows, key=lambda row: row.language != default)
    )


def _doubts(row: Caption) -> dict[int, tuple[str, ...]]:
    return msgspec.json.decode(row.doubts, type=dict[int, tuple[str, ...]], strict=False)


async def caption_review(asset: MediaAsset, *, language: str = "", page: int = 1) -> CaptionReview | None:
    """The captions of an asset to be read line by line, in the spoken language unless another is named; None when
    it has none."""
    rows = await Caption.objects().where(Caption.asset == asset.id)
    wanted = language or default_of(row.language for row in rows) or SPOKEN
    row = next((row for row in rows if row.language == wanted), None)
    return _review(asset, row, page) if row else None


def _review(asset: MediaAsset, row: Caption, page: int) -> CaptionReview:
    cues = parse(row.body).cues
    lines = lines_of(cues, _doubts(row))
    pages = max(1, -(-len(lines) // PAGE_LINES))
    page = min(max(1, page), pages)
    first = (page - 1) * PAGE_LINES
    shown = enumerate(lines[first : first + PAGE_LINES], start=first)
    return CaptionReview(
        id=row.id,
        revision=row.revision,
        language=row.language,
        label=label_of(row.language),
        count=len(lines),
        to_check=sum(bool(line.doubts) for line in lines),
        page=page,
        pages=pages,
        lines=tuple(_shown(place, line) for place, line in shown),
        findings=check(cues, asset.duration_ms or 0),
        repairs=msgspec.json.decode(row.repairs, type=tuple[str, ...]),
        reviewed_at=row.reviewed_at,
        source=row.source,
    )


def _shown(place: int, line: Line) -> CaptionLine:
    start, end = clock_text(line.start_ms), clock_text(line.end_ms)
    return CaptionLine(place, line.start_ms, line.end_ms, start, end, line.text, line.doubts)


def as_typed(review: CaptionReview, typed: Sequence[Typed]) -> CaptionReview:
    """The same page with what a person typed, so that a refusal loses nothing; other texts that stand now are told."""
    if len(typed) != len(review.lines):
        return review
    lines = (_typed_over(line, entry) for line, entry in zip(review.lines, typed, strict=True))
    return msgspec.structs.replace(review, lines=tuple(lines))


def _typed_over(line: CaptionLine, typed: Typed) -> CaptionLine:
    now = line.text if typed.text.strip() not in ("", line.text) else ""
    return msgspec.structs.replace(
        line, text=typed.text, start=typed.start or line.start, end=typed.end or line.end, looked=typed.looked, now=now
    )


async def draft_status(asset: MediaAsset, *, captioned: bool) -> DraftStatus:
    """The draft of an asset. captioned: it has captions in the language it is spoken in."""
    row = await CaptionDraft.objects().where(CaptionDraft.asset == asset.id).first()
    at_work = row is not None and row.state in (DraftState.WAITING, DraftState.RUNNING)
    ready = asset.state == AssetState.READY and asset.kind != "deck" and recognition.standing() is Standing.READY
    can_ask = ready and not captioned and not at_work
    if row is None:
        return DraftStatus(can_ask=can_ask)
    return DraftStatus(row.state, row.percent, row.failure_note or "", can_ask)
