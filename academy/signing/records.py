"""What the record log keeps of the authority: every certificate, so that a verifier with the log needs no domain."""

from collections.abc import Sequence

from academy.record_log.records import Content, kind
from academy.signing.tables import AuthorityCertificate

ADDED = "authority.added"


@kind(ADDED, "SELECT id FROM authority_certificate")
async def added(ids: Sequence[int]) -> dict[int, Content]:
    """Each certificate, with the key that it is about."""
    columns = (AuthorityCertificate.id, AuthorityCertificate.purpose, AuthorityCertificate.pem)
    rows = await AuthorityCertificate.select(*columns).where(AuthorityCertificate.id.is_in(list(ids)))
    return {row["id"]: row for row in rows}
