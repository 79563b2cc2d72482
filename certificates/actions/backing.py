"""The credential of a certificate: signed and logged once, whatever crashes in between, before anything is printed."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import msgspec

from academy import clock, settings
from academy.db.work import insert_many, writing
from academy.errors import Conflict
from academy.record_log import key_added, log_each, reading
from academy.record_log.proofs import read as read_proof
from academy.record_log.reading import Proven
from academy.record_log.records import canonical, digest
from academy.record_log.writing import extend
from certificates.access import CertificateRow
from certificates.actions.together import each_done
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
from courses.learning.queries.foundations import Foundation, foundations_of
from courses.learning.records import ATTEMPT

Place = tuple[int, int]
"""The number of a status list, and the index in it."""
_drawn: set[Place] = set()
"""Places of credentials that are being signed here, and that the database does not know yet."""


async def backings_of(
    certificates: Sequence[CertificateRow], facts: Mapping[int, CertificateFacts], *, asked_for: int
) -> dict[int, Backing]:
    """What stands behind certificates, with its place in the log, by their ids; what is missing of it is made first.

    asked_for: the completion whose failures are raised: CredentialUnsound, KeyUnsafe, and Conflict when its certificate
    was given another name meanwhile. Others that fail are left out.
    """
    if fresh := [one for one in certificates if one.credential_sha256 is None]:
        await _credit(fresh, facts, asked_for)
    await extend(0)
    found = await _stored([one.id for one in certificates])
    for one in certificates:
        if one.completion_id == asked_for and one.id not in found:
            raise Conflict(code="changed_meanwhile", table="certificate", id=one.id)
    return found


async def _credit(
    certificates: Sequence[CertificateRow], facts: Mapping[int, CertificateFacts], asked_for: int
) -> None:
    issuer = did_of(settings.current().base_url)
    await _signing_key()
    drawn = await _free_places(len(certificates))
    places = dict(zip([one.id for one in certificates], drawn, strict=True))
    try:
        grounds = await _grounds(places, certificates, issuer)

        async def credit(one: CertificateRow) -> Sealed:
            document = unsigned(facts[one.id], grounds[one.id])
            return await sealed(document, key=own_key.key_file(), issuer=issuer, at=clock.now())

        await _keep(await each_done(credit, certificates, asked_for=asked_for), places)
    finally:
        _drawn.difference_update(drawn)


async def _keep(done: Sequence[tuple[CertificateRow, Sealed]], places: Mapping[int, Place]) -> None:
    """Store and log those that no other run was faster with; refused for a place that was taken meanwhile."""
    kept = []
    async with writing():
        for certificate, made in done:
            first = (Certificate.credential_sha256.is_null(), Certificate.facts == certificate.facts)
            taken = Certificate.update({Certificate.credential_sha256: sha256(made.credential).hexdigest()})
            if await taken.where(Certificate.id == certificate.id, *first).returning(Certificate.id):
                kept.append(_row(certificate, made, places[certificate.id]))
        if kept:
            await insert_many(kept)
            await log_each(CREDENTIAL, [row.certificate for row in kept])


def _row(certificate: CertificateRow, made: Sealed, place: Place) -> Credential:
    number, index = place
    return Credential(
        certificate=certificate.id,
        content=made.credential.decode(),
        token=made.token,
        status_list=number,
        status_index=index,
    )


async def _stored(certificates: Sequence[int]) -> dict[int, Backing]:
    columns = (Credential.certificate, Credential.content)
    rows = await Credential.select(*columns).where(Credential.certificate.is_in(list(certificates)))
    proved = await reading.proofs_of(CREDENTIAL, certificates)
    return {
        row["certificate"]: _backing(row["content"], proved[row["certificate"]])
        for row in rows
        if row["certificate"] in proved
    }


def _backing(credential: str, proved: Proven) -> Backing:
    opened = canonical({"content": proved.content, "entry": proved.entry, "salt": proved.salt})
    return Backing(
        credential=credential.encode(),
        log_entry=opened.encode(),
        log_proof=proved.proof.encode(),
        log_place=read_proof(proved.proof).index,
    )


async def _free_places(count: int) -> list[Place]:
    """Drawn at random, so that neighbors in the list have nothing to do with each other. The caller gives them back."""
    newest = await Credential.select(Credential.id).order_by(Credential.id, ascending=False).first()
    number = list_for(newest["id"] if newest else 0)
    free: list[Place] = []
    while len(free) < count:
        indices = {secrets.randbelow(CAPACITY) for _ in range(count - len(free))}
        there = (Credential.status_list == number, Credential.status_index.is_in(list(indices)))
        taken = await Credential.select(Credential.status_index).where(*there)
        places = [(number, index) for index in indices - {row["status_index"] for row in taken}]
        found = [place for place in places if place not in _drawn]
        _drawn.update(found)
        free += found
    return free


async def _signing_key() -> None:
    """Make the key at its first use, and list its public half before anything is signed with it."""
    public = own_key.public_key(may_make=not await CredentialKey.exists())
    if not await CredentialKey.exists().where(CredentialKey.multikey == public):
        await CredentialKey.insert(CredentialKey(multikey=public)).on_conflict(action="DO NOTHING")
        await key_added("credential", own_key.spki(public))


async def _grounds(
    places: Mapping[int, Place], certificates: Sequence[CertificateRow], issuer: str
) -> dict[int, Grounds]:
    """What each credential rests on, by the id of its certificate."""
    foundations = await foundations_of([one.completion_id for one in certificates])
    manifests = {one.version_id: one for one in foundations.values()}
    shared = _Shared(
        issuer,
        {version: await _manifest(rests_on) for version, rests_on in manifests.items()},
        await _attempts(list(foundations.values())),
    )
    return {one.id: _one_grounds(one, foundations[one.completion_id], places[one.id], shared) for one in certificates}


class _Shared(msgspec.Struct, frozen=True):
    """What was read once for several credentials: manifests by version, digests of attempts by attempt."""

    issuer: str
    manifests: dict[int, Resource]
    attempts: dict[int, Resource]


def _one_grounds(certificate: CertificateRow, rests_on: Foundation, place: Place, shared: _Shared) -> Grounds:
    base = settings.current().base_url
    number, index = place
    return Grounds(
        issuer=shared.issuer,
        base_url=base,
        course_slug=rests_on.course_slug,
        criteria=_criteria(rests_on),
        completion=f"{base}/completions/{rests_on.completion_code}",
        completed_at=rests_on.completed_at,
        manifest=shared.manifests[rests_on.version_id],
        attempt=shared.attempts.get(rests_on.attempt_id or 0),
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


async def _manifest(rests_on: Foundation) -> Resource:
    base = settings.current().base_url
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


async def _attempts(foundations: Sequence[Foundation]) -> dict[int, Resource]:
    """The deciding attempts, by the salted digests under which the record log knows them."""
    codes = {one.attempt_id: one.attempt_code for one in foundations if one.attempt_id is not None}
    kept = await reading.kept(ATTEMPT, list(codes)) if codes else {}
    if missing := sorted(codes.keys() - kept.keys()):  # graded before there was a log
        async with writing():
            await log_each(ATTEMPT, missing)
        kept |= await reading.kept(ATTEMPT, missing)
    base = settings.current().base_url
    return {one: _attempt(f"{base}/attempts/{codes[one]}", digest(*kept[one])) for one in codes}


def _attempt(address: str, digested: str) -> Resource:
    known = base64.b64encode(bytes.fromhex(digested)).decode()
    return Resource(address, "Final assessment", f"sha256-{known}")
