"""Sealing: who works under cover is not to be found by a number. The office may look again, and then says why."""

from typing import Any

from piccolo.columns import Column

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import writing
from academy.errors import Invalid, NotFound
from academy.people.tables import Person
from academy.sites.tables import Agency
from certificates.access import certificate_for_office
from certificates.actions.audited import Audited
from certificates.tables import CertificateSeal


async def seal(actor: Actor, *, email: str = "", agency_id: int | None = None, reason: str) -> str:
    """Keep all certificates of a person, or of everybody who works or worked at an agency, from strangers.

    Gives the seal's code. Raises NotFound without the permission; Invalid unless exactly one of the two is named, is
    known, and is not sealed already.
    """
    _require_office(actor)
    if bool(email) == bool(agency_id):
        raise Invalid(fields={"email": "Name one person, or choose one agency."})
    async with writing():
        named = await _agency(agency_id) if agency_id else await _person(email)
        row = CertificateSeal(code=new_code(), reason=reason, sealed_by=actor.id, **named)
        made = await CertificateSeal.insert(row).returning(CertificateSeal.id)
        await record(actor, Audited.SEALED, Subject("certificate_seal", made[0]["id"]), reason=reason, **named)
    return row.code


async def lift(actor: Actor, *, code: str, reason: str) -> None:
    """End a seal; the numbers answer again. Raises NotFound without the permission or a seal in force."""
    _require_office(actor)
    values: dict[Column | str, Any] = {
        CertificateSeal.lifted_at: clock.now(),
        CertificateSeal.lifted_by: actor.id,
        CertificateSeal.lifted_reason: reason,
    }
    in_force = (CertificateSeal.code == code, CertificateSeal.lifted_at.is_null())
    async with writing():
        lifted = await CertificateSeal.update(values).where(*in_force).returning(CertificateSeal.id)
        if not lifted:
            raise NotFound()
        await record(actor, Audited.SEAL_LIFTED, Subject("certificate_seal", lifted[0]["id"]), reason=reason)


async def release(actor: Actor, *, number: str, reason: str) -> None:
    """Note that the office looks at a sealed certificate, and on what lawful request. Raises NotFound."""
    async with writing():
        row = await certificate_for_office(actor, number)
        subject = Subject("certificate", row.id, row.site_id)
        await record(actor, Audited.RELEASED, subject, serial=row.serial, reason=reason)


def _require_office(actor: Actor) -> None:
    if not actor.may(Permission.REVOKE_CERTIFICATES):
        raise NotFound()


async def _person(email: str) -> dict[str, Any]:
    row = await Person.select(Person.id).where(Person.email == email.strip().lower()).first()
    if row is None:
        raise Invalid(fields={"email": "Nobody has an account with this e-mail. Check the spelling."})
    if await _is_sealed(CertificateSeal.person == row["id"]):
        raise Invalid(fields={"email": "This person is sealed already; the list has the seal."})
    return {"person": row["id"]}


async def _agency(agency_id: int) -> dict[str, Any]:
    if not await Agency.exists().where(Agency.id == agency_id):
        raise Invalid(fields={"agency": "Choose one of the listed agencies."})
    if await _is_sealed(CertificateSeal.agency == agency_id):
        raise Invalid(fields={"agency": "This agency is sealed already; the list has the seal."})
    return {"agency": agency_id}


async def _is_sealed(whose: Any) -> bool:
    return bool(await CertificateSeal.exists().where(whose, CertificateSeal.lifted_at.is_null()))
