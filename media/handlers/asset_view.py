"""One recording with all that its page and its caption editor show."""

from collections.abc import Sequence

import msgspec

from academy.actor import Actor
from academy.errors import Refusal
from academy.web.page import Page
from media import queries
from media.access import asset_for
from media.rules.captions.editing import Typed
from media.rules.chapters import ChapterLine
from media.rules.languages import NAMES


class AssetView(msgspec.Struct, frozen=True):
    """One recording: where it stands, how it plays, what belongs to it. `captions`: the set in hand, on a page."""

    row: queries.AssetRow
    playback: queries.Playback
    captions: queries.CaptionReview | None
    caption_sets: tuple[queries.CaptionSet, ...]
    draft: queries.DraftStatus
    uploader: str
    in_work: bool
    languages: tuple[tuple[str, str], ...] = tuple(NAMES.items())
    errors: dict[str, str] = {}
    conflict: str = ""
    chapters: tuple[ChapterLine, ...] = ()
    """As they can be typed over: the ones saved, or else proposed from the changes of slides."""
    description: queries.DescriptionRow | None = None
    replaced_by: queries.Successor | None = None


async def asset_view(
    actor: Actor, code: str, *, language: str = "", page: int = 1, errors: dict[str, str] | None = None
) -> AssetView:
    """A recording of the library, with the captions of a language (the spoken one) on a page."""
    asset = await asset_for(actor, code)
    playback = await queries.playback(asset.id, drafts=True)
    assert playback is not None, "access has just found this asset"
    row = await queries.asset_row(asset, actor)
    return AssetView(
        row=row,
        playback=playback,
        captions=await queries.caption_review(asset, language=language, page=page),
        caption_sets=await queries.caption_sets(asset),
        draft=await queries.draft_status(asset, captioned=row.captions != "none"),
        uploader=await queries.uploader_name(asset),
        in_work=row.working,
        errors=errors or {},
        chapters=queries.chapter_lines(asset),
        description=await queries.description_of(asset),
        replaced_by=await queries.successor_of(asset),
    )


async def refused_page(
    actor: Actor, code: str, errors: dict[str, str], *, chapters: tuple[ChapterLine, ...] = ()
) -> Page[AssetView]:
    """The page of a recording with what was wrong, by field, and the chapters as they were typed."""
    view = await asset_view(actor, code, errors=errors)
    return Page("media/asset.html", msgspec.structs.replace(view, chapters=chapters or view.chapters), status=422)


def refused(view: AssetView, refusal: Refusal, typed: Sequence[Typed]) -> AssetView:
    """The same page after a refusal, with everything that was typed still in its fields."""
    captions = queries.as_typed(view.captions, typed) if view.captions else None
    errors = getattr(refusal, "fields", None) or {}
    return msgspec.structs.replace(view, captions=captions, errors=errors, conflict="" if errors else refusal.sentence)
