"""What the pages of an import show."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from academy.roster.access import COLUMNS, ImportRow
from academy.roster.rules.plan import Change, Planned
from academy.roster.tables import RosterImport, RosterMapping, RosterRow

PER_PAGE = 50
NEEDS_YOU = ("error", "ask", "transfer")
GROUPS: dict[str, tuple[str, ...]] = {
    "need": NEEDS_YOU,
    "change": ("change",),
    "add": ("add",),
    "same": ("same",),
    "missing": ("missing",),
}
"""What can be shown of a dry run, by the word in the address."""


class RowView(msgspec.Struct, frozen=True, kw_only=True):
    """A row as people read it."""

    id: int
    line: int
    name: str
    verdict: str
    reason: str
    changes: tuple[Change, ...]
    can_choose: bool
    chosen: bool
    outcome: str
    note: str


class Counts(msgspec.Struct, frozen=True):
    """Rows by what they do, and by what became of them."""

    by_verdict: Mapping[str, int]
    by_outcome: Mapping[str, int]
    chosen_by: Mapping[str, int]
    kept: int

    def of(self, *verdicts: str) -> int:
        return sum(self.by_verdict.get(one, 0) for one in verdicts)

    @property
    def chosen(self) -> int:
        return sum(self.chosen_by.values())

    @property
    def ready(self) -> int:
        """Rows that an import would take: certain ones and those somebody said yes to."""
        return self.of("add", "change", "same") + sum(self.chosen_by.get(one, 0) for one in NEEDS_YOU)


async def remembered(site_id: int) -> dict[str, str]:
    """Where the columns of the site's files went last time."""
    row = await RosterMapping.select(RosterMapping.columns).where(RosterMapping.site == site_id).first()
    return msgspec.json.decode(row["columns"], type=dict[str, str]) if row else {}


async def imports_of(site_id: int) -> tuple[ImportRow, ...]:
    """The site's imports, newest first."""
    rows = (
        await RosterImport.select(*COLUMNS)
        .where(RosterImport.site == site_id)
        .order_by(RosterImport.id, ascending=False)
        .limit(50)
    )
    return tuple(ImportRow(**row) for row in rows)


async def imported_before(row: ImportRow) -> datetime | None:
    """When the very same file was applied at this site, if it was and was not undone."""
    same = (RosterImport.site == row.site_id) & (RosterImport.sha256 == row.sha256) & (RosterImport.state == "applied")
    found = await RosterImport.select(RosterImport.applied_at).where(same, RosterImport.id != row.id).first()
    return found["applied_at"] if found else None


_COUNTS = """
SELECT verdict, outcome, count(*) AS number, sum(CASE WHEN chosen THEN 1 ELSE 0 END) AS chosen,
       sum(CASE WHEN note <> '' THEN 1 ELSE 0 END) AS kept
FROM roster_row WHERE roster_import = {} GROUP BY verdict, outcome
"""


async def counts_of(import_id: int) -> Counts:
    """Rows by what they do and what became of them, in one statement."""
    rows = await RosterRow.raw(_COUNTS, import_id)
    by_verdict: dict[str, int] = {}
    by_outcome: dict[str, int] = {}
    chosen_by: dict[str, int] = {}
    for row in rows:
        by_verdict[row["verdict"]] = by_verdict.get(row["verdict"], 0) + row["number"]
        chosen_by[row["verdict"]] = chosen_by.get(row["verdict"], 0) + row["chosen"]
        word = f"{row['verdict']} {row['outcome']}"
        by_outcome[word] = by_outcome.get(word, 0) + row["number"]
    return Counts(by_verdict, by_outcome, chosen_by, sum(row["kept"] for row in rows))


_ROWS = """
SELECT id, line, name, verdict, planned, can_choose, chosen, outcome, note FROM roster_row
WHERE roster_import = {} AND verdict IN ({}, {}, {})
ORDER BY CASE verdict WHEN 'error' THEN 1 WHEN 'ask' THEN 2 WHEN 'transfer' THEN 3 ELSE 4 END, line, id
LIMIT {} OFFSET {}
"""


async def rows_of(import_id: int, group: str, *, start: int, most: int = PER_PAGE) -> tuple[RowView, ...]:
    """A page of the rows of a group, errors first, then in the order of the file."""
    verdicts = (*GROUPS.get(group, NEEDS_YOU), "", "")[:3]
    rows = await RosterRow.raw(_ROWS, import_id, *verdicts, most, start)
    return tuple(_row(row) for row in rows)


async def kept_rows(import_id: int, *, most: int = PER_PAGE) -> tuple[RowView, ...]:
    """Rows with something to say about them after the fact: not done, or kept by the undo."""
    told = (RosterRow.roster_import == import_id) & (RosterRow.note != "")
    rows = await RosterRow.select().where(told).order_by(RosterRow.line, RosterRow.id).limit(most)
    return tuple(_row(row) for row in rows)


def _row(row: Mapping[str, object]) -> RowView:
    planned = msgspec.json.decode(str(row["planned"]), type=Planned)
    names = ("id", "line", "name", "verdict", "can_choose", "chosen", "outcome", "note")
    told = {name: row[name] for name in names}
    return msgspec.convert(
        {**told, "reason": planned.reason, "changes": planned.changes}, RowView, strict=False, from_attributes=True
    )
