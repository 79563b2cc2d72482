"""The cells of the matrix as HTML: most say the same few things, so each is drawn once by its template and kept."""

from collections.abc import Iterable

from markupsafe import Markup

from academy.web import templating
from academy.web.filters import short_day
from courses.reports.rules import Cell

MOST = 20_000
"""Cells that a process remembers, a third of a kilobyte each; then it begins anew."""


class _Drawn(dict[Cell, str]):
    def __missing__(self, cell: Cell) -> str:
        if len(self) >= MOST:
            self.clear()
        macro = templating.current().macro("reports/cell.html", "box")
        self[cell] = drawn = str(macro(cell, short_day(cell.on, "UTC") if cell.on else ""))
        return drawn


_drawn = _Drawn()


def boxes(cells: Iterable[Cell]) -> Markup:
    """The cells of a row, each in its box of the table."""
    return Markup("".join(_drawn[cell] for cell in cells))  # noqa: S704 - drawn by a template, which escapes
