"""A certificate to look at, complete and checkable: everything behind it is made for it and thrown away.

With the academy's own keys a sample would be a forgery, so its authority, its credential key and its log are its own.
"""

import json
import secrets
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from academy import settings
from academy.codes import new_serial
from academy.papers.process import in_print_process
from academy.record_log import keys
from academy.record_log.notes import Checkpoint, Signer
from academy.record_log.proofs import Proof
from academy.record_log.records import canonical, digest, entry_of
from academy.record_log.tree import leaf_hash, node_hash
from academy.signing import Registrar, authority, sign_pdf
from academy.signing.certificates import Place, Purpose
from certificates.credential.document import Grounds, Resource, unsigned
from certificates.credential.issuer import did_document, did_of
from certificates.credential.manifest import integrity
from certificates.credential.multikey import multikey
from certificates.credential.sealing import sealed, sealed_list
from certificates.credential.status import list_address, status_list
from certificates.document import Backing, CertificateFacts, render_in_process
from certificates.offline import kit
from certificates.records import CREDENTIAL

HOME = "https://sample.invalid"
"""The sample's authority calls itself after this: nobody can take its signature for the academy's."""
MARK = "SAMPLE, on no record"
STATUS = list_address(HOME, 1)
STATUS_INDEX = 4711


class Sample(msgspec.Struct, frozen=True):
    """The signed paper, and what is needed to check it, by file name."""

    paper: bytes
    kit: dict[str, bytes]


class Workshop(msgspec.Struct, frozen=True):
    """The keys of a sample, in a folder that is thrown away."""

    registrar: Registrar
    root: bytes
    credential_key: Path
    log: Signer
    at: datetime


def workshop(folder: Path, at: datetime) -> Workshop:
    """New keys for one sample."""
    made = authority.make(folder / "authority", Place(HOME, at))
    credential_key = folder / "credential.pem"
    keys.make(credential_key)
    log = Signer("sample.invalid/log", Ed25519PrivateKey.generate())
    return Workshop(Registrar(folder / "authority"), made.pem(Purpose.ROOT), credential_key, log, at)


async def sample(facts: CertificateFacts, fonts: Path, by: Workshop) -> Sample:
    """The certificate with all that a real one carries. Raises CannotPrint."""
    credential = await signed_credential(facts, by)
    paper = await signed_paper(facts, fonts, backing(credential, facts.serial, by), by)
    return Sample(paper, await kit_files(by))


async def signed_credential(facts: CertificateFacts, by: Workshop) -> bytes:
    """The credential, in the name of nobody."""
    document = unsigned(facts, _grounds(facts))
    document["name"] = f"{MARK}. {document['name']}"
    return (await sealed(document, key=by.credential_key, issuer=did_of(HOME), at=by.at)).credential


async def signed_paper(facts: CertificateFacts, fonts: Path, behind: Backing, by: Workshop) -> bytes:
    """The printed page with its files inside, signed by the sample's authority."""
    paper = await render_in_process(facts, fonts, behind)
    return await in_print_process(sign_pdf, paper, by=by.registrar, at=by.at)


def backing(credential: bytes, serial: str, by: Workshop) -> Backing:
    """The entry of the credential, second in a log of two."""
    behind = Backing(credential=credential, log_entry=b"", log_proof=b"", log_place=1)
    content, salt = canonical({"credential": behind.digest, "serial": serial}), secrets.token_hex(16)
    first = leaf_hash(entry_of("log.sample", by.at, digest(MARK, secrets.token_hex(16))).encode())
    entry = entry_of(CREDENTIAL, by.at, digest(content, salt))
    checkpoint = Checkpoint(by.log.verifier.name, 2, node_hash(first, leaf_hash(entry.encode())))
    proof = Proof(1, (first,), by.log.sign(checkpoint.text))
    shown = canonical({"content": content, "entry": entry, "salt": salt}).encode()
    return Backing(credential=credential, log_entry=shown, log_proof=proof.text.encode(), log_place=1)


async def kit_files(by: Workshop, *, ended: tuple[int, ...] = ()) -> dict[str, bytes]:
    """What the check needs to know of this sample's keys; `ended`: places in its status list."""
    public = multikey(keys.load(by.credential_key).public_key())
    today = by.at.replace(hour=0, minute=0, second=0, microsecond=0)
    standing = status_list(did_of(HOME), STATUS, ended, since=today)
    return {
        kit.ROOT: by.root,
        kit.LOG_KEY: f"{by.log.verifier}\n".encode(),
        kit.KEYS: json.dumps(did_document(did_of(HOME), [public]), indent=1).encode(),
        "status-1.json": await sealed_list(standing, key=by.credential_key, at=today),
    }


def facts_of(name: str, course: str, at: datetime) -> CertificateFacts:
    """What a sample says: the holder's name and the course as asked, the rest made up."""
    now = settings.current()
    serial = new_serial()
    there = at.astimezone(ZoneInfo("America/New_York"))
    return CertificateFacts(
        holder_name=name,
        rank_and_agency="Sergeant · Sample Police Department",
        course_title=course,
        course_code="sample",
        version="1",
        minutes=480,
        categories=("Crime guns",),
        completed_on=there.date(),
        issued_at=there,
        provider="PSP Academy",
        signatory_name=now.signatory_name,
        signatory_title=now.signatory_title,
        serial=serial,
        verify_url=f"{now.base_url}/V/{serial}",
        site_name="a sample, on no record",
    )


def _grounds(facts: CertificateFacts) -> Grounds:
    nothing = integrity(MARK.encode())
    return Grounds(
        issuer=did_of(HOME),
        base_url=HOME,
        course_slug="sample",
        criteria="None: this is a sample.",
        completion=f"{HOME}/completions/sample",
        completed_at=facts.issued_at,
        manifest=Resource(f"{HOME}/courses/sample/versions/1/manifest.json", "Course version", nothing),
        attempt=None,
        numbers=(),
        salt=secrets.token_hex(16),
        status_list=STATUS,
        status_index=STATUS_INDEX,
    )
