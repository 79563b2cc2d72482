"""The Merkle tree of RFC 6962 section 2.1: hashes, roots, and proofs that a stranger can check without the log.

A tree of `size` leaves is known by its root. An inclusion proof shows that one leaf is in it, a consistency proof that
an older tree is its beginning. Everything here is computed from complete subtrees, which never change once they exist.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from hashlib import sha256

Subtrees = Callable[[int, int], bytes]
"""`read(level, number)`: the hash of the complete subtree over leaves number * 2**level up to the next one."""

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf. The first byte keeps a leaf from passing as an inner node."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def root(size: int, read: Subtrees) -> bytes:
    """The root of the tree over the first `size` leaves."""
    return _over(0, size, read) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, read: Subtrees) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the first `size` leaves. Raises ValueError outside them."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    return _path(index, 0, size, read)


def consistency_proof(old: int, new: int, read: Subtrees) -> list[bytes]:
    """The hashes that lead from the root of the first `old` leaves to that of the first `new` ones.

    Raises ValueError unless 0 < old <= new.
    """
    if not 0 < old <= new:
        raise ValueError(f"a tree of {old} leaves is not the beginning of one of {new}")
    return _growth(old, 0, new, read, is_known=True)


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that a leaf's hash and its proof lead to (RFC 9162, 2.1.3.2).

    Raises ValueError for a proof that is too short or too long for the place.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    found = leaf
    for sibling, is_left in _climb(index, size - 1, proof):
        found = node_hash(sibling, found) if is_left else node_hash(found, sibling)
    return found


def roots_from_consistency(old: int, new: int, old_root: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The old and the new root that a consistency proof leads to (RFC 9162, 2.1.4.2); compare both with the known ones.

    Raises ValueError for a proof of another length.
    """
    if old == new:
        if proof:
            raise ValueError("the proof is too long")
        return old_root, old_root
    first, *rest = proof if old & (old - 1) else [old_root, *proof]
    whole = (old & -old).bit_length() - 1  # how high the last complete subtree of the old tree reaches
    before = after = first
    for sibling, is_left in _climb(old - 1 >> whole, new - 1 >> whole, rest):
        before = node_hash(sibling, before) if is_left else before
        after = node_hash(sibling, after) if is_left else node_hash(after, sibling)
    return before, after


def _climb(place: int, last: int, siblings: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each sibling on the way up from a place among 0 to `last`, and whether it stands on the left."""
    for sibling in siblings:
        if last == 0:
            raise ValueError("the proof is too long")
        is_left = bool(place & 1) or place == last
        yield sibling, is_left
        while is_left and place and not place & 1:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("the proof is too short")


class Edge:
    """A tree that is read from its first leaf on: only the complete subtrees at its right edge are kept."""

    def __init__(self) -> None:
        self.size = 0
        self.subtrees: list[bytes] = []
        """The roots of the complete subtrees that the leaves so far make up, the largest first."""

    def add(self, leaf: bytes) -> list[bytes]:
        """One more leaf, by its hash. Gives the roots of the complete subtrees it ends, from the leaf itself up."""
        found = [leaf]
        while self.size >> len(found) - 1 & 1:
            found.append(node_hash(self.subtrees.pop(), found[-1]))
        self.subtrees.append(found[-1])
        self.size += 1
        return found

    def root(self) -> bytes:
        """The root over all leaves so far."""
        hashes = reversed(self.subtrees)
        return reduce(lambda right, left: node_hash(left, right), hashes) if self.subtrees else EMPTY_ROOT


def _over(start: int, end: int, read: Subtrees) -> bytes:
    """The root of leaves start to end. Ranges that the recursion visits begin at a multiple of their complete part."""
    count = end - start
    if not count & (count - 1):
        return read(count.bit_length() - 1, start // count)
    middle = start + _split(count)
    return node_hash(_over(start, middle, read), _over(middle, end, read))


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def _path(index: int, start: int, end: int, read: Subtrees) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(index, start, middle, read), _over(middle, end, read)]
    return [*_path(index, middle, end, read), _over(start, middle, read)]


def _growth(old: int, start: int, end: int, read: Subtrees, *, is_known: bool) -> list[bytes]:
    """`is_known`: the subtree at hand is the whole old tree, whose root the reader has already."""
    if start + old == end:
        return [] if is_known else [_over(start, end, read)]
    middle = start + _split(end - start)
    if start + old <= middle:
        return [*_growth(old, start, middle, read, is_known=is_known), _over(middle, end, read)]
    rest = _growth(old - (middle - start), middle, end, read, is_known=False)
    return [*rest, _over(start, middle, read)]
