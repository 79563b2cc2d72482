"""The right edge of the tree in the database: the tiles that are not full yet, from which the tree grows."""

import logging
from collections.abc import Mapping

from academy.record_log.notes import Checkpoint
from academy.record_log.replay import Made, Replay
from academy.record_log.stretches import stretches
from academy.record_log.tables import LogTile
from academy.record_log.tiles import HASH_BYTES, HEIGHT, WIDTH, subtrees
from academy.record_log.tree import root

Edge = Mapping[int, bytes]
"""By level, the hashes of the tile that is not full yet."""

log = logging.getLogger(__name__)
_REMEDY = (
    "Nothing is added to it. Run `academy log audit` to see what was altered, and put the database back from a backup."
)


class LogDamaged(RuntimeError):
    """The entries are not those that the last checkpoint was signed over; `str()` says what to do."""


async def as_signed(left: Checkpoint) -> Edge:
    """The edge of the tree that a checkpoint was signed over; made anew from the entries if it is not that one.

    Raises LogDamaged.
    """
    if not left.size:
        return {}
    edge = await _stored(left.size)
    if _is_whole(edge, left):
        return edge
    log.warning("tiles of the record log were missing or cut off; they are made anew from its entries")
    edge = await _made_anew(left.size)
    if not _is_whole(edge, left):
        raise LogDamaged(f"The record log is not the one that was signed when it had {left.size} entries. {_REMEDY}")
    return edge


def _is_whole(edge: Edge, left: Checkpoint) -> bool:
    tiles = {(level, left.size >> HEIGHT * (level + 1)): hashes for level, hashes in edge.items()}
    try:
        return root(left.size, subtrees(lambda level, number: tiles[level, number])) == left.root
    except (KeyError, ValueError):
        return False


async def _stored(size: int) -> Edge:
    """Hashes beyond `size` are left out: nobody has signed them."""
    found = {}
    for level in range(-(-size.bit_length() // HEIGHT)):
        if width := (size >> HEIGHT * level) % WIDTH:
            place = (LogTile.level == level) & (LogTile.number == size >> HEIGHT * (level + 1))
            row = await LogTile.select(LogTile.hashes).where(place).first()
            found[level] = bytes(row["hashes"])[: width * HASH_BYTES] if row else b""
    return found


async def _made_anew(size: int) -> Edge:
    """From the entries, and with it every tile that lies before it."""
    tree = Replay()
    async for rows in stretches(size):
        for start in range(0, len(rows), WIDTH):
            for level, number, hashes in tree.add([row["entry"].encode() for row in rows[start : start + WIDTH]]):
                await store(level, number, hashes)
    rest: list[Made] = list(tree.rest())
    for level, number, hashes in rest:
        await store(level, number, hashes)
    return {level: hashes for level, _, hashes in rest}


async def store(level: int, number: int, hashes: bytes) -> None:
    """Put a tile at its place, if it is not there. Raises LogDamaged where a full tile with other hashes stands."""
    place = (LogTile.level == level) & (LogTile.number == number)
    row = await LogTile.select(LogTile.hashes).where(place).first()
    if row is None:
        await LogTile.insert(LogTile(level=level, number=number, hashes=hashes))
    elif bytes(row["hashes"]) == hashes:
        return
    elif len(row["hashes"]) < WIDTH * HASH_BYTES:
        await LogTile.update({LogTile.hashes: hashes}).where(place)
    elif not bytes(row["hashes"]).startswith(hashes):
        raise LogDamaged(f"Tile {level}/{number} of the record log does not belong to its entries. {_REMEDY}")
