"""The credential of a certificate: signed and logged once, whatever crashes in between, before anything is printed."""

import base64
import secrets
from datetime import datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from academy import clock, settings
from academy.db.work import writing
from academy.errors import Conflict
from academy.record_log import key_added, log, reading
from academy.record_log.proofs import read as read_proof
from academy.record_log.records import canonical, digest
from academy.record_log.writing import extend
from certificates.access import CertificateRow
from certificates.credential import own_key
from certificates.credential.document import Grounds, Resource, unsigned
from certificates.credential.issuer import did_of
from certificates.credential.manifest import integrity, manifest
from certificates.credential.sealing import Sealed, sealed
from certificates.credential.status import CAPACITY, list_address, list_for
from certificates.document import Backing, CertificateFacts
from certificates.records import CREDENTIAL
from certificates.tables import Certificate, Credential, CredentialKey, VersionManifest
from courses.authoring.rows import load
from courses.learning.queries.foundations import Foundation, foundation_of
from courses.learning.records import ATTEMPT

Place = tuple[int, int]
"""The number of a status list, and the index in it."""


async def backing_of(certificate: CertificateRow, facts: CertificateFacts) -> Backing:
    """What stands behind a certificate, with its place in the log; what is missing of it is made first.

    Raises CredentialUnsound, KeyUnsafe, and Conflict when the certificate was given another name meanwhile.
    """
    if certificate.credential_sha256 is None:
        await _credit(certificate, facts)
    await extend(0)
    return await _stored(certificate.id)


async def _credit(certificate: CertificateRow, facts: CertificateFacts) -> None:
    place = await _free_place()
    issuer = did_of(settings.current().base_url)
    await _signing_key()
    document = unsigned(facts, await _grounds(certificate, issuer, place))
    done = await sealed(document, key=own_key.key_file(), issuer=issuer, at=clock.now())
    await _keep(certificate, done, place)


async def _keep(certificate: CertificateRow, done: Sealed, place: Place) -> None:
    """Store and log; does nothing when another run was faster, and is refused for a place that was taken meanwhile."""
    number, index = place
    row = Credential(
        certificate=certificate.id,
        content=done.credential.decode(),
        token=done.token,
        status_list=number,
        status_index=index,
    )
    async with writing():
        first = (Certificate.credential_sha256.is_null(), Certificate.facts == certificate.facts)
        taken = Certificate.update({Certificate.credential_sha256: sha256(done.credential).hexdigest()})
        if await taken.where(Certificate.id == certificate.id, *first).returning(Certificate.id):
            await Credential.insert(row)
            await log(CREDENTIAL, certificate.id)


async def _stored(certificate_id: int) -> Backing:
    row = await Credential.select(Credential.content).where(Credential.certificate == certificate_id).first()
    proved = await reading.proof_of(CREDENTIAL, certificate_id)
    if row is None or proved is None:
        raise Conflict(code="changed_meanwhile", table="certificate", id=certificate_id)
    entry, proof = proved
    content, salt = await reading.kept(CREDENTIAL, certificate_id)
    return Backing(
        credential=row["content"].encode(),
        log_entry=canonical({"content": content, "entry": entry, "salt": salt}).encode(),
        log_proof=proof.encode(),
        log_place=read_proof(proof).index,
    )


async def _free_place() -> Place:
    """Drawn at random, so that neighbors in the list have nothing to do with each other."""
    newest = await Credential.select(Credential.id).order_by(Credential.id, ascending=False).first()
    number = list_for(newest["id"] if newest else 0)
    while True:
        index = secrets.randbelow(CAPACITY)
        if not await Credential.exists().where(Credential.status_list == number, Credential.status_index == index):
            return number, index


async def _signing_key() -> None:
    """Make the key at its first use, and list its public half before anything is signed with it."""
    public = own_key.public_key(may_make=not await CredentialKey.exists())
    if not await CredentialKey.exists().where(CredentialKey.multikey == public):
        await CredentialKey.insert(CredentialKey(multikey=public)).on_conflict(action="DO NOTHING")
        await key_added("credential", own_key.spki(public))


async def _grounds(certificate: CertificateRow, issuer: str, place: Place) -> Grounds:
    rests_on = await foundation_of(certificate.completion_id)
    base = settings.current().base_url
    number, index = place
    return Grounds(
        issuer=issuer,
        base_url=base,
        course_slug=rests_on.course_slug,
        criteria=_criteria(rests_on),
        completion=f"{base}/completions/{rests_on.completion_code}",
        completed_at=rests_on.completed_at,
        manifest=await _manifest(rests_on, base),
        attempt=await _attempt(rests_on, base),
        numbers=_numbers(rests_on),
        salt=secrets.token_hex(16),
        status_list=list_address(base, number),
        status_index=index,
        valid_until=_last_moment(certificate),
    )


def _criteria(rests_on: Foundation) -> str:
    exam = f", and the final assessment passed with {rests_on.pass_percent}% or more" if rests_on.attempt_id else ""
    return f"Every lesson of this course version completed, and a statement of own work signed{exam}."


def _numbers(rests_on: Foundation) -> tuple[tuple[str, str], ...]:
    known = (("ext:officerNumber", rests_on.employee_number), ("ext:postNumber", rests_on.post_number))
    return tuple((kind, number) for kind, number in known if number)


def _last_moment(certificate: CertificateRow) -> datetime | None:
    """The end of the day it expires on, where its record is kept."""
    if certificate.expires_on is None:
        return None
    midnight = datetime.combine(certificate.expires_on + timedelta(days=1), time(), ZoneInfo(certificate.zone))
    return midnight - timedelta(seconds=1)


async def _manifest(rests_on: Foundation, base: str) -> Resource:
    address = f"{base}/courses/{rests_on.course_slug}/versions/{rests_on.version_number}/manifest.json"
    said = await _said_of(rests_on.version_id)
    if said is None:
        content = await load(rests_on.version_id)
        said = manifest(content, number=rests_on.version_number, published_at=rests_on.published_at)
        row = VersionManifest(version=rests_on.version_id, content=said)
        await VersionManifest.insert(row).on_conflict(action="DO NOTHING")
        said = await _said_of(rests_on.version_id) or said
    return Resource(address, "Course version", integrity(said.encode()))


async def _said_of(version_id: int) -> str | None:
    query = VersionManifest.select(VersionManifest.content).where(VersionManifest.version == version_id)
    row = await query.first()
    return str(row["content"]) if row else None


async def _attempt(rests_on: Foundation, base: str) -> Resource | None:
    """The deciding attempt, by the salted digest under which the record log knows it."""
    if rests_on.attempt_id is None:
        return None
    async with writing():
        await log(ATTEMPT, rests_on.attempt_id)  # for those graded before there was a log
    content, salt = await reading.kept(ATTEMPT, rests_on.attempt_id)
    known = base64.b64encode(bytes.fromhex(digest(content, salt))).decode()
    return Resource(f"{base}/attempts/{rests_on.attempt_code}", "Final assessment", f"sha256-{known}")
