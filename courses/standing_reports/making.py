"""A report as a file in the store."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2
import msgspec

from academy import storage
from academy.papers.house import print_paper
from academy.sites.access import SiteRow
from academy.spreadsheets import xlsx
from academy.web import assets, filters
from academy.web.csv import csv_blocks
from courses.standing_reports.access import ReportRow
from courses.standing_reports.asked import Cells
from courses.standing_reports.gathering import head_of, lines_of
from courses.standing_reports.rules import KINDS, require_fits

_OWN = Path(__file__).parent / "templates"


class Made(msgspec.Struct, frozen=True):
    """A file under `key`, called `name`, with so many lines below its head."""

    key: str
    name: str
    lines: int
    size: int


async def make_file(
    report: ReportRow, site: SiteRow, people: frozenset[int] | None, *, key: str, now: datetime
) -> Made:
    """Make it as of now for these people (ids, None = everybody). Raises TooManyLines."""
    counted = _Counted(report, lines_of(report, site, people, now))
    content = csv_blocks(head_of(report), counted.lines()) if report.format == "csv" else None
    await storage.put(key, content or await _whole(report, site, [line async for line in counted.lines()], now))
    day = now.astimezone(ZoneInfo(site.time_zone)).date()
    name = f"{report.kind}-{site.slug}-{day}.{report.format}"
    return Made(key, name, counted.count, await storage.size(key))


class _Counted:
    """Counts the lines that pass, and stops where the format holds no more."""

    def __init__(self, report: ReportRow, lines: AsyncIterator[Cells]) -> None:
        self.count = 0
        self._report, self._lines = report, lines

    async def lines(self) -> AsyncIterator[Cells]:
        async for line in self._lines:
            self.count += 1
            require_fits(self._report.format, self.count)
            yield line


async def _whole(report: ReportRow, site: SiteRow, lines: Sequence[Cells], now: datetime) -> bytes:
    if report.format == "xlsx":
        return xlsx(report.kind.title(), head_of(report), lines)
    title = KINDS[report.kind].partition(":")[0]
    head = [word.replace("_", " ").capitalize() for word in head_of(report)[:-1]]
    html = _template().render(title=title, site=site, head=head, lines=lines, now=now, zone=site.time_zone)
    return await print_paper(html, assets.UI / "node_modules" / "@fontsource")


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader([_OWN, Path(assets.__file__).parent / "templates"])
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters.update(short_when=filters.short_when, plural=filters.plural, cell=_cell)
    return environment.get_template("paper.html")


def _cell(value: object) -> str:
    """As people read it: days as month, day and year, hours with two places."""
    if isinstance(value, date):
        return f"{value:%b} {value.day}, {value.year}"
    return f"{value:.2f}" if isinstance(value, float) else str(value)
