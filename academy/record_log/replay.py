"""The tree made anew from its entries, a tile at a time: only its right edge is kept, however long the log is.

Hashes are handled a tile at a time too, as the bytes that stand in the tile: a million entries are a matter of seconds.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from hashlib import sha256

from academy.record_log.tiles import HASH_BYTES, HEIGHT, WIDTH
from academy.record_log.tree import EMPTY_ROOT, Edge, node_hash

Made = tuple[int, int, bytes]
"""A tile as the entries make it: its level, its number, its hashes one after the other."""


class Replay:
    """A tree that is read from its first leaf on."""

    def __init__(self) -> None:
        self.size = 0
        self._tiles = Edge()  # over the roots of the tiles before the one at hand
        self._start = 0
        self._inside = [b""]  # of the tile at hand: its hashes, then those of its subtrees, level by level
        self._open: list[bytearray] = []  # the tiles above, from level 1 up, that are not full yet

    def add(self, entries: Sequence[bytes]) -> list[Made]:
        """The next tile of leaves; only the last one may be partial. Gives the tiles it fills."""
        self._close()
        hashes = b"".join([sha256(b"\x00" + entry).digest() for entry in entries])
        self._inside = _levels(hashes)
        self.size = self._start + len(entries)
        return [(0, self._start // WIDTH, hashes), *self._above()] if len(entries) == WIDTH else []

    def rest(self) -> Iterator[Made]:
        """The tiles that are not full, at the end."""
        if self.size % WIDTH:
            yield 0, self._start // WIDTH, self._inside[0]
        for level, hashes in enumerate(self._open, start=1):
            if hashes:
                yield level, self.size >> HEIGHT * (level + 1), bytes(hashes)

    def root(self, size: int) -> bytes:
        """The root over the first `size` leaves; they must end in the tile that was added last."""
        inside, place = [], 0
        for level in range(HEIGHT, -1, -1):
            if size - self._start >> level & 1:
                at = (place >> level) * HASH_BYTES
                inside.append(self._inside[level][at : at + HASH_BYTES])
                place += 1 << level
        hashes = [*self._tiles.subtrees, *inside]
        return reduce(lambda right, left: node_hash(left, right), reversed(hashes)) if hashes else EMPTY_ROOT

    def _close(self) -> None:
        """The tile at hand is full and lies behind us."""
        if self.size > self._start:
            self._tiles.add(self._inside[HEIGHT])
            self._start = self.size

    def _above(self) -> Iterator[Made]:
        """The root of a full tile stands in the tile above it, and may fill that one in turn."""
        level, found = 1, self._inside[HEIGHT]
        while True:
            if level > len(self._open):
                self._open.append(bytearray())
            tile = self._open[level - 1]
            tile += found
            if len(tile) < WIDTH * HASH_BYTES:
                return
            yield level, (self.size >> HEIGHT * (level + 1)) - 1, bytes(tile)
            found = _levels(bytes(tile))[HEIGHT]
            tile.clear()
            level += 1


def _levels(hashes: bytes) -> list[bytes]:
    """The hashes of a tile, and above them those of its complete subtrees: nine levels, the highest may be empty."""
    levels = [hashes]
    for _ in range(HEIGHT):
        below = levels[-1]
        pairs = range(0, len(below) - HASH_BYTES, 2 * HASH_BYTES)
        levels.append(b"".join([sha256(b"\x01" + below[at : at + 2 * HASH_BYTES]).digest() for at in pairs]))
    return levels
