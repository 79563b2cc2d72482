"""Who may read what of a site at this moment, and the only way to a report or a file of one."""

from datetime import datetime
from typing import Any

import msgspec
from piccolo.custom_types import Combinable

from academy.actor import Actor, Permission
from academy.errors import NotFound
from academy.sites.tables import UnitMember, UnitSupervisor
from courses.standing_reports.rules import Rhythm
from courses.standing_reports.tables import ReportCopy, StandingReport


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """A report of the site."""

    id: int
    code: str
    kind: str
    format: str
    unit: str
    course: str
    every: str
    day: int
    hour: int
    state: str
    next_at: datetime | None
    deleted_at: datetime | None

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.every, self.day, self.hour)


class Scope(msgspec.Struct, frozen=True):
    """What somebody may see of a site: everybody, or (`units` by id) the members of the units they supervise."""

    units: tuple[int, ...] | None = None

    def covers(self, other: "Scope") -> bool:
        """Whether all of the other may be seen, too."""
        return self.units is None or (other.units is not None and set(other.units) <= set(self.units))


COLUMNS = (
    *(StandingReport.id, StandingReport.code, StandingReport.kind, StandingReport.format, StandingReport.unit),
    *(StandingReport.course, StandingReport.every, StandingReport.day, StandingReport.hour, StandingReport.state),
    *(StandingReport.next_at, StandingReport.deleted_at),
)


async def report_at(site_id: int, code: str) -> ReportRow:
    """A report of the site (which `site_for` has opened); NotFound otherwise."""
    here = (StandingReport.code == code, StandingReport.site == site_id)
    row = await StandingReport.select(*COLUMNS).where(*here).first()
    if row is None:
        raise NotFound()
    return ReportRow(**row)


async def scope_of(actor: Actor, site_id: int) -> Scope | None:
    """What the actor may see of a site in files; None = nothing, any more."""
    if actor.may(Permission.EXPORT, site_id):
        return Scope()
    if actor.is_visitor or site_id not in actor.memberships:
        return None
    mine = (UnitSupervisor.person == actor.id, UnitSupervisor.ends_on.is_null())
    unit: Any = UnitSupervisor.unit
    here = (unit.agency.site == site_id, unit.closed_on.is_null())
    rows = await UnitSupervisor.select(UnitSupervisor.unit).where(*mine, *here).order_by(UnitSupervisor.unit)
    return Scope(tuple(row["unit"] for row in rows)) if rows else None


async def narrowed(site_id: int, scope: Scope, unit: str) -> frozenset[int] | None:
    """The ids of the people a report tells somebody of: their scope, and of it a unit by code; None = everybody."""
    seen = None if scope.units is None else await _members(site_id, UnitMember.unit.is_in([*scope.units]))
    if not unit:
        return seen
    chosen = await _members(site_id, UnitMember.unit.code == unit)
    return chosen if seen is None else chosen & seen


async def _members(site_id: int, where: Combinable) -> frozenset[int]:
    inside: Any = UnitMember.membership
    rows = await UnitMember.select(inside.person.as_alias("person")).where(
        where, UnitMember.ends_on.is_null(), inside.ends_on.is_null(), inside.site == site_id
    )
    return frozenset(row["person"] for row in rows)


class CopyRow(msgspec.Struct, frozen=True):
    """A file somebody got."""

    site: int
    person: int
    units: str
    name: str
    stored_as: str

    @property
    def scope(self) -> Scope:
        return Scope(msgspec.json.decode(self.units, type=tuple[int, ...])) if self.units else Scope()


async def file_for(actor: Actor, slug: str, report: str, code: str) -> CopyRow:
    """A file of a report, for who may see now all that it holds; anything else is NotFound."""
    of: Any = ReportCopy.run.report
    row = (
        await ReportCopy.select(
            *(ReportCopy.person, ReportCopy.units, ReportCopy.name, ReportCopy.stored_as),
            of.site.id.as_alias("site"),
        )
        .where(ReportCopy.code == code, of.code == report)
        .where(of.site.slug == slug)
        .first()
    )
    if row is None or not row["stored_as"]:
        raise NotFound()
    found, scope = CopyRow(**row), await scope_of(actor, row["site"])
    if scope is None or not scope.covers(found.scope) or (scope.units is not None and found.person != actor.id):
        raise NotFound()
    return found
