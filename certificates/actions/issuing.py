"""From a completion to the stored paper, in steps that continue where a crash left them.

Facts frozen with a number; credential signed and logged (`backing`); PDF with both inside; issued, with the digest of
the PDF in the log.
"""

import hashlib
import logging
from datetime import timedelta
from zoneinfo import ZoneInfo

import msgspec

from academy import clock, settings, storage
from academy.audit import Subject, record
from academy.codes import new_serial
from academy.db.work import move_row, writing
from academy.jobs import enqueue, job
from academy.record_log import log as keep_record
from academy.signing import actions as signing
from certificates import lookup, press
from certificates.access import CertificateRow, certificate_to_issue, completions_without_paper
from certificates.actions.audited import Audited
from certificates.actions.backing import backing_of
from certificates.branding import Course, branded
from certificates.document import CertificateFacts, render_in_process
from certificates.records import ISSUED, REPLACED
from certificates.rules import Failure, last_day, move
from certificates.tables import Certificate
from courses.learning.queries.completions import CompletionFacts, facts_of

log = logging.getLogger(__name__)

PROVIDER = "PSP Academy"
REPEAT_AFTER = timedelta(hours=1)
"""How long after its last promise the job of a paper that still is not there is promised again."""


class Origin(msgspec.Struct, frozen=True):
    """What a certificate is about: the completion, whose it is, and the site it counts for."""

    completion_id: int
    person_id: int
    site_id: int


@job("certificates.issue")
async def issue(completion_id: int) -> None:
    """Issue the certificate of a completion; does nothing when there is one already, revoked ones included.

    A name the typefaces cannot set is noted on the row and its holder is asked. Any other failure is noted and raised,
    so that the job is repeated.
    """
    await _draft_if_new(completion_id)
    certificate = await certificate_to_issue(completion_id)
    if certificate.state != "pending":
        return
    try:
        if certificate.credential_sha256 is None:
            await press.require_printable(certificate.holder_name)
        await _print_and_issue(certificate)
    except press.NameUnprintable as refusal:
        await _note(certificate, Failure.NAME_NEEDED, refusal.sentence)
    except Exception as failure:
        await _note(certificate, Failure.NOT_MADE, f"{type(failure).__name__}: {failure}")
        raise


async def issue_forgotten() -> None:
    """Promise the job again for completions whose paper is missing and was not promised within the last hour."""
    forgotten = await completions_without_paper(clock.now() - REPEAT_AFTER)
    async with writing():
        for completion_id in forgotten:
            await enqueue(issue, completion_id)


async def add_pending(facts: CertificateFacts, of: Origin, *, replaces: int | None = None) -> int:
    """Write the row that holds the facts, inside an open transaction; gives its id."""
    row = Certificate(
        serial=facts.serial,
        lookup=lookup.index_of(facts.serial),
        completion=of.completion_id,
        person=of.person_id,
        state="pending",
        holder_name=facts.holder_name,
        facts=encode(facts),
        design=facts.design,
        expires_on=facts.expires_on,
        replaces=replaces,
    )
    made = await Certificate.insert(row).returning(Certificate.id)
    certificate_id: int = made[0]["id"]
    subject = Subject("certificate", certificate_id, of.site_id)
    await record(None, Audited.DRAFTED, subject, serial=facts.serial, completion=of.completion_id, replaces=replaces)
    return certificate_id


def encode(facts: CertificateFacts) -> str:
    """The facts as they are stored."""
    return msgspec.json.encode(facts).decode()


def decode(facts: str) -> CertificateFacts:
    """The facts as they were stored."""
    return msgspec.json.decode(facts, type=CertificateFacts)


def check_address(serial: str) -> str:
    """What the QR symbol opens: in capitals where we choose the letters, which makes the symbol coarser."""
    return f"{settings.current().base_url}/V/{serial}"


async def _facts(completed: CompletionFacts, serial: str) -> CertificateFacts:
    """What a certificate drawn up now says; dates are of the site the training counts for."""
    now = settings.current()
    zone = ZoneInfo(completed.zone)
    facts = CertificateFacts(
        holder_name=completed.holder_name,
        rank_and_agency=" · ".join(filter(None, (completed.rank, completed.agency_name))),
        course_title=completed.course_title,
        course_code=completed.course_code,
        version=str(completed.version_number),
        minutes=completed.contact_minutes,
        categories=completed.focus_areas,
        completed_on=completed.completed_at.astimezone(zone).date(),
        issued_at=clock.now().astimezone(zone),
        provider=PROVIDER,
        signatory_name=now.signatory_name,
        signatory_title=now.signatory_title,
        serial=serial,
        verify_url=check_address(serial),
        site_name=completed.site_label,
        expires_on=last_day(completed.completed_at.astimezone(zone).date(), completed.validity_months),
    )
    course = Course(
        code=completed.course_code,
        version=completed.version_number,
        site=completed.site_label,
        completed_on=facts.completed_on,
    )
    return await branded(facts, course)


async def _draft_if_new(completion_id: int) -> None:
    async with writing():
        if not await Certificate.exists().where(Certificate.completion == completion_id):
            completed = await facts_of(completion_id)
            origin = Origin(completion_id, completed.person_id, completed.site_id)
            await add_pending(await _facts(completed, new_serial()), origin)


async def _print_and_issue(certificate: CertificateRow) -> None:
    facts = decode(certificate.facts)
    backing = await backing_of(certificate, facts)
    paper = await signing.sign(await render_in_process(facts, press.fonts(), backing))
    digest = hashlib.sha256(paper).hexdigest()
    # No two signatures are alike: a slower run of this job must not put its file in the place of the one that counts.
    key = f"certificates/{facts.serial}-{digest[:16]}.pdf"
    await storage.put(key, paper)
    async with writing():
        await move_row(
            Certificate.state,
            certificate.id,
            old="pending",
            new=move("pending", "issue"),
            issued_at=facts.issued_at,
            document_key=key,
            document_sha256=digest,
            document_size=len(paper),
            failure=None,
            failure_note=None,
        )
        subject = Subject("certificate", certificate.id, certificate.site_id)
        await record(None, Audited.ISSUED, subject, serial=facts.serial, size=len(paper))
        await keep_record(ISSUED, certificate.id)
        if certificate.replaces is not None:
            await keep_record(REPLACED, certificate.id)


async def _note(certificate: CertificateRow, failure: Failure, words: str) -> None:
    """Keep the reason where people look; not on a row that got another name meanwhile."""
    log.warning("certificate %s is not issued: %s", certificate.serial, words)
    await Certificate.update({Certificate.failure: failure, Certificate.failure_note: words}).where(
        Certificate.id == certificate.id, Certificate.state == "pending", Certificate.facts == certificate.facts
    )
