"""What the program office set on its page: brands of sites, lines of courses."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from piccolo.columns.combination import WhereRaw

from academy.record_log.records import among
from certificates.branding.rules import StateLine
from certificates.tables import CourseLine, SiteBranding


class Brand(msgspec.Struct, frozen=True):
    """A site ("Raleigh, NC") and what stands beside the academy's name for it; empty and never set: nothing."""

    site_id: int
    slug: str
    site: str
    name: str
    has_mark: bool
    set_at: datetime | None
    set_by: str


class Line(msgspec.Struct, frozen=True):
    """A line in force. `said` is how it is chosen."""

    id: int
    said: StateLine
    made_by: str


_BRANDS = """
    SELECT s.id AS site_id, s.slug, s.name || ', ' || s.state_code AS site, coalesce(b.name, '') AS name,
        b.mark IS NOT NULL AS has_mark, b.created_at AS set_at, coalesce(p.full_name, '') AS set_by
    FROM site s LEFT JOIN site_branding b ON b.id = (SELECT max(n.id) FROM site_branding n WHERE n.site = s.id)
        LEFT JOIN person p ON p.id = b.set_by
    ORDER BY s.name, s.state_code
"""
_LINES = """
    SELECT l.id, l.text, l.course, l.version, l.state, l.since, l.until, coalesce(p.full_name, '') AS made_by
    FROM course_line l LEFT JOIN person p ON p.id = l.made_by WHERE l.ended_at IS NULL ORDER BY l.course, l.id
"""


async def brands() -> tuple[Brand, ...]:
    """Every site, with what is set for it."""
    return msgspec.convert(await SiteBranding.raw(_BRANDS), tuple[Brand, ...], strict=False)


async def mark_of(site_id: int) -> bytes | None:
    """The mark that is set for a site now."""
    return (await marks_of([site_id])).get(site_id)


async def marks_of(sites: Sequence[int]) -> dict[int, bytes]:
    """The marks that are set for these sites now; sites without one are missing."""
    newest = WhereRaw("site_branding.id = (SELECT max(n.id) FROM site_branding n WHERE n.site = site_branding.site)")
    drawn = SiteBranding.select(SiteBranding.site, SiteBranding.mark).where(newest & among(SiteBranding.site, sites))
    return {row["site"]: bytes(row["mark"]) for row in await drawn if row["mark"] is not None}


async def lines() -> tuple[Line, ...]:
    """The lines in force, by course."""
    return tuple(_line(msgspec.convert(row, _Row, strict=False)) for row in await CourseLine.raw(_LINES))


class _Row(msgspec.Struct, frozen=True):
    id: int
    text: str
    course: str
    version: int
    state: str
    since: date | None
    until: date | None
    made_by: str


def _line(row: _Row) -> Line:
    said = StateLine(
        text=row.text,
        course=row.course,
        version=row.version,
        state=row.state,
        since=row.since or date.min,
        until=row.until or date.max,
    )
    return Line(row.id, said, row.made_by)
