"""Moving an officer from one agency to another, and the officer's answer about earlier records."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from academy import clock, settings
from academy.access.actions import revoke
from academy.access.tables import RoleGrant
from academy.actor import Actor, Permission, Role
from academy.audit import Subject, record
from academy.db.work import writing
from academy.errors import NotFound
from academy.messages.composing import compose
from academy.messages.posting import post
from academy.sites.access import SiteRow
from academy.sites.actions import Joining, join, leave
from academy.sites.tables import Membership, Site
from academy.transfers.access import Officer, agency_named, consent_at, officer_named
from academy.transfers.rules import AlreadyThere, Held, HoldsARole, answer, ending
from academy.transfers.tables import RecordConsent


class Audited(StrEnum):
    """What this area writes into the audit log; memberships end and begin in the words of sites."""

    MOVED = "transfers:person:move"
    ANSWERED = "transfers:consent:answer"


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """Who goes to which agency of the site, what ends by it (memberships), and on what day."""

    who: str
    last_name: str
    agency_id: int
    moved_on: date
    leaves: tuple[int, ...] = ()


class _Moving(msgspec.Struct, frozen=True, kw_only=True):
    """A move that was found to be possible."""

    officer: Officer
    site: SiteRow
    agency: str
    ends: Sequence[Held]
    day: date


async def transfer(actor: Actor, *, site: SiteRow, move: Move) -> str:
    """Move an officer in: what they leave ends, the new membership begins, records stay theirs; gives their code.

    Raises NotFound, NobodyFound, AlreadyThere, HoldsARole, ChooseWhatEnds, NotThatDay.
    """
    _require(actor, site)
    agency = await agency_named(site.id, move.agency_id)
    async with writing():
        officer = await officer_named(site, move.who, move.last_name)
        if any(one.agency_id == move.agency_id for one in officer.held):
            raise AlreadyThere(officer.name)
        ends = ending(officer.held, move.leaves, moved_on=move.moved_on, today=today_at(site))
        moving = _Moving(officer=officer, site=site, agency=agency, ends=ends, day=move.moved_on)
        await _hand_over_roles(actor, moving)
        for one in ends:
            await leave(actor, membership_id=one.id, ends_on=move.moved_on)
        await join(
            actor,
            Joining(person_id=officer.id, site_id=site.id, agency_id=move.agency_id, starts_on=move.moved_on),
        )
        await _note(actor, moving)
        await _tell(actor, moving)
    return officer.code


async def _hand_over_roles(actor: Actor, moving: _Moving) -> None:
    """Roles at sites the officer leaves for good end too; only the program office takes somebody from them."""
    stays = {one.site_id for one in moving.officer.held if one not in moving.ends} | {moving.site.id}
    left = {one.site_id for one in moving.ends} - stays
    rows = [
        row
        for row in await RoleGrant.select(RoleGrant.id, RoleGrant.site).where(
            RoleGrant.person == moving.officer.id, RoleGrant.revoked_at.is_null()
        )
        if row["site"] in left
    ]
    if rows and not actor.may(Permission.ADMINISTER):
        raise HoldsARole()
    for row in rows:
        await revoke(actor, grant_id=row["id"])


async def _note(actor: Actor, moving: _Moving) -> None:
    """On record at both ends; a site that was not the officer's only one asks for what came before."""
    officer, site = moving.officer, moving.site
    for one in moving.ends:
        await record(actor, Audited.MOVED, Subject("person", officer.id, one.site_id), left=one.agency)
    await record(actor, Audited.MOVED, Subject("person", officer.id, site.id), joined=moving.agency)
    if await Membership.exists().where(Membership.person == officer.id, Membership.site != site.id):
        row = RecordConsent(person=officer.id, site=site.id, state="asked")
        await RecordConsent.insert(row).on_conflict(action="DO NOTHING")


async def _tell(actor: Actor, moving: _Moving) -> None:
    """The officer learns what was recorded and what to answer; coordinators of other sites, who left them."""
    officer, site = moving.officer, moving.site
    facts = {"name": officer.name, "agency": moving.agency, "site": site.label, "day": moving.day, "by": actor.name}
    link = f"{settings.current().base_url}/account/records"
    left = ", ".join(f"{one.agency} ({one.site})" for one in moving.ends)
    await post(compose("academy/transfers/moved", left=left, link=link, **facts), to=officer.email)
    for one in moving.ends:
        for email in await _coordinators(one.site_id) if one.site_id != site.id else ():
            await post(compose("academy/transfers/left", left=one.agency, **facts), to=email)


async def _coordinators(site_id: int) -> list[str]:
    rows = await RoleGrant.select(RoleGrant.person.email.as_alias("email")).where(
        RoleGrant.site == site_id,
        RoleGrant.role == Role.COORDINATOR.value,
        RoleGrant.revoked_at.is_null(),
        RoleGrant.person.deactivated_at.is_null(),
    )
    return [row["email"] for row in rows]


async def answer_site(actor: Actor, *, slug: str, verb: str) -> None:
    """Let a site one works at read the records of earlier agencies, or not any more. Raises NotFound, CannotAnswer."""
    async with writing():
        row = await Site.select(Site.id).where(Site.slug == slug).first()
        if row is None or row["id"] not in actor.memberships:
            raise NotFound()
        state = answer(await consent_at(actor.id, row["id"]), verb)
        said = RecordConsent(person=actor.id, site=row["id"], state=state, answered_at=clock.now())
        await RecordConsent.insert(said).on_conflict(
            target=(RecordConsent.person, RecordConsent.site),
            action="DO UPDATE",
            values=[RecordConsent.state, RecordConsent.answered_at],
        )
        await record(actor, Audited.ANSWERED, Subject("person", actor.id, row["id"]), answer=state)


def today_at(site: SiteRow) -> date:
    """The day it is at the site."""
    return clock.now().astimezone(ZoneInfo(site.time_zone)).date()


def _require(actor: Actor, site: SiteRow) -> None:
    if not actor.may(Permission.MANAGE_PEOPLE, site.id):
        raise NotFound()
