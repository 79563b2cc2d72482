"""Adding to the log. A record waits from the transaction that made it; one writer then gives all that wait a place."""

import secrets
from collections.abc import AsyncIterator, Sequence
from hashlib import sha256
from typing import Any

from academy import settings
from academy.db.work import insert_many, is_sqlite, writing
from academy.jobs import enqueue, every_minute, job
from academy.record_log import keys
from academy.record_log.notes import Checkpoint, Signer, Verifier
from academy.record_log.records import Kind, canonical, digest, entry_of, kinds, named
from academy.record_log.tables import LogCheckpoint, LogEntry, LoggedRecord, LogTile, WaitingRecord
from academy.record_log.tiles import HEIGHT, WIDTH, grow, subtrees
from academy.record_log.tree import leaf_hash, root

AT_ONCE = 1000
_TURN = int.from_bytes(sha256(b"academy.record_log").digest()[:7], "big")
"""The number of PostgreSQL's lock that lets one writer at a time extend the log."""


async def log(name: str, subject_id: int) -> None:
    """Record that something came to be, in its own transaction. The second time does nothing.

    Raises KeyError for an unknown kind or a subject that is not there, WorkError outside `writing()`.
    """
    content = (await named(name).reading([subject_id]))[subject_id]
    row = LoggedRecord(kind=name, subject_id=subject_id, content=canonical(content), salt=secrets.token_hex(32))
    made = await LoggedRecord.insert(row).on_conflict(action="DO NOTHING").returning(LoggedRecord.id)
    if made:
        await WaitingRecord.insert(WaitingRecord(record=made[0]["id"]))
        await enqueue(extend, 0)


async def catch_up() -> int:
    """Record what came to be before there was a log, or around it; gives how many records that were."""
    return sum([await _add_missing(one.name, missing) for one in kinds() async for missing in unlogged(one)])


async def unlogged(one: Kind) -> AsyncIterator[list[int]]:
    """The records of a kind that the log does not know, a bounded number at a time."""
    after = 0
    while ids := await one.listing(after, AT_ONCE):
        logged = {row["id"] for row in await LoggedRecord.raw(_LOGGED, one.name, after, ids[-1])}
        after = ids[-1]
        if missing := [each for each in ids if each not in logged]:
            yield missing


_LOGGED = "SELECT subject_id + 0 AS id FROM logged_record WHERE kind = {} AND subject_id > {} AND subject_id <= {}"


async def _add_missing(name: str, ids: Sequence[int]) -> int:
    async with writing():
        for each in ids:
            await log(name, each)
    return len(ids)


@job("record_log.extend")
async def extend(_: int) -> None:
    """Give every waiting record its place, and sign how far the log has come."""
    while await _extend():
        pass


@every_minute
async def extend_if_forgotten() -> None:
    """Promise the work again for records whose job was lost."""
    if await WaitingRecord.exists():
        async with writing():
            await enqueue(extend, 0)


async def _extend() -> int:
    async with writing():
        await _take_turn()
        rows = await LoggedRecord.raw(_WAITING, AT_ONCE)
        if rows:
            await _append(rows)
    return len(rows)


_WAITING = """
    SELECT r.id, r.kind, r.content, r.salt, r.created_at FROM waiting_record w JOIN logged_record r ON r.id = w.record
    ORDER BY w.id LIMIT {}
"""


async def _take_turn() -> None:
    """On SQLite the transaction alone keeps every other writer waiting."""
    if not is_sqlite():
        await LogEntry.raw("SELECT pg_advisory_xact_lock({}::bigint)", _TURN)


async def _append(rows: Sequence[dict[str, Any]]) -> None:
    last = await _last()
    size = last.size if last else 0
    entries = [entry_of(row["kind"], row["created_at"], digest(row["content"], row["salt"])) for row in rows]
    places = enumerate(zip(rows, entries, strict=True), start=size)
    await insert_many([LogEntry(position=place, record=row["id"], entry=entry) for place, (row, entry) in places])
    edge = await _edge(size)
    tiles = grow(size, [leaf_hash(entry.encode()) for entry in entries], edge)
    for (level, number), hashes in tiles.items():
        if hashes != edge.get(level):
            await _store(level, number, hashes)
    reached = size + len(rows)
    found = root(reached, subtrees(lambda level, number: tiles[level, number]))
    signer = _signer(last)
    note = signer.sign(Checkpoint(signer.verifier.name, reached, found).text)
    await LogCheckpoint.insert(LogCheckpoint(size=reached, root=found.hex(), note=note))
    await WaitingRecord.delete().where(WaitingRecord.record.is_in([row["id"] for row in rows]))


async def verifier() -> Verifier:
    """What checks the signatures of this log. Raises KeyUnsafe."""
    return _signer(await _last()).verifier


async def _last() -> LogCheckpoint | None:
    return await LogCheckpoint.objects().order_by(LogCheckpoint.size, ascending=False).first()


def _signer(last: LogCheckpoint | None) -> Signer:
    """Signs in the name the log began with, whatever the academy's address is today."""
    path = settings.current().data / "keys" / "record-log.pem"
    if last:
        return Signer(last.note.partition("\n")[0], keys.load(path))
    key = keys.load(path) if path.exists() else keys.make(path)
    return Signer(f"{settings.current().base_url.partition('://')[2]}/log", key)


async def _edge(size: int) -> dict[int, bytes]:
    """By level, the hashes of the tile that is not full yet."""
    found = {}
    for level in range(-(-size.bit_length() // HEIGHT)):
        if (size >> HEIGHT * level) % WIDTH:
            place = (LogTile.level == level) & (LogTile.number == size >> HEIGHT * (level + 1))
            row = await LogTile.select(LogTile.hashes).where(place).first()
            found[level] = bytes(row["hashes"]) if row else b""
    return found


async def _store(level: int, number: int, hashes: bytes) -> None:
    place = (LogTile.level == level) & (LogTile.number == number)
    if not await LogTile.update({LogTile.hashes: hashes}).where(place).returning(LogTile.id):
        await LogTile.insert(LogTile(level=level, number=number, hashes=hashes))
