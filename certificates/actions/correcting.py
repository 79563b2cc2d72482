"""What people decide about a certificate: the name it carries, its revocation, its replacement."""

from zoneinfo import ZoneInfo

import msgspec

from academy import clock
from academy.actor import Actor
from academy.audit import Subject, record
from academy.codes import new_serial
from academy.db.work import move_row, writing
from academy.errors import Conflict, Invalid
from academy.jobs import enqueue
from academy.people.actions import name_for_certificates
from academy.record_log import log
from certificates import press
from certificates.access import CertificateRow, certificate_for_office, own_completion
from certificates.actions.audited import Audited
from certificates.actions.issuing import Origin, add_pending, check_address, decode, encode, issue
from certificates.document import CertificateFacts
from certificates.records import REVOKED
from certificates.rules import REVOCATION_CLASSES, Failure, move
from certificates.tables import Certificate


class NoNameNeeded(Conflict):
    """The name can be printed as it is, or the certificate is out already."""

    code = "no_name_needed"
    sentence = "This certificate needs no other name. To correct a printed one, write to the help desk."


async def name_in_latin(actor: Actor, *, completion_code: str, name: str) -> str:
    """Give the Latin form of a name that could not be printed, for later certificates too; gives the completion's path.

    Raises NotFound for somebody else's completion, NoNameNeeded, and NameUnprintable when this form does not print.
    """
    await press.require_printable(name)
    async with writing():
        certificate = await own_completion(actor, completion_code)
        if certificate.failure is not Failure.NAME_NEEDED:
            raise NoNameNeeded()
        await _rename(certificate, name)
        await name_for_certificates(actor, person_id=certificate.holder_id, name=name)
        await record(actor, Audited.NAMED, _subject(certificate), name=name)
        await enqueue(issue, certificate.completion_id)
    return certificate.completion_path


async def revoke(actor: Actor, *, number: str, revoked_class: str, reason: str) -> None:
    """Revoke an issued certificate; its number keeps answering, with the class of the reason.

    Raises NotFound without the permission, Invalid for a class that is not in REVOCATION_CLASSES, CannotMove unless it
    is issued.
    """
    if revoked_class not in REVOCATION_CLASSES:
        raise Invalid(fields={"revoked_class": "Choose one of the listed reasons."})
    async with writing():
        certificate = await certificate_for_office(actor, number)
        await move_row(
            Certificate.state,
            certificate.id,
            old=certificate.state,
            new=move(certificate.state, "revoke"),
            revoked_at=clock.now(),
            revoked_by=actor.id,
            revoked_class=revoked_class,
            revoked_reason=reason,
        )
        details = {"class": revoked_class, "reason": reason}
        await record(actor, Audited.REVOKED, _subject(certificate), serial=certificate.serial, **details)
        await log(REVOKED, certificate.id)


async def replace(actor: Actor, *, number: str, name: str, reason: str) -> str:
    """Put a new certificate with a corrected name in place of an issued one; gives the new number.

    Later certificates carry that name too. The new one says everything else as the old one did. Raises NotFound without
    the permission, CannotMove unless it is issued, NameUnprintable.
    """
    await press.require_printable(name)
    async with writing():
        old = await certificate_for_office(actor, number)
        await move_row(Certificate.state, old.id, old=old.state, new=move(old.state, "replace"))
        facts = _renamed(old, name, serial=new_serial())
        origin = Origin(old.completion_id, old.holder_id, old.site_id)
        await add_pending(facts, origin, replaces=old.id)
        await name_for_certificates(actor, person_id=old.holder_id, name=name)
        details = {"serial": old.serial, "new_serial": facts.serial, "reason": reason}
        await record(actor, Audited.REPLACED, _subject(old), **details)
        await enqueue(issue, old.completion_id)
    return facts.serial


async def _rename(certificate: CertificateRow, name: str) -> None:
    facts = encode(_renamed(certificate, name, serial=certificate.serial))
    await move_row(
        Certificate.failure,
        certificate.id,
        old=Failure.NAME_NEEDED,
        new=None,
        failure_note=None,
        holder_name=name,
        facts=facts,
    )


def _renamed(certificate: CertificateRow, name: str, *, serial: str) -> CertificateFacts:
    """The same facts under another name, issued now."""
    facts = decode(certificate.facts)
    now = clock.now().astimezone(ZoneInfo(certificate.zone))
    address = check_address(serial)
    return msgspec.structs.replace(facts, holder_name=name, serial=serial, verify_url=address, issued_at=now)


def _subject(certificate: CertificateRow) -> Subject:
    return Subject("certificate", certificate.id, certificate.site_id)
