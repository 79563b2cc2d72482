"""The only way to an import: through its site."""

from datetime import datetime

import msgspec

from academy.errors import NotFound
from academy.roster.tables import RosterImport


class ImportRow(msgspec.Struct, frozen=True, kw_only=True):
    """An import without its table."""

    id: int
    code: str
    site_id: int
    file_name: str
    sha256: str
    state: str
    goes: str
    adds_units: bool
    new_units: str
    line_count: int
    done_count: int
    failure: str
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    made_by: str


_NAMES = (
    *("id", "code", "file_name", "sha256", "state", "goes", "adds_units", "new_units", "line_count", "done_count"),
    *("failure", "created_at", "applied_at", "undone_at"),
)
COLUMNS = (
    *(getattr(RosterImport, name) for name in _NAMES),
    RosterImport.site.as_alias("site_id"),
    RosterImport.made_by.full_name.as_alias("made_by"),
)


async def import_at(site_id: int, code: str) -> ImportRow:
    """An import of the site (which `site_for` has opened); NotFound otherwise."""
    row = await RosterImport.select(*COLUMNS).where(RosterImport.site == site_id, RosterImport.code == code).first()
    if row is None:
        raise NotFound()
    return ImportRow(**row)


async def import_by_id(import_id: int) -> ImportRow:
    """An import for its job; NotFound when it is gone."""
    row = await RosterImport.select(*COLUMNS).where(RosterImport.id == import_id).first()
    if row is None:
        raise NotFound()
    return ImportRow(**row)
