"""What the log hands out: checkpoints, tiles, entries, and the proof of one record."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

import msgspec

from academy.db.work import reading
from academy.record_log.proofs import Proof
from academy.record_log.records import among, written
from academy.record_log.stamps import FILE, STAMP_FILE
from academy.record_log.tables import CheckpointStamp, LogCheckpoint, LogEntry, LoggedRecord, LogTile
from academy.record_log.tiles import HASH_BYTES, HEIGHT, WIDTH, subtrees
from academy.record_log.tree import inclusion_proof


async def newest_checkpoint() -> str | None:
    """The signed note over all entries so far; None while there is none."""
    row = await LogCheckpoint.select(LogCheckpoint.note).order_by(LogCheckpoint.size, ascending=False).first()
    return str(row["note"]) if row else None


async def stamped(size: int) -> Mapping[str, bytes]:
    """The checkpoint over so many entries and its time stamp, as files; empty where none was stamped."""
    columns = (CheckpointStamp.note, CheckpointStamp.answer)
    known = (CheckpointStamp.size == size) & CheckpointStamp.answer.is_not_null()
    row = await CheckpointStamp.select(*columns).where(known).order_by(CheckpointStamp.id, ascending=False).first()
    return {FILE: row["note"].encode(), STAMP_FILE: bytes(row["answer"])} if row else {}


async def tile(level: int, number: int, width: int) -> bytes | None:
    """The first `width` hashes of a tile; None while it has fewer."""
    place = (LogTile.level == level) & (LogTile.number == number)
    row = await LogTile.select(LogTile.hashes).where(place).first()
    hashes = bytes(row["hashes"]) if row else b""
    return hashes[: width * HASH_BYTES] if len(hashes) >= width * HASH_BYTES else None


async def bundle(number: int, width: int) -> bytes | None:
    """Entries as tlog-tiles bundles them: each after its length in two bytes. None while there are fewer."""
    first = number * WIDTH
    query = LogEntry.select(LogEntry.entry).where(LogEntry.position >= first, LogEntry.position < first + width)
    entries = [row["entry"].encode() for row in await query.order_by(LogEntry.position)]
    if len(entries) < width:
        return None
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


class Proven(msgspec.Struct, frozen=True):
    """A record in the log: its entry, the proof that it is there as a file, and content and salt, which open it."""

    entry: str
    proof: str
    content: str
    salt: str


async def proof_of(kind: str, subject_id: int) -> Proven | None:
    """A record with the proof that it is in the log; None while it waits for its place."""
    return (await proofs_of(kind, [subject_id])).get(subject_id)


async def proofs_of(kind: str, ids: Sequence[int]) -> dict[int, Proven]:
    """The same for several records of a kind, by id and under one checkpoint; without those that wait."""
    async with reading():
        rows = await LogEntry.raw(_ENTRIES.replace("{ids}", written(ids)), kind)
        checkpoint = await LogCheckpoint.objects().order_by(LogCheckpoint.size, ascending=False).first()
        if not rows or checkpoint is None:
            return {}
        tiles = await _tiles_for(_places(rows), checkpoint.size)
    read = subtrees(lambda level, number: tiles[level, number])
    proofs = [Proof(at, tuple(inclusion_proof(at, checkpoint.size, read)), checkpoint.note) for at in _places(rows)]
    return {
        row["subject"]: Proven(row["entry"], proof.text, row["content"], row["salt"])
        for row, proof in zip(rows, proofs, strict=True)
    }


async def kept(kind: str, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Records of a kind as they were logged, by id: content and salt, which open the digest in the entry."""
    columns = LoggedRecord.select(LoggedRecord.subject_id, LoggedRecord.content, LoggedRecord.salt)
    rows = await columns.where(LoggedRecord.kind == kind, among(LoggedRecord.subject_id, ids))
    return {row["subject_id"]: (row["content"], row["salt"]) for row in rows}


_ENTRIES = """
    SELECT e.position, e.entry, r.subject_id AS subject, r.content, r.salt
    FROM logged_record r JOIN log_entry e ON e.record = r.id WHERE r.kind = {} AND r.subject_id IN ({ids})
"""


def _places(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    return [row["position"] for row in rows]


async def _tiles_for(positions: Sequence[int], size: int) -> Mapping[tuple[int, int], bytes]:
    """The tiles that proofs are made of: on each level those above the entries, and the right edge."""
    places, level = set(), 0
    while reached := size >> HEIGHT * level:
        places |= {(level, position >> HEIGHT * (level + 1)) for position in positions}
        places.add((level, reached - 1 >> HEIGHT))
        level += 1
    wanted = [(LogTile.level == level) & (LogTile.number == number) for level, number in places]
    rows = await LogTile.select(LogTile.level, LogTile.number, LogTile.hashes).where(reduce(or_, wanted))
    return {(row["level"], row["number"]): bytes(row["hashes"]) for row in rows}
