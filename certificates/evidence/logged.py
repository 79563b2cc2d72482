"""What the record log keeps of a record, with the proof that it does: two files a piece."""

import hashlib

import msgspec
from msgspec.structs import replace

from academy.record_log.reading import proof_of
from academy.record_log.writing import signed, verifier
from certificates.evidence import check
from certificates.evidence.gathering import Found
from certificates.evidence.record import Certified, Filed, Record
from certificates.records import ISSUED
from courses.authoring.records import PUBLISHED
from courses.learning.records import ATTEMPT, COMPLETION

KEY = "record-log.key"
Files = dict[str, bytes]


async def logged(found: Found) -> tuple[Record, Files]:
    """The record with the names of its proofs, and these. What waits for its place in the log is said in the record."""
    record, proofs = found.record, _Proofs()
    version = f"version-{record.taught.version}"
    taught = replace(record.taught, log=await proofs.take(PUBLISHED, found.version_id, version))
    attempts = [await _sat(one, found, proofs) for one in record.attempts]
    certificates = [await _certified(one, found, proofs) for one in record.certificates]
    completion = record.completion
    if completion and found.completion_id:
        name = f"completion-{completion.code}"
        completion = replace(completion, log=await proofs.take(COMPLETION, found.completion_id, name))
    changed = replace(
        record,
        taught=taught,
        attempts=tuple(attempts),
        certificates=tuple(certificates),
        completion=completion,
        not_logged=tuple(proofs.missing),
    )
    return changed, proofs.files


async def _sat(one: Filed, found: Found, proofs: "_Proofs") -> Filed:
    if one.submitted_at is None:
        return one
    return replace(one, log=await proofs.take(ATTEMPT, found.attempts[one.code], f"attempt-{one.code}"))


async def _certified(one: Certified, found: Found, proofs: "_Proofs") -> Certified:
    if not one.sha256:
        return one
    return replace(one, log=await proofs.take(ISSUED, found.certificates[one.number], f"certificate-{one.number}"))


class _Proofs:
    """The proofs of one record, and the names of those that are not to be had yet."""

    def __init__(self) -> None:
        self.files: Files = {}
        self.missing: list[str] = []

    async def take(self, kind: str, subject: int, name: str) -> str:
        """The place of a proof, without its endings; "" while the log has none."""
        pieces = await _pieces(kind, subject)
        if pieces is None:
            self.missing.append(name)
            return ""
        self.files[f"log/{name}.json"], self.files[f"log/{name}.tlog-proof"] = pieces
        return f"log/{name}"


async def _pieces(kind: str, subject: int) -> tuple[bytes, bytes] | None:
    """The record as it was logged with its salt and entry, and the proof of that entry; None while it waits."""
    proof = await proof_of(kind, subject)
    if proof is None:
        return None
    opened = msgspec.json.encode({"content": proof.content, "entry": proof.entry, "salt": proof.salt})
    return opened, proof.proof.encode()


async def key() -> bytes:
    """The public key of the log as it is printed. Raises KeyUnsafe."""
    return f"{await verifier()}\n".encode()


async def vouched(manifest: bytes) -> bytes:
    """A note, signed with the log's key, that this is the manifest the academy made. Raises KeyUnsafe."""
    return (await signed(f"{check.FORMAT}\n{hashlib.sha256(manifest).hexdigest()}\n")).encode()
