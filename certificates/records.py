"""What the record log keeps of certificates: what was signed and issued, by digest, and what became of it."""

from collections.abc import Sequence
from hashlib import sha256

from academy.record_log.records import Content, kind
from certificates.tables import Certificate, Credential

CREDENTIAL = "certificate.credential"
"""The digest of the exact bytes of a certificate's credential; its subject is the certificate."""
ISSUED = "certificate.issued"
REVOKED = "certificate.revoked"
REPLACED = "certificate.replaced"
"""About the new certificate: which one it takes the place of."""


@kind(CREDENTIAL, "SELECT certificate AS id FROM credential")
async def credentials(ids: Sequence[int]) -> dict[int, Content]:
    """Each credential by the digest of its bytes, counted anew at each audit."""
    columns = (Credential.certificate, Credential.content, Credential.certificate.serial.as_alias("serial"))
    rows = await Credential.select(*columns).where(Credential.certificate.is_in(list(ids)))
    return {row["certificate"]: {"credential": _digest(row["content"]), "serial": row["serial"]} for row in rows}


_ISSUED = (
    *(Certificate.id, Certificate.serial, Certificate.completion, Certificate.person, Certificate.holder_name),
    *(Certificate.facts, Certificate.design, Certificate.issued_at, Certificate.document_sha256),
)


@kind(ISSUED, "SELECT id FROM certificate WHERE document_sha256 IS NOT NULL", _ISSUED)
async def issued(ids: Sequence[int]) -> dict[int, Content]:
    """Each certificate with what it says and the digest of its file."""
    rows = await Certificate.select(*_ISSUED).where(Certificate.id.is_in(list(ids)))
    return {row["id"]: row for row in rows}


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@kind(REVOKED, "SELECT id FROM certificate WHERE revoked_at IS NOT NULL")
async def revoked(ids: Sequence[int]) -> dict[int, Content]:
    """Each revocation: when, by whom, and why."""
    columns = (
        *(Certificate.id, Certificate.serial, Certificate.revoked_at, Certificate.revoked_by),
        *(Certificate.revoked_class, Certificate.revoked_reason),
    )
    rows = await Certificate.select(*columns).where(Certificate.id.is_in(list(ids)))
    return {row["id"]: row for row in rows}


@kind(REPLACED, "SELECT id FROM certificate WHERE replaces IS NOT NULL AND document_sha256 IS NOT NULL")
async def replaced(ids: Sequence[int]) -> dict[int, Content]:
    """Each certificate that took the place of another one."""
    columns = (Certificate.id, Certificate.serial, Certificate.replaces)
    rows = await Certificate.select(*columns).where(Certificate.id.is_in(list(ids)))
    return {row["id"]: row for row in rows}
