"""How the media jobs are doing, for operators: what waits, what failed and why, what lies half uploaded."""

from collections import Counter
from datetime import datetime

import msgspec

from academy.db.work import reading
from media.actions.outcome import IN_WORK
from media.rules.lifecycle import AssetState
from media.tables import MediaAsset, Upload

MOST_FAILURES = 20


class FailedAsset(msgspec.Struct, frozen=True):
    code: str
    title: str
    failure: str
    sentence: str


class Queue(msgspec.Struct, frozen=True):
    """Assets by state, the oldest sign of life of those in work, the newest failures, uploads not finished."""

    states: dict[str, int]
    oldest_heartbeat: datetime | None
    failed: list[FailedAsset]
    staged_uploads: int
    staged_bytes: int


async def queue() -> Queue:
    """Everything in four statements, however long the library is."""
    async with reading():
        rows = await MediaAsset.select(MediaAsset.state, MediaAsset.heartbeat_at).where(
            MediaAsset.state != AssetState.READY
        )
        newest = (
            await MediaAsset.select(MediaAsset.code, MediaAsset.title, MediaAsset.failure, MediaAsset.failure_note)
            .where(MediaAsset.state == AssetState.FAILED)
            .order_by(MediaAsset.id, ascending=False)
            .limit(MOST_FAILURES)
        )
        ready = await MediaAsset.count().where(MediaAsset.state == AssetState.READY)
        uploads = await Upload.select(Upload.total_size).where(Upload.asset.is_null())
    beats = [row["heartbeat_at"] for row in rows if row["state"] in IN_WORK and row["heartbeat_at"]]
    failed = [FailedAsset(r["code"], r["title"], r["failure"] or "", r["failure_note"] or "") for r in newest]
    states = Counter(row["state"] for row in rows) + Counter({str(AssetState.READY): ready})
    return Queue(dict(states), min(beats, default=None), failed, len(uploads), sum(u["total_size"] for u in uploads))
