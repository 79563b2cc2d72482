"""The sites side by side as pages show them: what is hidden is not in here at all."""

from collections import Counter
from datetime import date, datetime
from functools import lru_cache

import msgspec

from courses.content.model import FOCUS_AREAS
from courses.network.rules.engagement import size_of, standing
from courses.network.rules.figures import Figures, Tally, total
from courses.network.rules.hiding import Cell, hidden_cells, with_totals

GOAL_PERCENT = 75
"""Share completed from which the program office counts a site as well under way."""
SPARK = (82, 16)
"""Width and height of the drawn trend."""


class SiteRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A site as it is read. `figures`: JSON; `today`: the day it is there."""

    id: int
    slug: str
    label: str
    sworn: int | None
    engaged_from: date | None
    engaged_until: date | None
    figures: str
    today: date


class AreaCell(msgspec.Struct, frozen=True):
    """A core area at a site. `percent` None: nobody has an assignment there, or it is `hidden`."""

    area: str
    percent: int | None = None
    hidden: bool = False


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A site, or all of them. Numbers are None where `hidden`.

    reach: people in training of a hundred sworn. trend: percent at the ends of the last weeks, None where too few were
    assigned. change: in points over these weeks, None where it cannot be said. spark: the trend as points of a line.
    """

    site_id: int
    slug: str
    label: str
    year: str
    engagement: str
    size: str
    sworn: int | None
    hidden: bool
    people: int | None = None
    percent: int | None = None
    overdue: int | None = None
    reach: int | None = None
    trend: tuple[int | None, ...] = ()
    change: int | None = None
    spark: str = ""
    cells: tuple[AreaCell, ...] = ()


class Overview(msgspec.Struct, frozen=True):
    """All sites of the network: those in the latest year of their engagement first, alumni last."""

    lines: tuple[Line, ...]
    whole: Line


@lru_cache(maxsize=4)
def overview_of(sites: tuple[SiteRecord, ...], today: date) -> Overview:
    """The lines of all sites; kept as long as the records stay the same. `today`: the day for all sites together."""
    figures = tuple(msgspec.json.decode(one.figures, type=Figures).on(one.today) for one in sites)
    hidden = _hidden(figures)
    lines = [_line(site, one, (row, hidden)) for row, (site, one) in enumerate(zip(sites, figures, strict=True))]
    whole = SiteRecord(
        id=0, slug="", label="All sites", sworn=_sworn(sites), engaged_from=None, engaged_until=None, figures="",
        today=today,
    )  # fmt: skip
    return Overview(tuple(sorted(lines, key=_order)), _line(whole, _sum(figures), (len(sites), hidden)))


def _hidden(figures: tuple[Figures, ...]) -> frozenset[Cell]:
    cells = [[one.areas.get(area, Tally()).people for area in FOCUS_AREAS] for one in figures]
    return hidden_cells(with_totals(cells, [one.whole.people for one in figures])) if figures else frozenset()


def _line(site: SiteRecord, figures: Figures, place: tuple[int, frozenset[Cell]]) -> Line:
    row, hidden = place
    stands = standing(site.engaged_from, site.engaged_until, site.today)
    line = Line(
        site_id=site.id,
        slug=site.slug,
        label=site.label,
        year=stands.key,
        engagement=stands.words if site.slug else "",
        size=size_of(site.sworn),
        sworn=site.sworn,
        hidden=(row, len(FOCUS_AREAS) + 1) in hidden,
        cells=tuple(
            _cell(area, figures.areas.get(area, Tally()), is_hidden=(row, column) in hidden)
            for column, area in enumerate(FOCUS_AREAS)
        ),
    )
    return line if line.hidden else _with_numbers(line, figures, site.today)


def _with_numbers(line: Line, figures: Figures, today: date) -> Line:
    whole, trend = figures.whole, figures.trend(today)
    known = [one for one in trend if one is not None]
    return msgspec.structs.replace(
        line,
        people=whole.people,
        percent=whole.percent if whole.given else None,
        overdue=figures.overdue(today),
        reach=100 * whole.people // line.sworn if line.sworn else None,
        trend=trend,
        change=known[-1] - known[0] if len(known) > 1 else None,
        spark=_spark(trend) if len(known) > 1 else "",
    )


def _cell(area: str, tally: Tally, *, is_hidden: bool) -> AreaCell:
    if is_hidden or not tally.given:
        return AreaCell(area, hidden=is_hidden)
    return AreaCell(area, tally.percent)


def _spark(trend: tuple[int | None, ...]) -> str:
    """Points of a line from 0 to 100 percent: one scale for the whole column."""
    width, height = SPARK
    step = width / (len(trend) - 1)
    points = (
        (2 + n * step, 2 + height - percent * height / 100) for n, percent in enumerate(trend) if percent is not None
    )
    return " ".join(f"{x:.0f},{y:.1f}" for x, y in points)


def _sum(figures: tuple[Figures, ...]) -> Figures:
    """All sites together. People of two sites count twice, as they do in the sum of the column."""
    late: Counter[date] = Counter()
    for one in figures:
        for day, change in one.late:
            late[day] += change
    return msgspec.structs.replace(total(figures), late=tuple(sorted(late.items())))


def _sworn(sites: tuple[SiteRecord, ...]) -> int | None:
    """Together, where every site has said it."""
    said = [one.sworn for one in sites if one.sworn is not None]
    return sum(said) if said and len(said) == len(sites) else None


def _order(line: Line) -> tuple[int, str]:
    return -int(line.year) if line.year.isdecimal() else ("ahead", "unsaid", "alumni").index(line.year) + 1, line.label


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """The last recount of everything: how many of how many sites differed from what was kept."""

    at: datetime
    sites: int
    differences: int


class Filters(msgspec.Struct, frozen=True):
    """Which sites to show: by engagement year and by size. They choose lines and change no number."""

    year: str = ""
    size: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.year or self.size)

    def wants(self, line: Line) -> bool:
        return self.year in ("", line.year) and self.size in ("", line.size)
