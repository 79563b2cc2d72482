"""Changing where people belong; nothing is deleted, and whoever is in no unit any more is listed as such."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.db.work import writing
from academy.errors import NotFound
from academy.sites.access import SiteRow
from academy.sites.actions import create_agency, create_unit, leave
from academy.sites.grouping import put_in_units
from academy.sites.tables import Agency, Site, Unit, UnitMember, UnitSupervisor
from academy.structure.access import MemberRow, UnitRow, member_named, membership_at, unit_at, units_of
from academy.structure.rules import KINDS, NameTaken, NotThatDay, UnitClosed


class Audited(StrEnum):
    """What this area writes into the audit log; agencies, units and members begin and end in the words of sites."""

    AGENCY_CHANGED = "structure:agency:change"
    SWORN_SAID = "structure:site:sworn"
    UNIT_CHANGED = "structure:unit:change"
    UNIT_CLOSED = "structure:unit:close"
    GROUPED = "structure:member:group"
    SUPERVISES = "structure:supervisor:start"
    SUPERVISED = "structure:supervisor:end"


async def say_sworn(actor: Actor, *, site: SiteRow, sworn: int | None) -> None:
    """Say how many sworn officers the agencies of the site have together, or that nobody knows. Raises NotFound."""
    _require(actor, site)
    async with writing():
        await Site.update({Site.sworn: sworn}).where(Site.id == site.id)
        await record(actor, Audited.SWORN_SAID, Subject("site", site.id, site.id), sworn=sworn or "")


async def add_agency(actor: Actor, *, site: SiteRow, name: str, kind: str) -> int:
    """Add an agency to the site. Raises NotFound, NameTaken."""
    _require(actor, site)
    if await Agency.exists().where(Agency.site == site.id, Agency.name == name):
        raise NameTaken()
    return await create_agency(actor, site_id=site.id, name=name, kind=kind)


async def change_agency(actor: Actor, *, site: SiteRow, agency_id: int, name: str, kind: str) -> None:
    """Give an agency another name or kind; what was certified keeps the name of its day. Raises NotFound, NameTaken."""
    _require(actor, site)
    agency = await Agency.select(Agency.name).where(Agency.id == agency_id, Agency.site == site.id).first()
    if agency is None:
        raise NotFound()
    if await Agency.exists().where(Agency.site == site.id, Agency.name == name, Agency.id != agency_id):
        raise NameTaken()
    async with writing():
        await Agency.update({Agency.name: name, Agency.kind: kind}).where(Agency.id == agency_id)
        about = Subject("agency", agency_id, site.id)
        await record(actor, Audited.AGENCY_CHANGED, about, before=agency["name"], name=name, kind=kind)


async def add_unit(actor: Actor, *, site: SiteRow, agency_id: int, name: str, kind: str) -> None:
    """Add a unit to an agency of the site. Raises NotFound, NameTaken."""
    _require(actor, site)
    if not await Agency.exists().where(Agency.id == agency_id, Agency.site == site.id):
        raise NotFound()
    await _name_is_free(agency_id, name)
    async with writing():
        unit_id = await create_unit(actor, site_id=site.id, agency_id=agency_id, name=name)
        await Unit.update({Unit.kind: kind}).where(Unit.id == unit_id)
        await record(actor, Audited.UNIT_CHANGED, Subject("unit", unit_id, site.id), kind=KINDS[kind])


async def change_unit(actor: Actor, *, site: SiteRow, code: str, name: str, kind: str) -> None:
    """Give a unit another name or kind; everything that speaks of it follows. Raises NotFound, NameTaken."""
    unit = await _unit(actor, site, code)
    if name != unit.name:
        await _name_is_free(unit.agency_id, name)
    async with writing():
        await Unit.update({Unit.name: name, Unit.kind: kind}).where(Unit.id == unit.id)
        await record(actor, Audited.UNIT_CHANGED, Subject("unit", unit.id, site.id), before=unit.name, name=name)


async def close_unit(actor: Actor, *, site: SiteRow, code: str) -> int:
    """Close a unit: its members are in their other units from today, or in none; gives how many they were.

    What was done in the unit keeps its name. Raises NotFound, UnitClosed.
    """
    unit = await _unit(actor, site, code)
    today = _today(site)
    async with writing():
        closed = Unit.update({Unit.closed_on: today}).where(Unit.id == unit.id, Unit.closed_on.is_null())
        if not await closed.returning(Unit.id):
            raise UnitClosed()
        inside = (UnitMember.unit == unit.id) & UnitMember.ends_on.is_null()
        members = [row["membership"] for row in await UnitMember.select(UnitMember.membership).where(inside)]
        for member in members:
            before = await units_of(member)
            await put_in_units(member, units=[one for one in before if one != unit.id], before=before, day=today)
        supervised = (UnitSupervisor.unit == unit.id) & UnitSupervisor.ends_on.is_null()
        await UnitSupervisor.update({UnitSupervisor.ends_on: today}).where(supervised)
        await record(actor, Audited.UNIT_CLOSED, Subject("unit", unit.id, site.id), name=unit.name, people=len(members))
    return len(members)


async def group(actor: Actor, *, site: SiteRow, code: str, membership_id: int, units: Sequence[str]) -> None:
    """Have a member in these units, named by their codes, and in no others. Raises NotFound, UnitClosed."""
    _require(actor, site)
    member = await membership_at(site.id, code, membership_id)
    wanted = [await unit_at(site.id, one) for one in dict.fromkeys(units)]
    if any(one.agency_id != member.agency_id for one in wanted):
        raise NotFound()
    await _put(actor, site, member, wanted)


async def add_member(actor: Actor, *, site: SiteRow, code: str, who: str) -> None:
    """Take a member of the agency, by e-mail or employee number, into the unit too. Raises NotAMember, UnitClosed."""
    unit = await _unit(actor, site, code)
    member = await member_named(unit, who)
    rows = await Unit.select(Unit.code).where(Unit.id.is_in([*(await units_of(member.id)), unit.id]))
    await _put(actor, site, member, [await unit_at(site.id, row["code"]) for row in rows])


async def _put(actor: Actor, site: SiteRow, member: MemberRow, wanted: Sequence[UnitRow]) -> None:
    if any(one.closed_on for one in wanted):
        raise UnitClosed()
    async with writing():
        before = await units_of(member.id)
        ids = [one.id for one in wanted]
        if set(ids) == set(before):
            return
        await put_in_units(member.id, units=ids, before=before, day=_today(site))
        names = ", ".join(one.name for one in wanted)
        await record(actor, Audited.GROUPED, Subject("membership", member.id, site.id), units=names)


async def end_membership(actor: Actor, *, site: SiteRow, code: str, membership_id: int, ends_on: date) -> None:
    """Somebody has left the agency: account, records and service period stay. Raises NotFound, NotThatDay."""
    _require(actor, site)
    member = await membership_at(site.id, code, membership_id)
    if not member.starts_on <= ends_on <= _today(site):
        raise NotThatDay(member.starts_on)
    await leave(actor, membership_id=member.id, ends_on=ends_on)


async def add_supervisor(actor: Actor, *, site: SiteRow, code: str, who: str) -> None:
    """Let a member of the agency supervise the unit; the same again changes nothing. Raises NotAMember, UnitClosed."""
    unit = await _unit(actor, site, code)
    if unit.closed_on:
        raise UnitClosed()
    member = await member_named(unit, who)
    async with writing():
        row = UnitSupervisor(unit=unit.id, person=member.person_id, starts_on=_today(site))
        made = await UnitSupervisor.insert(row).on_conflict(action="DO NOTHING").returning(UnitSupervisor.id)
        if made:
            await record(actor, Audited.SUPERVISES, Subject("unit", unit.id, site.id), person=member.person_id)


async def end_supervisor(actor: Actor, *, site: SiteRow, code: str, person: str) -> None:
    """Somebody, named by their code, supervises the unit no more. Raises NotFound."""
    unit = await _unit(actor, site, code)
    open_one = (UnitSupervisor.unit == unit.id) & UnitSupervisor.ends_on.is_null()
    row = await UnitSupervisor.select(UnitSupervisor.id).where(open_one, UnitSupervisor.person.code == person).first()
    if row is None:
        raise NotFound()
    async with writing():
        await UnitSupervisor.update({UnitSupervisor.ends_on: _today(site)}).where(UnitSupervisor.id == row["id"])
        await record(actor, Audited.SUPERVISED, Subject("unit", unit.id, site.id), person=person)


async def _unit(actor: Actor, site: SiteRow, code: str) -> UnitRow:
    _require(actor, site)
    return await unit_at(site.id, code)


async def _name_is_free(agency_id: int, name: str) -> None:
    if await Unit.exists().where(Unit.agency == agency_id, Unit.name == name):
        raise NameTaken()


def _today(site: SiteRow) -> date:
    return clock.now().astimezone(ZoneInfo(site.time_zone)).date()


def _require(actor: Actor, site: SiteRow) -> None:
    if not actor.may(Permission.MANAGE_PEOPLE, site.id):
        raise NotFound()
