"""The plan of an import: from its table and its columns, and what is known now."""

import msgspec
from anyio import to_thread

from academy.errors import NotFound
from academy.roster.access import ImportRow
from academy.roster.knowing import known_to
from academy.roster.rules.columns import BLOCKED, Line, is_never_read, line_of
from academy.roster.rules.plan import Plan, plan
from academy.roster.tables import RosterImport
from academy.spreadsheets import Sheet

SAMPLE = 200
"""Rows looked at to tell what a column holds."""


def without_blocked(sheet: Sheet) -> tuple[Sheet, tuple[bool, ...]]:
    """The table with empty cells where the academy must not look, and which columns those are."""
    blocked = tuple(is_never_read(name, values) for name, values in zip(sheet.head, samples(sheet), strict=True))
    rows = tuple(tuple("" if blocked[number] else cell for number, cell in enumerate(row)) for row in sheet.rows)
    return msgspec.structs.replace(sheet, rows=rows), blocked


def samples(sheet: Sheet) -> list[list[str]]:
    """The first values of each column."""
    return [[row[number] for row in sheet.rows[:SAMPLE]] for number in range(len(sheet.head))]


async def sheet_of(import_id: int) -> Sheet:
    """The table of an import; NotFound once it was emptied."""
    row = await RosterImport.select(RosterImport.sheet).where(RosterImport.id == import_id).first()
    if row is None or not row["sheet"]:
        raise NotFound()
    return msgspec.json.decode(row["sheet"], type=Sheet)


def lines_of(sheet: Sheet, goes: tuple[str, ...]) -> tuple[Line, ...]:
    """The rows in words of the academy, each under the number that its spreadsheet shows."""
    open_ones = tuple("" if target == BLOCKED else target for target in goes)
    return tuple(line_of(number, cells, open_ones) for number, cells in sheet.numbered())


async def plan_of(row: ImportRow, goes: tuple[str, ...], *, adds_units: bool) -> tuple[tuple[Line, ...], Plan]:
    """What the import would do now."""
    sheet = await sheet_of(row.id)
    lines = lines_of(sheet, goes)
    known = await known_to(row.site_id, lines)
    # A second of work for thousands of rows: other people's pages go on meanwhile.
    return lines, await to_thread.run_sync(lambda: plan(lines, known, adds_units=adds_units))
