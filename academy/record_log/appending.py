"""Giving waiting records their places: entries, the right edge of the tree and a signed checkpoint in one transaction.

Nothing is signed that does not go on from the last checkpoint. What a crash, or a copy put back, left in another state
is mended from the entries where that is possible, and said in the log itself.
"""

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any

from academy import clock, settings
from academy.db.work import after_commit, insert_many, is_sqlite, writing
from academy.record_log import keys, remembered
from academy.record_log.notes import Checkpoint, Signer
from academy.record_log.own_records import note_key, note_recovery
from academy.record_log.records import digest, entry_of
from academy.record_log.right_edge import as_signed, store
from academy.record_log.tables import LogCheckpoint, LogEntry, LoggedRecord, WaitingRecord
from academy.record_log.tiles import grow, subtrees
from academy.record_log.tree import EMPTY_ROOT, leaf_hash, root

AT_ONCE = 1000
PURPOSE = "record-log"
_TURN = int.from_bytes(sha256(b"academy.record_log").digest()[:7], "big")
"""The number of PostgreSQL's lock that lets one writer at a time extend the log."""

log = logging.getLogger(__name__)


async def append_waiting() -> int:
    """Give up to `AT_ONCE` records their places and sign how far the log has come; how many records that were.

    Raises LogDamaged, KeyUnsafe.
    """
    async with writing():
        await _take_turn()
        if not await WaitingRecord.exists():
            return 0
        last = await _last()
        signer = _signer(last)
        left = Checkpoint(signer.verifier.name, last.size, bytes.fromhex(last.root)) if last else _nothing(signer)
        await note_key(PURPOSE, signer.verifier.spki)
        placed = await _cut_off(left)
        await _note_older_copy(left, placed, signer)
        rows = await LoggedRecord.raw(_WAITING, AT_ONCE)
        entries = [*placed, *await _place(rows, left.size + len(placed))]
        note = await _sign(entries, left, signer, after=last)
        after_commit(partial(_remember, note))
    return len(rows)


_WAITING = """
    SELECT r.id, r.kind, r.content, r.salt, r.created_at FROM waiting_record w JOIN logged_record r ON r.id = w.record
    ORDER BY w.id LIMIT {}
"""


async def _take_turn() -> None:
    """On SQLite the transaction alone keeps every other writer waiting."""
    if not is_sqlite():
        await LogEntry.raw("SELECT pg_advisory_xact_lock({}::bigint)", _TURN)


async def _note_older_copy(left: Checkpoint, placed: Sequence[str], signer: Signer) -> None:
    """A checkpoint was signed here over entries that this database does not have: it was put back from a copy."""
    known = remembered.checkpoint(signer.verifier)
    if known is None or known == left:
        return
    if await _root_at(known.size, left, placed) != known.root:
        log.warning("the record log goes on from %d entries, but %d had been signed", left.size, known.size)
        await note_recovery("older_copy", left, known)


async def _root_at(size: int, left: Checkpoint, placed: Sequence[str]) -> bytes | None:
    """The root over `size` entries; None if there are not so many, or none was signed over them."""
    if size <= left.size:
        row = await LogCheckpoint.select(LogCheckpoint.root).where(LogCheckpoint.size == size).first()
        return bytes.fromhex(row["root"]) if row else None
    if size > left.size + len(placed):
        return None
    return (await _grown(left, placed[: size - left.size]))[1]


async def _cut_off(left: Checkpoint) -> list[str]:
    """Entries that have a place already, but no checkpoint over them: they keep their places."""
    query = LogEntry.select(LogEntry.position, LogEntry.entry, LogEntry.record)
    rows = await query.where(LogEntry.position >= left.size).order_by(LogEntry.position)
    if rows:
        known = left.size + len(rows)
        log.warning("the record log was cut off: %d of its entries had no checkpoint, and get one now", len(rows))
        await WaitingRecord.delete().where(WaitingRecord.record.is_in([row["record"] for row in rows]))
        await note_recovery("cut_off", left, Checkpoint(left.origin, known, left.root))
    return [row["entry"] for row in rows]


async def _place(rows: Sequence[Mapping[str, Any]], size: int) -> list[str]:
    entries = [entry_of(row["kind"], row["created_at"], digest(row["content"], row["salt"])) for row in rows]
    places = enumerate(zip(rows, entries, strict=True), start=size)
    await insert_many([LogEntry(position=place, record=row["id"], entry=entry) for place, (row, entry) in places])
    await WaitingRecord.delete().where(WaitingRecord.record.is_in([row["id"] for row in rows]))
    return entries


async def _sign(entries: Sequence[str], left: Checkpoint, signer: Signer, *, after: LogCheckpoint | None) -> str:
    """Let the tree grow by these entries, and sign its root."""
    tiles, found = await _grown(left, entries)
    for (level, number), hashes in tiles.items():
        await store(level, number, hashes)
    reached = left.size + len(entries)
    note = signer.sign(Checkpoint(signer.verifier.name, reached, found).text)
    now = clock.now()
    if after and now < after.created_at:
        log.warning("the clock was set back: it is before the last checkpoint of the record log")
    at = max(now, after.created_at) if after else now
    await LogCheckpoint.insert(LogCheckpoint(size=reached, root=found.hex(), note=note, created_at=at))
    return note


async def _grown(left: Checkpoint, entries: Sequence[str]) -> tuple[Mapping[tuple[int, int], bytes], bytes]:
    """The tiles of the right edge and the root, with these entries added. Raises LogDamaged."""
    tiles = grow(left.size, [leaf_hash(entry.encode()) for entry in entries], await as_signed(left))
    return tiles, root(left.size + len(entries), subtrees(lambda level, number: tiles[level, number]))


async def _remember(note: str) -> None:
    remembered.keep(note)


def _nothing(signer: Signer) -> Checkpoint:
    return Checkpoint(signer.verifier.name, 0, EMPTY_ROOT)


async def signer() -> Signer:
    """What signs checkpoints. Raises KeyUnsafe."""
    return _signer(await _last())


async def _last() -> LogCheckpoint | None:
    return await LogCheckpoint.objects().order_by(LogCheckpoint.size, ascending=False).first()


def _signer(last: LogCheckpoint | None) -> Signer:
    """Signs in the name the log began with, whatever the academy's address is today."""
    path = settings.current().keys_folder / "record-log.pem"
    if last:
        return Signer(last.note.partition("\n")[0], keys.load(path))
    key = keys.load(path) if path.exists() else keys.make(path)
    return Signer(f"{settings.current().base_url.partition('://')[2]}/log", key)
