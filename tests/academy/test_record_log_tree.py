"""The tree of the record log against the definition in RFC 6962, spelled out as slowly as it stands there."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.record_log import tree
from academy.record_log.tiles import Tile, bundle_path, changed_tiles, fold, numbered, subtrees, tiles_of

SIZES = st.integers(min_value=1, max_value=700)


def slow_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + slow_root(leaves[:split]) + slow_root(leaves[split:])).digest()


def entries(size: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(size)]


def stored(size: int) -> dict[tuple[int, int], bytes]:
    """All tiles of a tree, each made from the level below."""
    made: dict[tuple[int, int], bytes] = {}
    hashes = [tree.leaf_hash(entry) for entry in entries(size)]
    level = 0
    while hashes:
        for number in range(-(-len(hashes) // 256)):
            made[level, number] = b"".join(hashes[number * 256 : number * 256 + 256])
        full = range(0, len(hashes) - 255, 256)
        hashes = [fold(hashes[start : start + 256]) for start in full]
        level += 1
    return made


def reader(size: int) -> tree.Subtrees:
    tiles = stored(size)
    return subtrees(lambda level, number: tiles[level, number])


@given(SIZES)
def test_the_root_is_the_one_of_the_standard(size: int) -> None:
    assert tree.root(size, reader(size)) == slow_root(entries(size))


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert tree.root(0, reader(1)) == tree.EMPTY_ROOT == slow_root([])


@given(SIZES, st.data())
def test_every_entry_can_be_proved_and_no_other_in_its_place(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    read = reader(size)
    proof = tree.inclusion_proof(index, size, read)
    leaf = tree.leaf_hash(entries(size)[index])
    assert tree.root_from_inclusion(leaf, index, size, proof) == tree.root(size, read)
    other = tree.leaf_hash(b"another entry")
    assert tree.root_from_inclusion(other, index, size, proof) != tree.root(size, read)


@given(SIZES, st.data())
def test_a_proof_with_one_bit_changed_leads_elsewhere(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(index, size, reader(size))
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        proof[place] = bytes([proof[place][0] ^ 1, *proof[place][1:]])
        found = tree.root_from_inclusion(tree.leaf_hash(entries(size)[index]), index, size, proof)
        assert found != tree.root(size, reader(size))


@given(SIZES, st.data())
def test_an_older_tree_is_the_beginning_of_a_newer_one(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    read = reader(size)
    known = tree.root(old, read), tree.root(size, read)
    proof = tree.consistency_proof(old, size, read)
    assert tree.roots_from_consistency(old, size, known[0], proof) == known
    if old < size:
        forged = tree.leaf_hash(b"another history")
        assert tree.roots_from_consistency(old, size, forged, proof) != (forged, known[1])


@given(SIZES, st.data())
def test_a_proof_of_the_wrong_length_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaf = tree.leaf_hash(entries(size)[index])
    proof = tree.inclusion_proof(index, size, reader(size))
    with pytest.raises(ValueError, match="too long"):
        tree.root_from_inclusion(leaf, index, size, [*proof, leaf])
    if proof:
        with pytest.raises(ValueError, match="too short"):
            tree.root_from_inclusion(leaf, index, size, proof[:-1])


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_growing_changes_what_the_larger_tree_has_and_the_smaller_had_not(one: int, two: int) -> None:
    old, new = sorted((one, two))
    assert set(changed_tiles(old, new)) == set(tiles_of(new)) - set(tiles_of(old))


def test_addresses_are_those_of_tlog_tiles() -> None:
    assert numbered(1234067) == "x001/x234/067"
    assert Tile(0, 5).path == "tile/0/005"
    assert Tile(1, 273, 17).path == "tile/1/273.p/17"
    assert bundle_path(1000, 256) == "tile/entries/x001/000"
