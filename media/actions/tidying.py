"""What the sweep looks for: uploads nobody finished, and files that killed processes left where no row knows them."""

import logging
import time
from collections.abc import Iterable
from datetime import timedelta

from anyio import to_thread

from academy import clock, storage
from academy.storage import Entry
from media import places, staging
from media.actions.receiving import accept_upload, drop_upload, received_bytes
from media.lecture import pieces
from media.rules.lifecycle import AssetState, Further
from media.tables import MediaAsset, Rendition, Upload

log = logging.getLogger(__name__)

FORGOTTEN_AFTER = timedelta(hours=1)
"""A staged file that no upload knows is only just being announced if it is younger."""
ORPHANED_AFTER = timedelta(hours=12)
"""Longer than any run of a job: files of a run that still goes on are never younger than its start."""
LOOK_EVERY_SECONDS = 3600
"""How often the store is listed; that costs a request for each thousand files."""

_looked_at: float | None = None
_cleared_at: float | None = None


async def finish_or_drop_uploads() -> None:
    """Accept uploads whose last byte came and whose asset did not; drop those nobody went on with."""
    for upload in await Upload.objects().where(Upload.expires_at < clock.now()):
        await drop_upload(None, upload)
    for upload in await Upload.objects().where(Upload.asset.is_null()):
        if await received_bytes(upload) == upload.total_size:
            await _finish(upload)


async def _finish(upload: Upload) -> None:
    try:
        await accept_upload(None, upload, patience=0)
    except staging.Busy:
        log.info("upload %s is being finished by the process that received it", upload.code)


async def clear_staged(older_than: timedelta = FORGOTTEN_AFTER) -> None:
    """Remove received bytes on this machine whose upload is gone, or has become an asset."""
    folder = places.staged("any").parent
    for path in await to_thread.run_sync(staging.untouched, folder, clock.now() - older_than):
        if not await Upload.exists().where(Upload.code == path.name, Upload.asset.is_null()):
            await to_thread.run_sync(staging.remove, path)


async def clear_store_hourly() -> None:
    """`clear_store`, for the sweep of every minute."""
    global _looked_at
    if _looked_at is None or time.monotonic() - _looked_at >= LOOK_EVERY_SECONDS:
        _looked_at = time.monotonic()
        await clear_store()


async def clear_pieces_hourly() -> None:
    """Keep what lectures are joined from within its bounds, on this machine."""
    global _cleared_at
    if _cleared_at is None or time.monotonic() - _cleared_at >= LOOK_EVERY_SECONDS:
        _cleared_at = time.monotonic()
        if gone := await to_thread.run_sync(pieces.clear, places.pieces()):
            log.info("%d pieces of lectures went, used longest ago", gone)


async def clear_store(older_than: timedelta = ORPHANED_AFTER) -> None:
    """Remove files of recordings that no row knows: of dropped uploads, and of runs that were cut off."""
    before = clock.now() - older_than
    # Listed before the rows are read: what is put there meanwhile is not in it.
    old = [entry for entry in await storage.entries_under("media/") if entry.modified < before]
    for key in _orphans(old, await _known_codes(), await _known_runs()):
        log.info("removing %s: no row knows it", key)
        await storage.delete(key)


def _orphans(entries: Iterable[Entry], codes: set[str], runs: dict[str, set[str]]) -> list[str]:
    """`runs` holds the published runs of all assets that are not in work and keep no earlier run for its viewers."""
    return [entry.key for entry in entries if not _known(entry.key, codes, runs)]


def _known(key: str, codes: set[str], runs: dict[str, set[str]]) -> bool:
    code, _, rest = key.removeprefix("media/").partition("/")
    folder = rest.partition("/")[0]
    if not folder.startswith("hls-") or code not in runs:
        return code in codes
    return folder in runs[code]


async def _known_codes() -> set[str]:
    assets = await MediaAsset.select(MediaAsset.code).output(as_list=True)
    uploads = await Upload.select(Upload.code).where(Upload.asset.is_null()).output(as_list=True)
    return {*assets, *uploads}


async def _known_runs() -> dict[str, set[str]]:
    finished = [AssetState.READY, AssetState.FAILED]
    at_rest = MediaAsset.state.is_in(finished) & MediaAsset.tidy_at.is_null() & (MediaAsset.further != Further.MAKING)
    rows = await MediaAsset.select(MediaAsset.code, MediaAsset.master_key).where(at_rest)
    runs: dict[str, set[str]] = {row["code"]: {_run_of(row["master_key"])} for row in rows}
    parts = await Rendition.select(Rendition.asset.code.as_alias("code"), Rendition.storage_key)
    for part in parts:
        if part["code"] in runs:
            runs[part["code"]].add(_run_of(part["storage_key"]))
    return runs


def _run_of(key: str | None) -> str:
    return key.split("/")[2] if key else ""
