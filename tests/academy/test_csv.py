"""CSV for spreadsheets: the same text whether it is sent at once or while it is read, in memory that does not grow."""

import csv
import io
import tracemalloc
from collections.abc import AsyncIterator

from hypothesis import given
from hypothesis import strategies as st

from academy.web.csv import csv_blocks, csv_text

CELLS = st.text(max_size=8) | st.integers(0) | st.none() | st.sampled_from(["=cmd|' /C calc'!A0", "+1", "\tx", "@x"])
HEAD = ("a", "b")


async def rows_of(rows: list[tuple[object, ...]]) -> AsyncIterator[tuple[object, ...]]:
    for row in rows:
        yield row


@given(st.lists(st.tuples(CELLS, CELLS), max_size=20))
async def test_a_stream_is_the_same_file(rows: list[tuple[object, ...]]):
    whole = csv_text(HEAD, rows)
    assert b"".join([block async for block in csv_blocks(HEAD, rows_of(rows))]).decode() == whole
    read = list(csv.reader(io.StringIO(whole.removeprefix("\ufeff"), newline="")))[1:]
    assert not [cell for row in read for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


async def test_memory_does_not_grow_with_rows():
    async def many(count: int) -> AsyncIterator[tuple[object, ...]]:
        for number in range(count):
            yield (f"Officer Number {number}", "Patrol South " * 8, number)

    async def peak(count: int) -> tuple[int, int]:
        tracemalloc.start()
        size = sum([len(block) async for block in csv_blocks(("name", "unit", "n"), many(count))])
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most, size

    few, many_rows = await peak(1_000), await peak(20_000)
    assert many_rows[1] > 2_000_000
    assert many_rows[0] < few[0] + 100_000
