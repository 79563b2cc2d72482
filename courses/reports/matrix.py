"""The completion page put together: rows, totals, charts, and the words around them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from academy.sites.access import SiteRow
from courses.reports import queries, rules
from courses.reports.rules import Chart, Column, Filters, Member, Row

PER_PAGE = 50


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """The completion page: what is shown of it (`rows`), what it adds up to, and what the filter offers."""

    site_slug: str
    site: str
    zone: str
    counted_at: datetime
    filters: Filters
    query: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    people: int
    everybody: int
    page: int
    pages: int
    units: tuple[str, ...]
    has_unitless: bool
    courses: tuple[Column, ...]
    charts: tuple[Chart, ...]
    late: int

    @property
    def assigned(self) -> int:
        return sum(column.assigned for column in self.columns)

    @property
    def done(self) -> int:
        return sum(column.done for column in self.columns)


async def matrix(site: SiteRow, filters: Filters, now: datetime, *, page: int, query: str) -> Matrix:
    """The completion page of a site; `page` 0 = all rows on one page."""
    members = await queries.members(site.id, site.time_zone)
    columns = await queries.columns(members)
    today = now.astimezone(ZoneInfo(site.time_zone)).date()
    rows = rules.arrange(members, columns, today, filters)
    shown = tuple(column for column in columns if filters.course in ("", column.slug))
    pages = -(-len(rows) // PER_PAGE) or 1
    start = 0 if page == 0 else (min(page, pages) - 1) * PER_PAGE
    return Matrix(
        site_slug=site.slug,
        site=site.label,
        zone=site.time_zone,
        counted_at=now,
        filters=filters,
        query=query,
        rows=rows if page == 0 else rows[start : start + PER_PAGE],
        columns=rules.totals(rows, shown),
        people=len(rows),
        everybody=len(members),
        page=0 if page == 0 else min(page, pages),
        pages=pages,
        units=tuple(sorted({unit for member in members for unit in member.in_units if unit})),
        has_unitless=any(not member.unit for member in members),
        courses=columns,
        charts=_charts(members, rows, today),
        late=sum(row.worst.state is rules.CellState.OVERDUE for row in rows),
    )


def _charts(members: tuple[Member, ...], rows: tuple[Row, ...], today: date) -> tuple[Chart, ...]:
    shown = {row.member.code for row in rows}
    return (
        rules.trend([member for member in members if member.code in shown], today),
        rules.by_unit(rows),
        rules.ageing(rows),
    )
