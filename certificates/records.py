"""What the record log keeps of certificates: what was issued, with the digest of its PDF, and what became of it."""

from collections.abc import Sequence

from academy.record_log.records import Content, Listing, kind
from certificates.tables import Certificate

ISSUED = "certificate.issued"
REVOKED = "certificate.revoked"
REPLACED = "certificate.replaced"
"""About the new certificate: which one it takes the place of."""


def _listing(condition: str) -> Listing:
    async def listed(after: int, limit: int) -> Sequence[int]:
        query = f"SELECT id FROM certificate WHERE id > {{}} AND {condition} ORDER BY id LIMIT {{}}"
        return [int(row["id"]) for row in await Certificate.raw(query, after, limit)]

    return listed


@kind(ISSUED, _listing("document_sha256 IS NOT NULL"))
async def issued(ids: Sequence[int]) -> dict[int, Content]:
    """Each certificate with what it says and the digest of its file."""
    columns = (
        *(Certificate.id, Certificate.serial, Certificate.completion, Certificate.person, Certificate.holder_name),
        *(Certificate.facts, Certificate.design, Certificate.issued_at, Certificate.document_sha256),
    )
    rows = await Certificate.select(*columns).where(Certificate.id.is_in(list(ids)))
    return {row["id"]: row for row in rows}


@kind(REVOKED, _listing("revoked_at IS NOT NULL"))
async def revoked(ids: Sequence[int]) -> dict[int, Content]:
    """Each revocation: when, by whom, and why."""
    columns = (
        *(Certificate.id, Certificate.serial, Certificate.revoked_at, Certificate.revoked_by),
        *(Certificate.revoked_class, Certificate.revoked_reason),
    )
    rows = await Certificate.select(*columns).where(Certificate.id.is_in(list(ids)))
    return {row["id"]: row for row in rows}


@kind(REPLACED, _listing("replaces IS NOT NULL AND document_sha256 IS NOT NULL"))
async def replaced(ids: Sequence[int]) -> dict[int, Content]:
    """Each certificate that took the place of another one."""
    columns = (Certificate.id, Certificate.serial, Certificate.replaces)
    rows = await Certificate.select(*columns).where(Certificate.id.is_in(list(ids)))
    return {row["id"]: row for row in rows}
