"""From a completion to the stored paper, in steps that continue where a crash left them.

Facts frozen with a number; credential signed and logged (`backing`); PDF with both inside; issued, with the digest of
the PDF in the log.
"""

import hashlib
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from academy import clock, settings, storage
from academy.audit import Subject, record, record_each
from academy.codes import new_serial
from academy.db.work import move_row, writing
from academy.jobs import enqueue, job
from academy.record_log import log_each
from academy.record_log.records import among
from academy.signing import actions as signing
from certificates import lookup, press
from certificates.access import CertificateRow, certificates_to_issue, completions_without_paper, nothing_to_issue
from certificates.actions.audited import Audited
from certificates.actions.backing import backings_of
from certificates.actions.together import at_work_on, company_for, each_done
from certificates.branding import Additions, Course, additions_for
from certificates.document import CertificateFacts, signed_in_process
from certificates.records import ISSUED, REPLACED
from certificates.rules import Failure, last_day, move
from certificates.tables import Certificate
from courses.learning.queries.completions import CompletionFacts, facts_of_each

log = logging.getLogger(__name__)

PROVIDER = "PSP Academy"
REPEAT_AFTER = timedelta(hours=1)
"""How long after its last promise the job of a paper that still is not there is promised again."""


class Paper(msgspec.Struct, frozen=True):
    """A signed PDF in the store; `size` in bytes."""

    key: str
    sha256: str
    size: int


class Origin(msgspec.Struct, frozen=True):
    """What a certificate is about: the completion, whose it is, and the site it counts for."""

    completion_id: int
    person_id: int
    site_id: int


@job("certificates.issue")
async def issue(completion_id: int) -> None:
    """Issue the certificate of a completion; does nothing when there is one already, revoked ones included.

    With it come others that were promised and that nobody has begun: a class of hundreds is issued thirty at a time. A
    name the typefaces cannot set is noted on the row and its holder is asked. Any other failure is noted and raised, so
    that the job is repeated.
    """
    if await nothing_to_issue(completion_id):  # most of a class come along with one before them
        return
    company = await company_for(completion_id)
    with at_work_on([completion_id, *company]):
        drafted = await _draft_missing([completion_id, *company])
        pending = await certificates_to_issue([completion_id, *drafted])
        try:
            await _issue(pending, asked_for=completion_id)
        except Exception as failure:
            for one in pending:
                if one.completion_id == completion_id:
                    await _note(one, Failure.NOT_MADE, f"{type(failure).__name__}: {failure}")
            raise


async def issue_forgotten() -> None:
    """Promise the job again for completions whose paper is missing and was not promised within the last hour."""
    forgotten = await completions_without_paper(clock.now() - REPEAT_AFTER)
    async with writing():
        for completion_id in forgotten:
            await enqueue(issue, completion_id)


async def add_pending(facts: CertificateFacts, of: Origin, *, replaces: int | None = None) -> int:
    """Write the row that holds the facts, inside an open transaction; gives its id."""
    made = await Certificate.insert(_pending(facts, of, replaces)).returning(Certificate.id)
    certificate_id: int = made[0]["id"]
    subject = Subject("certificate", certificate_id, of.site_id)
    await record(None, Audited.DRAFTED, subject, serial=facts.serial, completion=of.completion_id, replaces=replaces)
    return certificate_id


