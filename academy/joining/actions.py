"""Inviting people whose account has no password yet, and taking an invitation up."""

import secrets
from enum import StrEnum
from typing import Any

import msgspec

from academy import clock, settings
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.db.work import writing
from academy.errors import NotFound
from academy.joining.rules import MOST_AT_ONCE, VALID_FOR, NoInvitation, is_open
from academy.joining.tables import Invitation
from academy.messages.composing import compose
from academy.messages.posting import About, post
from academy.people.tables import Person
from academy.sign_in.actions import set_password
from academy.sign_in.sessions import hash_of
from academy.sites.access import SiteRow


class Audited(StrEnum):
    """What this area writes into the audit log."""

    INVITED = "joining:invitation:create"
    ACCEPTED = "joining:invitation:accept"


class Invited(msgspec.Struct, frozen=True):
    """Whom a link lets in."""

    id: int
    person_id: int
    site_id: int
    name: str
    email: str


_OUTSIDE = """
SELECT DISTINCT p.id AS id, p.email AS email, p.full_name AS name
FROM membership m JOIN person p ON p.id = m.person AND p.deactivated_at IS NULL
WHERE m.site = {} AND m.ends_on IS NULL AND ({} = '' OR p.code = {})
  AND NOT EXISTS (SELECT 1 FROM password w WHERE w.person = p.id)
  AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.person = p.id AND i.accepted_at IS NULL AND i.expires_at > {}
                  AND {} = '')
ORDER BY p.id LIMIT {}
"""


async def invite(actor: Actor, *, site: SiteRow, code: str = "") -> int:
    """Write to the site's people who have no password and no invitation that still works; gives how many.

    code: only this person, again if they were invited before. Raises NotFound.
    """
    if not actor.may(Permission.MANAGE_PEOPLE, site.id):
        raise NotFound()
    async with writing():
        rows: list[dict[str, Any]] = await Person.raw(_OUTSIDE, site.id, code, code, clock.now(), code, MOST_AT_ONCE)
        for row in rows:
            await _write_to(actor, site, row)
        if rows:
            subject = Subject("site", site.id, site.id)
            await record(actor, Audited.INVITED, subject, people=len(rows), person=code)
    return len(rows)


async def _write_to(actor: Actor, site: SiteRow, person: dict[str, Any]) -> None:
    token, ends = secrets.token_urlsafe(32), clock.now() + VALID_FOR
    row = Invitation(person=person["id"], site=site.id, invited_by=actor.id, token_hash=hash_of(token), expires_at=ends)
    await Invitation.insert(row)
    link = f"{settings.current().base_url}/join/{token}"
    facts = {"name": person["name"], "inviter": actor.name, "site": site.label, "link": link, "email": person["email"]}
    letter = compose("academy/joining/invitation", ends=ends, **facts)
    about = About(person_id=person["id"], site_id=site.id, kind="invitation")
    await post(letter, to=person["email"], useful_until=ends, about=about)


async def invited(token: str) -> Invited:
    """Whom this link lets in. Raises NoInvitation."""
    person = Invitation.person
    row = (
        await Invitation.select(
            *(Invitation.id, Invitation.expires_at, Invitation.accepted_at, Invitation.site.as_alias("site_id")),
            *(person.id.as_alias("person_id"), person.full_name.as_alias("name"), person.email.as_alias("email")),
        )
        .where(Invitation.token_hash == hash_of(token), person.deactivated_at.is_null())
        .first()
    )
    if row is None or not is_open(
        expires_at=row.pop("expires_at"), accepted_at=row.pop("accepted_at"), now=clock.now()
    ):
        raise NoInvitation()
    return Invited(**row)


async def accept(token: str, *, password: str) -> None:
    """Choose the password, once; every link to the same person is used up by it. Raises NoInvitation, Invalid."""
    found = await invited(token)
    async with writing():
        mine = (Invitation.person == found.person_id) & Invitation.accepted_at.is_null()
        taken = await Invitation.update({Invitation.accepted_at: clock.now()}).where(mine).returning(Invitation.id)
        if found.id not in {row["id"] for row in taken}:
            raise NoInvitation()
        await set_password(None, person_id=found.person_id, password=password)
        await record(None, Audited.ACCEPTED, Subject("person", found.person_id, found.site_id))
