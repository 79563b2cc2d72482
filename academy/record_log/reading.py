"""What the log hands out: checkpoints, tiles, entries, and the proof of one record."""

from collections.abc import Mapping
from functools import reduce
from operator import or_

from academy.db.work import reading
from academy.errors import NotFound
from academy.record_log.proofs import Proof
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


async def proof_of(kind: str, subject_id: int) -> tuple[str, str] | None:
    """The entry about a record and the proof, as a file, that it is in the log; None while it waits for its place."""
    async with reading():
        rows = await LogEntry.raw(_ENTRY, kind, subject_id)
        checkpoint = await LogCheckpoint.objects().order_by(LogCheckpoint.size, ascending=False).first()
        if not rows or checkpoint is None:
            return None
        tiles = await _tiles_for(rows[0]["position"], checkpoint.size)
    position = rows[0]["position"]
    hashes = inclusion_proof(position, checkpoint.size, subtrees(lambda level, number: tiles[level, number]))
    return rows[0]["entry"], Proof(position, tuple(hashes), checkpoint.note).text


async def kept(kind: str, subject_id: int) -> tuple[str, str]:
    """The content of a record as it was logged, and its salt: what opens the digest in its entry. NotFound without."""
    columns = LoggedRecord.select(LoggedRecord.content, LoggedRecord.salt)
    row = await columns.where(LoggedRecord.kind == kind, LoggedRecord.subject_id == subject_id).first()
    if row is None:
        raise NotFound()
    return row["content"], row["salt"]


_ENTRY = """
    SELECT e.position, e.entry FROM logged_record r JOIN log_entry e ON e.record = r.id
    WHERE r.kind = {} AND r.subject_id = {}
"""


async def _tiles_for(position: int, size: int) -> Mapping[tuple[int, int], bytes]:
    """The tiles that a proof is made of: on each level the one above the entry, and the right edge."""
    places, level = set(), 0
    while reached := size >> HEIGHT * level:
        places |= {(level, position >> HEIGHT * (level + 1)), (level, reached - 1 >> HEIGHT)}
        level += 1
    wanted = [(LogTile.level == level) & (LogTile.number == number) for level, number in places]
    rows = await LogTile.select(LogTile.level, LogTile.number, LogTile.hashes).where(reduce(or_, wanted))
    return {(row["level"], row["number"]): bytes(row["hashes"]) for row in rows}
