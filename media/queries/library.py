"""The media library as its users see it: assets by need, uploads that wait to be finished."""

from datetime import datetime, timedelta
from typing import Any

import anyio
import msgspec
from piccolo.columns.combination import Where
from piccolo.custom_types import Combinable

from academy import clock
from academy.actor import Actor
from academy.db.work import reading
from academy.people.tables import Person
from media import places
from media.actions import received_bytes
from media.actions.outcome import IN_WORK, REPEATABLE
from media.delivery import sign
from media.rules.languages import SPOKEN, default_of
from media.rules.lifecycle import AssetState, Further
from media.tables import Caption, CaptionDraft, MediaAsset, Upload

STILL = timedelta(seconds=15)
"""An upload whose file did not grow for this long has stopped."""

NEEDS = ("in_work", "failed", "look", "ready", "unmade")
"""The order of the list, by urgency; decks whose film nobody asked for yet come last."""


class AssetRow(msgspec.Struct, frozen=True):
    """A line of the media list. `need` orders it: in work, failed, to look at, ready, not made.

    `working`: something is made of it, be it only the sharper sizes (`further`) of a lecture that plays at `height`
    already. `describes`: the id of the lecture whose audio description it is, else 0.
    """

    code: str
    title: str
    original_name: str
    kind: str
    state: str
    need: int
    percent: int
    note: str
    failure: str
    failure_note: str
    retry_helps: bool
    warning: str
    duration_ms: int
    created_at: datetime
    mine: bool
    expected_at: datetime | None = None
    heartbeat_at: datetime | None = None
    working: bool = False
    further: str = ""
    height: int = 0
    describes: int = 0
    use_note: str = ""
    place_in_line: int = 0
    captions: str = "none"
    caption_cues: int = 0
    draft: str = ""
    draft_percent: int = 0
    reviewed_at: datetime | None = None
    reviewed_by: str = ""
    poster_url: str = ""


class UploadRow(msgspec.Struct, frozen=True):
    """An upload of the reader that is not complete; unless it is `moving`, choosing the file again goes on with it."""

    code: str
    original_name: str
    received: int
    total: int
    moving: bool


async def asset_rows(actor: Actor, *, search: str = "", need: str = "") -> tuple[AssetRow, ...]:
    """The library, in work first, then what failed or needs a look, then by age. `need`: one of NEEDS, or all.

    Audio descriptions that are done stand on the page of their lecture and not here.
    """
    found = await _rows_of(actor, MediaAsset.id.is_not_null())
    rows = (row for row in found if search.lower() in f"{row.title} {row.original_name}".lower())
    kept = (row for row in rows if (not need or NEEDS[row.need] == need) and not (row.describes and row.need == 3))
    return tuple(sorted(kept, key=lambda row: (row.need, row.place_in_line)))


async def rows_in_work(actor: Actor) -> tuple[AssetRow, ...]:
    """The lines of what is being made or waits for it, and of nothing else: cheap enough to be asked every second."""
    return tuple(await _rows_of(actor, _IN_WORK))


async def _rows_of(actor: Actor, which: Combinable) -> list[AssetRow]:
    """The newest first, in three statements however many there are."""
    async with reading():
        assets = await MediaAsset.objects().where(which).order_by(MediaAsset.id, ascending=False)
        ids = [asset.id for asset in assets] or [0]
        captions = {row["asset"]: row for row in await _caption_rows(Caption.asset.is_in(ids))}
        drafts = {row["asset"]: row for row in await CaptionDraft.select().where(CaptionDraft.asset.is_in(ids))}
    line = sorted(asset.id for asset in assets if _working(asset))
    places = {asset_id: place for place, asset_id in enumerate(line, start=1)}
    return [
        with_draft(row_of(asset, captions.get(asset.id), actor, place=places.get(asset.id, 0)), drafts.get(asset.id))
        for asset in assets
    ]


_IN_WORK = MediaAsset.state.is_in(list(IN_WORK)) | (MediaAsset.further == Further.MAKING)


async def _caption_rows(which: Where) -> list[dict[str, Any]]:
    """The captions that decide whether a recording can be published: those of the language spoken."""
    rows = await Caption.select(
        Caption.asset,
        Caption.language,
        Caption.cue_count,
        Caption.reviewed_at,
        Caption.reviewed_by.full_name.as_alias("reviewer"),
    ).where(which)
    spoken = [row for row in rows if default_of([row["language"]])]
    return sorted(spoken, key=lambda row: row["language"] == SPOKEN)


