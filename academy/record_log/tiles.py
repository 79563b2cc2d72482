"""Tiles: how the tree is stored and handed out (C2SP tlog-tiles).

A tile holds up to 256 hashes of one level of the tree; level L of tiles holds level 8 L of hashes. A full tile never
changes again. Entries come in bundles of 256 in the same way.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from academy.record_log.tree import Subtrees, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
HASH_BYTES = 32


class Tile(msgspec.Struct, frozen=True, order=True):
    """The place of a tile: its level among tiles, its number on that level, and how many hashes it holds (1 to 256)."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Its address below the log's, as tlog-tiles writes it: `tile/0/x001/067.p/8`."""
        return f"tile/{self.level}/{numbered(self.number)}{partial(self.width)}"


def bundle_path(number: int, width: int) -> str:
    """The address of a bundle of entries."""
    return f"tile/entries/{numbered(number)}{partial(width)}"


def numbered(number: int) -> str:
    """Groups of three digits, all but the last marked: 1234067 is `x001/x234/067`."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    return "/".join(groups)


def partial(width: int) -> str:
    """What marks a tile that is not full yet."""
    return "" if width == WIDTH else f".p/{width}"


def tiles_of(size: int) -> Iterator[Tile]:
    """All tiles of a tree of `size` leaves, from the leaves up; the last one of each level may be partial."""
    level, hashes = 0, size
    while hashes:
        yield from (Tile(level, number) for number in range(hashes // WIDTH))
        if hashes % WIDTH:
            yield Tile(level, hashes // WIDTH, hashes % WIDTH)
        level, hashes = level + 1, hashes // WIDTH


def changed_tiles(old: int, new: int) -> Iterator[Tile]:
    """The tiles that a tree gains or fills when it grows from `old` to `new` leaves, from the leaves up."""
    level, before, after = 0, old, new
    while after > before:
        for number in range(before // WIDTH, -(-after // WIDTH)):
            yield Tile(level, number, min(WIDTH, after - number * WIDTH))
        level, before, after = level + 1, before // WIDTH, after // WIDTH


def grow(size: int, leaves: Sequence[bytes], edge: Mapping[int, bytes]) -> dict[tuple[int, int], bytes]:
    """The tiles, by level and number, of the right edge after `leaves` (hashes) are added to a tree of `size`.

    edge: by level, the hashes of the tile that is not full yet; they are among what is given back, so that the new
    root can be computed from the result alone.
    """
    tiles = {(level, size >> HEIGHT * (level + 1)): hashes for level, hashes in edge.items()}
    level, count, added = 0, size, list(leaves)
    while added:
        filled = []
        for at, one in enumerate(added, start=count):
            place = level, at // WIDTH
            tiles[place] = tiles.get(place, b"") + one
            if len(tiles[place]) == WIDTH * HASH_BYTES:
                filled.append(fold(split(tiles[place])))
        level, count, added = level + 1, count // WIDTH, filled
    return tiles


def split(hashes: bytes) -> list[bytes]:
    """The hashes of a tile one by one."""
    return [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]


def subtrees(load: Callable[[int, int], bytes]) -> Subtrees:
    """Complete subtrees out of tiles. `load(level, number)` gives the hashes of a tile, one after the other."""

    def read(level: int, number: int) -> bytes:
        tile_level, rise = divmod(level, HEIGHT)
        first = number << rise
        hashes = load(tile_level, first // WIDTH)
        place = first % WIDTH * HASH_BYTES
        found = split(hashes[place : place + (HASH_BYTES << rise)])
        if len(found) != 1 << rise:
            raise ValueError("a tile holds fewer hashes than the tree needs")
        return fold(found)

    return read


def fold(hashes: list[bytes]) -> bytes:
    """The root over a power of two of hashes. Raises ValueError for another number of them."""
    while len(hashes) > 1:
        hashes = [node_hash(*pair) for pair in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]
