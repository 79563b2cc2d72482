"""Which numbers of a table must not be shown, so that none of a few people can be read or worked out.

A cell that speaks of one to four people is hidden. With one hidden cell in a row, the row's total minus the others
gives it away, so more are hidden: in the graph whose vertices are rows and columns and whose edges are hidden cells, a
cell can be worked out from all that is shown if and only if its edge lies on no cycle. (The hidden values that agree
with all sums differ by flows along cycles; where there is no cycle, only one value agrees.) Each small cell therefore
gets a cycle, along cells of as few people as possible; totals are hidden only where nothing else helps.

Assignments outside of all core areas make a column that no page shows: before the totals.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from heapq import heappop, heappush

SMALLEST_SHOWN = 5
"""People; numbers of fewer are hidden (the program's rule for numbers across sites)."""

Cell = tuple[int, int]
People = tuple[tuple[int, ...], ...]
Vertex = tuple[str, int]
_TOTAL = 1_000_000
"""Weighs a total heavier than any number of people in cells."""


@lru_cache(maxsize=8)
def hidden_cells(people: People) -> frozenset[Cell]:
    """The cells (row, column) to hide. The last row and the last column are totals, the column before these is never
    shown; where a cell has nobody, there is nothing to hide and everybody may know.
    """
    small = [cell for cell, count in _cells(people) if 0 < count < SMALLEST_SHOWN]
    hidden = set(small)
    for cell in small:
        hidden |= _cheapest_cycle(people, hidden, cell)
    return frozenset(hidden)


def _cells(people: People) -> Iterator[tuple[Cell, int]]:
    for row, counts in enumerate(people):
        yield from (((row, column), count) for column, count in enumerate(counts))


def _cheapest_cycle(people: People, hidden: set[Cell], cell: Cell) -> set[Cell]:
    """The cells of a cycle through `cell` that adds as little as possible to what is hidden (Dijkstra)."""
    start, goal = ("row", cell[0]), ("column", cell[1])
    queue: list[tuple[int, Vertex, tuple[Cell, ...]]] = [(0, start, ())]
    seen: set[Vertex] = set()
    while queue:
        cost, vertex, path = heappop(queue)
        if vertex == goal:
            return set(path)
        if vertex in seen:
            continue
        seen.add(vertex)
        for step, beyond in _steps(people, vertex):
            if step != cell and beyond not in seen:
                heappush(queue, (cost + _cost(people, hidden, step), beyond, (*path, step)))
    return set()


def _steps(people: People, vertex: Vertex) -> Iterator[tuple[Cell, Vertex]]:
    kind, number = vertex
    if kind == "row":
        yield from (((number, column), ("column", column)) for column, count in enumerate(people[number]) if count)
    else:
        yield from (((row, number), ("row", row)) for row, counts in enumerate(people) if counts[number])


def _cost(people: People, hidden: set[Cell], cell: Cell) -> int:
    row, column = cell
    if cell in hidden or column == len(people[0]) - 2:
        return 0
    if row == len(people) - 1 and column == len(people[0]) - 1:
        return _TOTAL * _TOTAL
    is_total = row == len(people) - 1 or column == len(people[0]) - 1
    return people[row][column] + (_TOTAL if is_total else 1)


def with_totals(rows: Sequence[Sequence[int]], right: Sequence[int]) -> People:
    """Rows of cells with what is outside of them and each row's total at their right, the sums of all columns below.

    Somebody may be in two cells of a row: then nothing is taken to be outside.
    """
    wide = [(*row, max(total - sum(row), 0), total) for row, total in zip(rows, right, strict=True)]
    return (*wide, tuple(map(sum, zip(*wide, strict=True))))
