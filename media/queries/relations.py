"""What belongs to a recording beside its files: chapters to be named, its audio description, what replaces it."""

import msgspec
from piccolo.columns.combination import Where

from media.rules.chapters import Chapter, ChapterLine, proposed, written
from media.rules.lifecycle import AssetState
from media.tables import MediaAsset


class DescriptionRow(msgspec.Struct, frozen=True):
    """The newest audio description of a lecture, or the lecture (`of_lecture`) that a description belongs to."""

    code: str
    title: str
    state: str
    failure_note: str
    of_lecture: bool = False


class Successor(msgspec.Struct, frozen=True):
    """The newest recording that replaces another one."""

    code: str
    title: str
    state: str
    failure_note: str


def chapter_lines(asset: MediaAsset) -> tuple[ChapterLine, ...]:
    """The chapters to be typed over: those saved, or else what the changes of slides propose."""
    saved = msgspec.json.decode(asset.chapters, type=tuple[Chapter, ...])
    changes = msgspec.json.decode(asset.slide_changes, type=tuple[int, ...])
    return written(saved or proposed(changes, asset.duration_ms or 0))


async def description_of(asset: MediaAsset) -> DescriptionRow | None:
    """The audio description of a lecture, whatever its state; for a description, its lecture."""
    is_track = asset.describes is not None
    which = MediaAsset.id == asset.describes if is_track else MediaAsset.describes == asset.id
    row = await MediaAsset.objects().where(which).order_by(MediaAsset.id, ascending=False).first()
    if row is None:
        return None
    return DescriptionRow(row.code, row.title, row.state, row.failure_note or "", of_lecture=is_track)


async def successor_of(asset: MediaAsset) -> Successor | None:
    """What was uploaded last to replace this recording."""
    after = MediaAsset.replaces == asset.id
    row = await MediaAsset.objects().where(after).order_by(MediaAsset.id, ascending=False).first()
    return Successor(row.code, row.title, row.state, row.failure_note or "") if row else None


async def replaced_by(asset_id: int) -> frozenset[int]:
    """The recordings that this one replaces now that it plays: the one named, and through files that never played the
    ones before those. Empty for a recording that does not play or replaces nothing.
    """
    found: set[int] = set()
    row = await _first(MediaAsset.id == asset_id)
    while row is not None and row.replaces and (row.id == asset_id) == (row.state == AssetState.READY):
        found.add(int(row.replaces))
        row = await _first(MediaAsset.id == int(row.replaces))
    return frozenset(found)


async def _first(which: Where) -> MediaAsset | None:
    return await MediaAsset.objects().where(which).first()
