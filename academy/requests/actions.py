"""Asking for access, deciding on it, and adding one person by hand."""

from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from academy import clock, settings
from academy.access.tables import RoleGrant
from academy.actor import Actor, Permission, Role
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import move_row, writing
from academy.errors import NotFound
from academy.joining.actions import invite
from academy.messages.composing import compose
from academy.messages.posting import post
from academy.people.actions import NewPerson, create_person
from academy.people.tables import Person
from academy.requests import rules
from academy.requests.access import RequestRow, request_at
from academy.requests.matching import planned_for
from academy.requests.tables import AccessRequest
from academy.roster.rules.columns import Line
from academy.roster.rules.plan import Planned
from academy.sign_in.sessions import hash_of
from academy.sites.access import SiteRow
from academy.sites.actions import Joining, join
from academy.sites.tables import Agency, Site


class Audited(StrEnum):
    """What this area writes into the audit log."""

    ASKED = "requests:request:create"
    APPROVED = "requests:request:approve"
    REFUSED = "requests:request:refuse"
    ADDED = "requests:person:add"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says who asks for access."""

    site: str
    agency: str
    full_name: str
    email: str
    number: str = ""
    note: str = ""


class Admission(msgspec.Struct, frozen=True, kw_only=True):
    """Who is let in where. `sure`: a doubt about who it is was shown and answered with yes."""

    agency_id: int
    name: str
    email: str
    rank: str = ""
    employee_number: str = ""
    officer_id: str = ""
    starts_on: date | None = None
    sure: bool = False


async def ask(asked: Asked, *, network: str) -> None:
    """Keep a request; the same again while it waits is the same request. It never says who has an account.

    Raises NoSuchSite, NotAnAddress, TooManyRequests.
    """
    email = asked.email.strip().lower()
    if not rules.is_address(email):
        raise rules.NotAnAddress()
    site = await Site.select(Site.id, Site.name).where(Site.slug == asked.site).first()
    if site is None:
        raise rules.NoSuchSite()
    mark = hash_of(f"{settings.current().secret}{network}")
    recent = (AccessRequest.network == mark) & (AccessRequest.created_at > clock.now() - rules.WINDOW)
    async with writing():
        if await AccessRequest.count().where(recent) >= rules.MOST_AN_HOUR:
            raise rules.TooManyRequests()
        row = AccessRequest(
            code=new_code(), site=site["id"], agency=asked.agency, email=email, full_name=asked.full_name,
            number=asked.number, note=asked.note, network=mark, state="waiting",
        )  # fmt: skip
        made = await AccessRequest.insert(row).on_conflict(action="DO NOTHING").returning(AccessRequest.id)
        if made:
            await record(None, Audited.ASKED, Subject("access_request", made[0]["id"], site["id"]))
            await _tell_coordinators(site["id"], asked.site, site["name"])


async def _tell_coordinators(site_id: int, slug: str, name: str) -> None:
    """Once a day at most, however many ask."""
    rows = await RoleGrant.select(RoleGrant.person.email.as_alias("email")).where(
        RoleGrant.site == site_id, RoleGrant.role == Role.COORDINATOR.value, RoleGrant.revoked_at.is_null()
    )
    link = f"{settings.current().base_url}/sites/{slug}/requests"
    for row in rows:
        letter = compose("academy/requests/waiting", site=name, link=link)
        await post(letter, to=row["email"], key=f"requests:{slug}:{clock.now().date()}")


async def approve(actor: Actor, *, site: SiteRow, code: str, agency_id: int, sure: bool) -> None:
    """Let somebody in: account, membership and invitation, or what of it is missing. Raises NotFound, NeedsMore."""
    _require(actor, site)
    async with writing():
        row = await request_at(site.id, code)
        admission = Admission(
            agency_id=agency_id, name=row.full_name, email=row.email, employee_number=row.number, sure=sure
        )
        person_id = await _admit(actor, site, admission, await _planned(site, admission))
        await _decide(actor, row, "approve", person=person_id)
        await record(actor, Audited.APPROVED, Subject("access_request", row.id, site.id), person=person_id)
        await _welcome(actor, site, person_id)


async def refuse(actor: Actor, *, site: SiteRow, code: str, reason: str) -> None:
    """Say no, with the reason, which is mailed. Raises NotFound."""
    _require(actor, site)
    async with writing():
        row = await request_at(site.id, code)
        await _decide(actor, row, "refuse", reason=reason)
        await record(actor, Audited.REFUSED, Subject("access_request", row.id, site.id), reason=reason)
        facts = {"name": row.full_name, "site": site.label, "reason": reason}
        await post(compose("academy/requests/refused", by=actor.name, **facts), to=row.email)


async def add(actor: Actor, *, site: SiteRow, admission: Admission) -> str:
    """Add one person by hand and invite them; gives their code. Raises NotFound, NoSuchAgency, NeedsMore, WorksHere."""
    _require(actor, site)
    async with writing():
        planned = await _planned(site, admission)
        if rules.step(planned) is rules.Step.ADMIT and not planned.starts:
            raise rules.WorksHere()
        person_id = await _admit(actor, site, admission, planned)
        await record(actor, Audited.ADDED, Subject("person", person_id, site.id))
        await _welcome(actor, site, person_id)
    return await _code(person_id)


async def _planned(site: SiteRow, admission: Admission) -> Planned:
    mine = (Agency.id == admission.agency_id) & (Agency.site == site.id)
    agency = await Agency.select(Agency.name).where(mine).first()
    if agency is None:
        raise rules.NoSuchAgency()
    line = Line(
        number=2, email=admission.email.strip().lower(), name=admission.name, rank=admission.rank,
        employee_number=admission.employee_number, officer_id=admission.officer_id, agency=agency["name"],
    )  # fmt: skip
    return (await planned_for(site.id, [line]))[0]


async def _admit(actor: Actor, site: SiteRow, admission: Admission, planned: Planned) -> int:
    """What is missing of account and membership. What is known of an account is not changed by it."""
    needed = rules.step(planned)
    if needed is not rules.Step.ADMIT and not (needed is rules.Step.SURE and admission.sure):
        raise rules.NeedsMore(planned)
    person_id = planned.person_id or await create_person(actor, _new(admission))
    if planned.starts:
        day = admission.starts_on or clock.now().astimezone(ZoneInfo(site.time_zone)).date()
        joining = Joining(person_id=person_id, site_id=site.id, agency_id=admission.agency_id, starts_on=day)
        await join(actor, joining)
    return person_id


def _new(admission: Admission) -> NewPerson:
    return NewPerson(
        email=admission.email, full_name=admission.name, rank=admission.rank or None,
        employee_number=admission.employee_number or None, post_number=admission.officer_id or None,
    )  # fmt: skip


async def _welcome(actor: Actor, site: SiteRow, person_id: int) -> None:
    """A link to choose a password, or the news that the account one has is enough."""
    if await invite(actor, site=site, code=await _code(person_id)):
        return
    row = await Person.select(Person.email, Person.full_name).where(Person.id == person_id).first() or {}
    facts = {"name": row["full_name"], "email": row["email"], "site": site.label, "by": actor.name}
    link = f"{settings.current().base_url}/sign-in"
    await post(compose("academy/requests/approved", link=link, **facts), to=row["email"])


async def _decide(actor: Actor, row: RequestRow, verb: str, **values: object) -> None:
    state = rules.MOVES.get((row.state, verb))
    if state is None:
        raise rules.Decided()
    said = {"decided_by": actor.id, "decided_at": clock.now(), **values}
    await move_row(AccessRequest.state, row.id, old=row.state, new=state, **said)


async def _code(person_id: int) -> str:
    row = await Person.select(Person.code).where(Person.id == person_id).first() or {}
    return str(row["code"])


def _require(actor: Actor, site: SiteRow) -> None:
    if not actor.may(Permission.MANAGE_PEOPLE, site.id):
        raise NotFound()
