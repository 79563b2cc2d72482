"""Setting up sites, agencies and units, and people joining and leaving them."""

from datetime import date
from enum import StrEnum

import msgspec

from academy.actor import Actor
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import writing
from academy.errors import Conflict
from academy.facts import announce
from academy.sites.facts import MembersChanged
from academy.sites.grouping import stop_supervising
from academy.sites.tables import Agency, Membership, Site, Unit, UnitMember


class Audited(StrEnum):
    """What this area writes into the audit log."""

    SITE_CREATED = "sites:site:create"
    AGENCY_CREATED = "sites:agency:create"
    UNIT_CREATED = "sites:unit:create"
    JOINED = "sites:membership:start"
    LEFT = "sites:membership:end"


class NewSite(msgspec.Struct, frozen=True, kw_only=True):
    """A jurisdiction: `engagement` is pilot, operations, diagnostic or single; `time_zone` an IANA name."""

    slug: str
    name: str
    state_code: str
    engagement: str
    time_zone: str
    engaged_from: date | None = None
    engaged_until: date | None = None


async def create_site(actor: Actor | None, new: NewSite) -> int:
    """Add a site. Raises Conflict when the address name is taken."""
    async with writing():
        made = await Site.insert(Site(**msgspec.structs.asdict(new))).returning(Site.id)
        site_id: int = made[0]["id"]
        await record(actor, Audited.SITE_CREATED, Subject("site", site_id, site_id), name=new.name)
    return site_id


async def create_agency(actor: Actor | None, *, site_id: int, name: str, kind: str) -> int:
    """Add an agency to a site."""
    async with writing():
        made = await Agency.insert(Agency(site=site_id, name=name, kind=kind)).returning(Agency.id)
        agency_id: int = made[0]["id"]
        await record(actor, Audited.AGENCY_CREATED, Subject("agency", agency_id, site_id), name=name)
    return agency_id


async def create_unit(actor: Actor | None, *, site_id: int, agency_id: int, name: str) -> int:
    """Add a unit to an agency."""
    async with writing():
        made = await Unit.insert(Unit(agency=agency_id, name=name, code=new_code())).returning(Unit.id)
        unit_id: int = made[0]["id"]
        await record(actor, Audited.UNIT_CREATED, Subject("unit", unit_id, site_id), name=name)
    return unit_id


class Joining(msgspec.Struct, frozen=True, kw_only=True):
    """Who joins which part of a site, as what, since when."""

    person_id: int
    site_id: int
    agency_id: int
    starts_on: date
    unit_id: int | None = None
    title: str | None = None


async def join(actor: Actor | None, joining: Joining) -> int:
    """Start a membership. Raises Conflict when the person has an open one with the agency."""
    async with writing():
        row = Membership(
            person=joining.person_id,
            site=joining.site_id,
            agency=joining.agency_id,
            unit=joining.unit_id,
            title=joining.title,
            starts_on=joining.starts_on,
        )
        made = await Membership.insert(row).returning(Membership.id)
        membership_id: int = made[0]["id"]
        if joining.unit_id:
            await UnitMember.insert(
                UnitMember(membership=membership_id, unit=joining.unit_id, starts_on=joining.starts_on)
            )
        subject = Subject("membership", membership_id, joining.site_id)
        await record(actor, Audited.JOINED, subject, person=joining.person_id)
        await announce(MembersChanged(joining.site_id))
    return membership_id


async def leave(actor: Actor, *, membership_id: int, ends_on: date) -> None:
    """End a membership, the time in its units, and what the person supervised there; all training records stay."""
    async with writing():
        moved = (
            await Membership.update({Membership.ends_on: ends_on})
            .where(Membership.id == membership_id, Membership.ends_on.is_null())
            .returning(Membership.id, Membership.site, Membership.person, Membership.agency)
        )
        if not moved:
            raise Conflict("This membership has ended already.")
        await UnitMember.update({UnitMember.ends_on: ends_on}).where(
            UnitMember.membership == membership_id, UnitMember.ends_on.is_null()
        )
        await stop_supervising(moved[0]["person"], moved[0]["agency"], day=ends_on)
        await record(actor, Audited.LEFT, Subject("membership", membership_id, moved[0]["site"]))
        await announce(MembersChanged(moved[0]["site"]))