def _working(asset: MediaAsset) -> bool:
    return asset.state in IN_WORK or asset.further == Further.MAKING


def row_of(asset: MediaAsset, captions: dict[str, Any] | None, actor: Actor, *, place: int) -> AssetRow:
    """An asset as a line of the list. `place` counts the assets in work from the oldest; 1 is being prepared now."""
    reviewed = captions is not None and captions["reviewed_at"] is not None
    ready = asset.state == AssetState.READY
    folder = asset.master_key.split("/")[2] if ready else ""
    return AssetRow(
        code=asset.code,
        title=asset.title,
        original_name=asset.original_name,
        kind="audio" if ready and asset.width is None else asset.kind,
        state=asset.state,
        need=_need(asset.state, reviewed=reviewed or asset.describes is not None),
        percent=asset.progress_percent,
        note=asset.progress_note,
        failure=asset.failure or "",
        failure_note=asset.failure_note or "",
        retry_helps=asset.failure in REPEATABLE,
        warning=asset.warning or "",
        duration_ms=asset.duration_ms or 0,
        created_at=asset.created_at,
        mine=asset.uploaded_by in (None, actor.id),
        expected_at=asset.expected_at if asset.expected_at and asset.expected_at > clock.now() else None,
        heartbeat_at=asset.heartbeat_at,
        working=_working(asset),
        further=asset.further,
        height=min(asset.width or 0, asset.height or 0),
        describes=int(asset.describes or 0),
        use_note=asset.use_note,
        place_in_line=place,
        captions="none" if captions is None else "reviewed" if reviewed else "draft",
        caption_cues=captions["cue_count"] if captions else 0,
        reviewed_at=captions["reviewed_at"] if captions else None,
        reviewed_by=(captions["reviewer"] or "") if captions else "",
        poster_url=sign(asset.code, f"{folder}/poster.jpg") if ready and asset.width is not None else "",
    )


def with_draft(row: AssetRow, draft: dict[str, Any] | None) -> AssetRow:
    """The line with where its captions' draft stands, as long as there are no captions."""
    if draft is None or row.captions != "none":
        return row
    return msgspec.structs.replace(row, draft=draft["state"], draft_percent=draft["percent"])


def _need(state: str, *, reviewed: bool) -> int:
    if state in IN_WORK:
        return 0
    if state == AssetState.FAILED:
        return 1
    if state == AssetState.WRITTEN:
        return 4
    return 3 if reviewed else 2


async def asset_row(asset: MediaAsset, actor: Actor) -> AssetRow:
    """One line of the list, for the asset's own page."""
    captions = {row["asset"]: row for row in await _caption_rows(Caption.asset == asset.id)}.get(asset.id)
    beside = (await MediaAsset.raw(_BESIDE, *IN_WORK, Further.MAKING, asset.id))[0]
    row = row_of(asset, captions, actor, place=beside["place"] if _working(asset) else 0)
    return with_draft(row, beside if beside["state"] else None)


_BESIDE = f"""
    SELECT d.state, d.percent, (SELECT count(*) FROM media_asset b
        WHERE b.id <= a.id AND (b.state IN ({", ".join("{}" for _ in IN_WORK)}) OR b.further = {{}})) AS place
    FROM media_asset a LEFT JOIN caption_draft d ON d.asset = a.id WHERE a.id = {{}}
"""
"""Where the draft of an asset's captions stands, and the asset's place among those in work from the oldest."""


async def open_uploads(actor: Actor) -> tuple[UploadRow, ...]:
    """What this person began to upload and did not finish."""
    uploads = await Upload.objects().where(Upload.person == actor.id, Upload.asset.is_null()).order_by(Upload.id)
    return tuple([await _upload_row(upload) for upload in uploads])


async def _upload_row(upload: Upload) -> UploadRow:
    staged = anyio.Path(places.staged(upload.code))
    touched = (await staged.stat()).st_mtime if await staged.exists() else 0.0
    moving = clock.now().timestamp() - touched < STILL.total_seconds()
    received = await received_bytes(upload) or 0
    return UploadRow(upload.code, upload.original_name, received, upload.total_size, moving)


async def uploader_name(asset: MediaAsset) -> str:
    """Who uploaded it; empty for the academy's own decks."""
    row = await Person.select(Person.full_name).where(Person.id == asset.uploaded_by).first()
    return str(row["full_name"]) if row else ""


async def library_bytes() -> int:
    """What the originals of the library take."""
    sizes = await MediaAsset.select(MediaAsset.size).output(as_list=True)
    return sum(sizes)