def _pending(facts: CertificateFacts, of: Origin, replaces: int | None = None) -> Certificate:
    return Certificate(
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


def encode(facts: CertificateFacts) -> str:
    """The facts as they are stored."""
    return msgspec.json.encode(facts).decode()


def decode(facts: str) -> CertificateFacts:
    """The facts as they were stored."""
    return msgspec.json.decode(facts, type=CertificateFacts)


def check_address(serial: str) -> str:
    """What the QR symbol opens: in capitals where we choose the letters, which makes the symbol coarser."""
    return f"{settings.current().base_url}/V/{serial}"


def _facts(completed: CompletionFacts, serial: str, additions: Additions) -> CertificateFacts:
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
    return additions.on(facts, course)


async def _draft_missing(completions: Sequence[int]) -> tuple[int, ...]:
    """Draw up certificates for those completions that have none, with numbers of their own; gives those completions."""
    async with writing():
        known = await Certificate.select(Certificate.completion).where(among(Certificate.completion, completions))
        missing = set(completions) - {row["completion"] for row in known}
        if not missing:
            return ()
        completed = {one.completion_id: one for one in await facts_of_each(sorted(missing))}
        additions = await additions_for({one.site_label for one in completed.values()})
        rows = [_draft(one, additions) for one in completed.values()]
        # Another machine may be drawing up one of these right now.
        new = Certificate.insert(*rows).on_conflict(action="DO NOTHING")
        made = await new.returning(Certificate.id, Certificate.completion, Certificate.serial)
        drafted = [
            (Subject("certificate", row["id"], completed[row["completion"]].site_id), _drafted(row)) for row in made
        ]
        await record_each(None, Audited.DRAFTED, drafted)
    return tuple(row["completion"] for row in made)


def _draft(completed: CompletionFacts, additions: Additions) -> Certificate:
    origin = Origin(completed.completion_id, completed.person_id, completed.site_id)
    return _pending(_facts(completed, new_serial(), additions), origin)


def _drafted(row: dict[str, Any]) -> dict[str, Any]:
    return {"serial": row["serial"], "completion": row["completion"], "replaces": None}


async def _issue(pending: Sequence[CertificateRow], *, asked_for: int) -> None:
    """Whatever is missing of each, in the order that everybody can check: credential, log, paper, issued."""
    certificates = await _printable(pending)
    facts = {one.id: decode(one.facts) for one in certificates}
    if not certificates:
        return
    backings = await backings_of(certificates, facts, asked_for=asked_for)
    fonts, by = press.fonts(), await signing.ready_registrar()

    async def make(one: CertificateRow) -> Paper:
        said, backing = facts[one.id], backings[one.id]
        return await _stored(said, await signed_in_process(said, fonts, backing, by=by, at=clock.now()))

    backed = [one for one in certificates if one.id in backings]
    done = await each_done(make, backed, asked_for=asked_for)
    await _finish([(one, facts[one.id], paper) for one, paper in done], asked_for)


async def _printable(pending: Sequence[CertificateRow]) -> list[CertificateRow]:
    """Those whose names can be set; of the others the holders are asked."""
    fresh = {one.holder_name for one in pending if one.credential_sha256 is None}
    faults = await press.unprintable(fresh) if fresh else {}
    for one in pending:
        if one.holder_name in faults:
            await _note(one, Failure.NAME_NEEDED, faults[one.holder_name])
    return [one for one in pending if one.holder_name not in faults]


async def _stored(facts: CertificateFacts, content: bytes) -> Paper:
    digest = hashlib.sha256(content).hexdigest()
    # No two signatures are alike: a slower run of this job must not put its file in the place of the one that counts.
    key = f"certificates/{facts.serial}-{digest[:16]}.pdf"
    await storage.put(key, content)
    return Paper(key, digest, len(content))


async def _finish(made: Sequence[tuple[CertificateRow, CertificateFacts, Paper]], asked_for: int) -> None:
    """Raises Conflict when another machine was faster with the one asked for; with others that is no fault."""
    async with writing():
        pending = Certificate.select(Certificate.id).where(Certificate.state == "pending")
        open_ = {row["id"] for row in await pending.where(among(Certificate.id, [one.id for one, _, _ in made]))}
        done = [each for each in made if each[0].id in open_ or each[0].completion_id == asked_for]
        for certificate, facts, paper in done:
            await move_row(
                Certificate.state,
                certificate.id,
                old="pending",
                new=move("pending", "issue"),
                issued_at=facts.issued_at,
                document_key=paper.key,
                document_sha256=paper.sha256,
                document_size=paper.size,
                failure=None,
                failure_note=None,
            )
        await record_each(None, Audited.ISSUED, [(_subject(one), _issued(one, paper)) for one, _, paper in done])
        await log_each(ISSUED, [one.id for one, _, _ in done])
        if replacing := [one.id for one, _, _ in done if one.replaces is not None]:
            await log_each(REPLACED, replacing)


def _subject(certificate: CertificateRow) -> Subject:
    return Subject("certificate", certificate.id, certificate.site_id)


def _issued(certificate: CertificateRow, paper: Paper) -> dict[str, Any]:
    return {"serial": certificate.serial, "size": paper.size}


async def _note(certificate: CertificateRow, failure: Failure, words: str) -> None:
    """Keep the reason where people look; not on a row that got another name meanwhile."""
    log.warning("certificate %s is not issued: %s", certificate.serial, words)
    await Certificate.update({Certificate.failure: failure, Certificate.failure_note: words}).where(
        Certificate.id == certificate.id, Certificate.state == "pending", Certificate.facts == certificate.facts
    )
