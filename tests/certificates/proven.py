"""A whole certificate without a database: signed, with a credential that a small log of its own holds."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from academy.record_log.notes import Checkpoint, Signer
from academy.record_log.proofs import Proof
from academy.record_log.records import canonical, digest, entry_of
from academy.record_log.tree import leaf_hash, node_hash
from academy.signing import Registrar, authority, sign_pdf
from academy.signing.certificates import Place, Purpose
from certificates.credential.document import Grounds, Resource, unsigned
from certificates.document import Backing, render
from tests.certificates.certificate_cast import CASTANEDA

AT = datetime(2026, 11, 21, 8, 12, 30, tzinfo=UTC)
HOME = "https://academy.example"
SALT = "5a" * 32
GROUNDS = Grounds(
    issuer="did:web:academy.example",
    base_url=HOME,
    course_slug="tracing",
    criteria="All lessons completed.",
    completion=f"{HOME}/completions/C1",
    completed_at=AT,
    manifest=Resource(f"{HOME}/courses/tracing/versions/3/manifest.json", "Course version", "sha384-AA"),
    attempt=None,
    numbers=(("ext:officerNumber", "4711"),),
    salt="00",
    status_list=f"{HOME}/status/1",
    status_index=7,
)


class Proven(msgspec.Struct, frozen=True):
    """The file before and after its signature, and what a stranger needs: the root (PEM), the log's key as printed."""

    plain: bytes
    pdf: bytes
    root: bytes
    log_key: str
    backing: Backing
    by: Registrar

    def signed_with(self, backing: Backing, fonts: Path) -> bytes:
        """Another file by the same registrar, about something else."""
        return sign_pdf(render(CASTANEDA, fonts, backing), by=self.by, at=AT)


def prove(folder: Path, fonts: Path) -> Proven:
    """Make authority, log and certificate."""
    signer = Signer("academy.example/log", Ed25519PrivateKey.generate())
    backing = _backed(signer)
    root = authority.make(folder, Place(HOME, AT)).pem(Purpose.ROOT)
    plain = render(CASTANEDA, fonts, backing)
    pdf = sign_pdf(plain, by=Registrar(folder), at=AT)
    return Proven(plain, pdf, root, str(signer.verifier), backing, Registrar(folder))


def _backed(signer: Signer) -> Backing:
    credential = json.dumps(unsigned(CASTANEDA, GROUNDS)).encode()
    content = canonical({"credential": sha256(credential).hexdigest(), "serial": CASTANEDA.serial})
    entry = entry_of("certificate.credential", AT, digest(content, SALT))
    left, right = leaf_hash(b"another entry"), leaf_hash(b"a third")
    root = node_hash(node_hash(left, leaf_hash(entry.encode())), right)
    note = signer.sign(Checkpoint(signer.verifier.name, 3, root).text)
    log_entry = canonical({"content": content, "entry": entry, "salt": SALT}).encode()
    proof = Proof(1, (left, right), note).text.encode()
    return Backing(credential=credential, log_entry=log_entry, log_proof=proof, log_place=1)
