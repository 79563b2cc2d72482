"""The pages of an import put together: the file, its columns, the dry run, how far it is, and what it did."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from academy import clock
from academy.roster import queries
from academy.roster.access import ImportRow
from academy.roster.planning import samples, sheet_of
from academy.roster.queries import PER_PAGE, Counts, RowView
from academy.roster.rules.columns import BLOCKED, SKIP, TARGETS, reason_for
from academy.roster.rules.lifecycle import UNDO_FOR, can_undo
from academy.sites.access import SiteRow
from academy.sites.tables import Agency
from academy.spreadsheets import MOST_BYTES, MOST_ROWS

_SKIPPED = {f"{verdict} skipped" for verdict in (*queries.NEEDS_YOU, "add", "change", "same")}


class StartView(msgspec.Struct, frozen=True, kw_only=True):
    """Where a file is chosen, and the imports so far. `agencies`: of the site; without one nobody can be added."""

    slug: str
    site: str
    zone: str
    agencies: int
    imports: tuple[ImportRow, ...]
    error: str = ""
    most_rows: int = MOST_ROWS
    most_bytes: int = MOST_BYTES


class ColumnView(msgspec.Struct, frozen=True):
    """A column of the file: its name, first values, where it goes, whether it went there last time, and else what it
    was matched by; "" = somebody chose."""

    name: str
    samples: tuple[str, ...]
    goes: str
    remembered: bool
    matched: str

    @property
    def is_blocked(self) -> bool:
        return self.goes == BLOCKED


class ImportView(msgspec.Struct, frozen=True, kw_only=True):
    """One import, whatever its state: `columns` while they can be chosen, `rows` of the group that is shown."""

    slug: str
    site: str
    zone: str
    row: ImportRow
    columns: tuple[ColumnView, ...] = ()
    notes: tuple[str, ...] = ()
    counts: Counts | None = None
    rows: tuple[RowView, ...] = ()
    show: str = ""
    page: int = 1
    pages: int = 1
    new_units: tuple[str, ...] = ()
    before: datetime | None = None
    can_undo: bool = False
    undo_until: datetime | None = None
    targets: Mapping[str, str] = msgspec.field(default_factory=lambda: TARGETS)
    error: str = ""

    @property
    def path(self) -> str:
        return f"/sites/{self.slug}/roster/{self.row.code}"

    @property
    def used(self) -> int:
        return sum(bool(column.goes) and not column.is_blocked for column in self.columns)

    @property
    def skipped(self) -> int:
        """Rows of the file that are not applied: wrong, or waiting for a yes nobody gave."""
        counts = self.counts
        if counts is None:
            return 0
        if self.row.state == "planned":
            return counts.of(*queries.NEEDS_YOU) - sum(counts.chosen_by.get(one, 0) for one in queries.NEEDS_YOU)
        return sum(number for word, number in counts.by_outcome.items() if word in _SKIPPED)

    def did(self, *verdicts: str) -> int:
        """Rows of these kinds that were done."""
        counts = self.counts
        return sum(counts.by_outcome.get(f"{one} done", 0) for one in verdicts) if counts else 0

    @property
    def total(self) -> int:
        """How many rows the work at hand goes through."""
        counts = self.counts
        if counts is None:
            return 0
        return sum(counts.by_verdict.values())


async def start_view(site: SiteRow, error: str = "") -> StartView:
    """The first step."""
    agencies = await Agency.count().where(Agency.site == site.id)
    imports = await queries.imports_of(site.id)
    return StartView(
        slug=site.slug, site=site.label, zone=site.time_zone, agencies=agencies, imports=imports, error=error
    )


async def columns_view(site: SiteRow, row: ImportRow, *, goes: tuple[str, ...] = (), error: str = "") -> ImportView:
    """The second step; `goes`: what was just chosen and refused."""
    sheet = await sheet_of(row.id)
    last = await queries.remembered(site.id)
    chosen = goes or msgspec.json.decode(row.goes, type=tuple[str, ...])
    columns = tuple(
        ColumnView(
            name, _shown(values), target, last.get(name, SKIP) == target != SKIP, reason_for(target, name, values)
        )
        for name, values, target in zip(sheet.head, samples(sheet), chosen, strict=False)
    )
    before = await queries.imported_before(row)
    return _view(site, row, columns=columns, notes=sheet.notes, before=before, error=error)


def _shown(values: Sequence[str]) -> tuple[str, ...]:
    filled = dict.fromkeys(value for value in values if value)
    return tuple(value[:40] for value in list(filled)[:3])


async def import_view(site: SiteRow, row: ImportRow, *, show: str = "", page: int = 1) -> ImportView:
    """The third step and all after it."""
    counts = await queries.counts_of(row.id)
    if row.state == "undone" or (row.state == "applied" and not show):
        return await _ended(site, row, counts)
    group = show if show in queries.GROUPS else _first_group(counts)
    size = counts.of(*queries.GROUPS[group])
    pages = -(-size // PER_PAGE) or 1
    at = min(max(page, 1), pages)
    rows = await queries.rows_of(row.id, group, start=(at - 1) * PER_PAGE)
    units = tuple(name for _, name in msgspec.json.decode(row.new_units, type=tuple[tuple[int, str], ...]))
    before = await queries.imported_before(row) if row.state == "planned" else None
    return _view(site, row, counts=counts, rows=rows, show=group, page=at, pages=pages, new_units=units, before=before)


def _first_group(counts: Counts) -> str:
    """What to show first: what needs somebody, else what would change."""
    return next((one for one in ("need", "change", "add") if counts.of(*queries.GROUPS[one])), "same")


async def _ended(site: SiteRow, row: ImportRow, counts: Counts) -> ImportView:
    kept = await queries.kept_rows(row.id)
    undo = can_undo(row.applied_at, clock.now()) and row.state == "applied"
    until = row.applied_at + UNDO_FOR if row.applied_at else None
    return _view(site, row, counts=counts, rows=kept, can_undo=undo, undo_until=until)


def _view(site: SiteRow, row: ImportRow, **more: object) -> ImportView:
    return ImportView(slug=site.slug, site=site.label, zone=site.time_zone, row=row, **more)  # type: ignore[arg-type]
