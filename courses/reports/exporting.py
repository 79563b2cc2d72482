"""The rows of the completion page for files: read some people at a time, by name, so that memory does not grow."""

from collections.abc import AsyncIterator
from datetime import date

import msgspec

from academy.db.work import is_sqlite
from academy.sites.access import SiteRow
from academy.sites.tables import Membership
from courses.learning.lines.keeping import settle
from courses.reports import queries, rules, site_lines
from courses.reports.rules import CellState, Column, Filters, Row

AT_ONCE = 500
"""People read at a time."""
HEAD = (
    *("name", "rank", "employee_number", "agency", "unit", "course_code", "course", "state", "days"),
    *("percent_done", "completed_on"),
)
Line = tuple[str | int | date, ...]


async def completion_lines(
    site: SiteRow, filters: Filters, today: date, among: frozenset[int] | None = None
) -> AsyncIterator[Line]:
    """One line per person and assigned course, with the filter of the page; people by name.

    among: ids of people, None = everybody.
    """
    async for row, columns in _rows(site, (filters, today), among):
        for column, cell in zip(columns, row.cells, strict=True):
            if cell.state is not CellState.NOT_ASSIGNED:
                yield _line(row, column, cell)


def _line(row: Row, column: Column, cell: rules.Cell) -> Line:
    one = row.member
    days, on = cell.days or "", cell.on or ""
    course = (column.code, column.title, cell.state.value, days, cell.percent, on)
    return (one.name, one.rank, one.number, one.agency, one.unit, *course)


async def _rows(
    site: SiteRow, wanted: tuple[Filters, date], among: frozenset[int] | None
) -> AsyncIterator[tuple[Row, tuple[Column, ...]]]:
    filters, today = wanted
    by_name = msgspec.structs.replace(filters, sort="name", down=False)
    await settle()
    async for people in _people(site.id):
        shown_people = [one for one in people if among is None or one in among]
        members = await site_lines.members(site.id, today, by_name, among=shown_people)
        columns = await queries.columns(members)
        about = tuple(column for column in columns if filters.course in ("", column.slug))
        shown = tuple(column for column in about if filters.shows(column))
        for row in rules.only(rules.arrange(members, about, today, by_name), about, filters):
            yield row, shown


_PEOPLE = """
SELECT DISTINCT p.id AS id, NAME AS name FROM membership m JOIN person p ON p.id = m.person
WHERE m.site = {} AND m.ends_on IS NULL AND p.deactivated_at IS NULL AND (NAME, p.id) > ({}, {})
ORDER BY NAME, p.id LIMIT {}
"""


async def _people(site_id: int) -> AsyncIterator[list[int]]:
    """Ids of the members of a site by name, in pages that begin where the last one ended (keyset)."""
    name = "p.full_name" if is_sqlite() else 'p.full_name COLLATE "C"'
    last: tuple[str, int] = ("", 0)
    while True:
        rows = await Membership.raw(_PEOPLE.replace("NAME", name), site_id, *last, AT_ONCE)
        if rows:
            yield [row["id"] for row in rows]
            last = (rows[-1]["name"], rows[-1]["id"])
        if len(rows) < AT_ONCE:
            return
