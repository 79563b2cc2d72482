"""The tree made anew a tile at a time: the same tiles and roots as the tree that grew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.record_log import tree
from academy.record_log.replay import Replay
from tests.academy.test_record_log_tree import entries, reader, stored


@given(st.integers(0, 700), st.data())
def test_it_makes_the_tiles_and_roots_of_the_tree(size: int, data: st.DataObject) -> None:
    replay, made = Replay(), []
    for start in range(0, size, 256):
        made += replay.add(entries(size)[start : start + 256])
        at = data.draw(st.integers(start, replay.size))
        assert replay.root(at) == tree.root(at, reader(size))
    made += replay.rest()
    assert {(level, number): hashes for level, number, hashes in made} == stored(size)
    assert replay.root(size) == tree.root(size, reader(size))


@pytest.mark.parametrize("size", [65_535, 65_536, 65_792, 131_073])
def test_it_climbs_to_the_third_level_of_tiles(size: int) -> None:
    replay, made = Replay(), 0
    for start in range(0, size, 256):
        made += len(replay.add([b"x"] * min(256, size - start)))
    made += len(list(replay.rest()))
    assert made == len({*reader_tiles(size)})


def reader_tiles(size: int) -> set[tuple[int, int]]:
    return {(level, number) for level in range(4) for number in range(-(-(size >> 8 * level) // 256))}
