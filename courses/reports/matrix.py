"""The completion page put together: rows, totals, charts, and the words around them.

A whole site in the order of need comes from what is kept of it; a filter or another order is counted from the lines of
the people it leaves, by the same rules.
"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
from markupsafe import Markup

from academy.sites.access import SiteRow
from courses.learning.lines.keeping import settle
from courses.reports import charts, drawing, rules, site_lines
from courses.reports.charts import Chart
from courses.reports.rules import Column, Filters, Row
from courses.reports.site_lines import Choice, Facts
from courses.reports.wanted import query_of

PER_PAGE = 50


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """The completion page: what is shown of it (`rows`), what it adds up to, and what the filter offers.

    `checked_at`: when the kept counts were last held against all records, which then differed in `differences` places.
    """

    site_slug: str
    site: str
    zone: str
    counted_at: datetime
    checked_at: datetime | None
    differences: int
    filters: Filters
    query: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    people: int
    everybody: int
    page: int
    pages: int
    units: tuple[Choice, ...]
    supervisors: tuple[Choice, ...]
    courses: tuple[Column, ...]
    charts: tuple[Chart, ...]
    late: int

    @property
    def order_words(self) -> str:
        """How the people are sorted."""
        titles = {column.slug: column.title for column in self.courses} | {"name": "by name", "unit": "by unit"}
        words = titles.get(self.filters.sort)
        if words is None:
            return "longest overdue first"
        return f"{words if words.startswith('by ') else 'by ' + words}{', last first' if self.filters.down else ''}"

    @property
    def words(self) -> str:
        """The filter in words, for papers."""
        names = {one.code: one.name for one in (*self.units, *self.supervisors)}
        titles = {column.slug: column.title for column in self.courses}
        asked = self.filters
        parts = [
            f"“{asked.q}”" if asked.q else "",
            names.get(asked.unit, ""),
            f"supervised by {names[asked.supervisor]}" if asked.supervisor in names else "",
            asked.state.replace("_", " "),
            titles.get(asked.course, ""),
        ]
        said = ", ".join(part for part in parts if part)
        sheet = f", page {self.page} of {self.pages}" if self.page and self.pages > 1 else ""
        return f"{said or 'Everybody'}, {self.order_words}{sheet}"

    @staticmethod
    def boxes(row: Row) -> Markup:
        """The cells of a row as the table shows them."""
        return drawing.boxes(row.cells)

    def sorted_by(self, key: str, *, down: bool) -> str:
        """The same filter in another order, as part of an address."""
        return query_of(self.filters, sort=key, down="yes" if down else "")

    @property
    def assigned(self) -> int:
        return sum(column.assigned for column in self.columns)

    @property
    def done(self) -> int:
        return sum(column.done for column in self.columns)


class _Found(msgspec.Struct, frozen=True):
    """What a filter finds: its rows (of one page or all), how many people, and totals and charts over all of them."""

    rows: Sequence[Row]
    people: int
    columns: tuple[Column, ...]
    charts: tuple[Chart, ...]
    late: int


async def matrix(site: SiteRow, filters: Filters, now: datetime, *, page: int, query: str) -> Matrix:
    """The completion page of a site; `page` 0 = all rows on one page."""
    today = now.astimezone(ZoneInfo(site.time_zone)).date()
    facts = await _facts(site.id, today)
    is_kept = page > 0 and not filters.is_set and filters.sort in ("", "name")
    if is_kept:
        found = await _kept(site.id, facts, today, filters, page=page)
    else:
        found = await _counted(site.id, facts, today, filters)
    pages = -(-found.people // PER_PAGE) or 1
    shown = min(page, pages)
    start = 0 if is_kept or page == 0 else (shown - 1) * PER_PAGE
    return Matrix(
        site_slug=site.slug,
        site=site.label,
        zone=site.time_zone,
        counted_at=now,
        checked_at=facts.checked_at,
        differences=facts.differences,
        filters=filters,
        query=query,
        rows=tuple(found.rows if page == 0 else found.rows[start : start + PER_PAGE]),
        columns=found.columns,
        people=found.people,
        everybody=facts.people,
        page=shown,
        pages=pages,
        units=tuple(sorted((Choice(one.code, one.name) for one in facts.groups), key=_none_last)),
        supervisors=facts.supervisors,
        courses=facts.columns,
        charts=found.charts,
        late=found.late,
    )


def _none_last(unit: Choice) -> tuple[bool, str]:
    return unit.code == "none", unit.name.lower()


async def _facts(site_id: int, today: date) -> Facts:
    """The kept counts; where something changed that is not counted yet, that is done first."""
    facts = await site_lines.facts(site_id, today)
    if facts.is_behind:
        await settle()
        facts = await site_lines.facts(site_id, today)
    return facts


async def _kept(site_id: int, facts: Facts, today: date, filters: Filters, *, page: int) -> _Found:
    last = max(-(-facts.people // PER_PAGE), 1)
    start = (min(page, last) - 1) * PER_PAGE
    people = await site_lines.members(site_id, today, filters, limit=PER_PAGE, offset=start)
    columns = tuple(column for column in facts.columns if filters.shows(column))
    return _Found(
        rows=[rules.row_of(one, columns, today) for one in people],
        people=facts.people,
        columns=columns,
        charts=(charts.trend(facts.weeks, today), charts.by_unit(facts.groups), charts.ageing(facts.ages)),
        late=facts.late,
    )


async def _counted(site_id: int, facts: Facts, today: date, filters: Filters) -> _Found:
    people = await site_lines.members(site_id, today, filters)
    about = tuple(column for column in facts.columns if filters.course in ("", column.slug))
    rows = rules.arrange(people, about, today, filters)
    ages = charts.ages_of(rows)
    return _Found(
        rows=rules.only(rows, about, filters),
        people=len(rows),
        columns=tuple(column for column in rules.totals(rows, about) if filters.shows(column)),
        charts=(
            charts.trend(charts.weeks_of(charts.taken_in(rows, about), today), today),
            charts.by_unit(charts.groups_of(rows)),
            charts.ageing(ages),
        ),
        late=sum(ages),
    )
