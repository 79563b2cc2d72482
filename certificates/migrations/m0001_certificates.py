"""Certificates: facts and paper written once."""

from academy.db.schema import create_tables, freeze_trigger, unique_index
from certificates.tables import Certificate


async def forwards() -> None:
    await _certificates()


async def _certificates() -> None:
    await create_tables(Certificate)
    await unique_index("certificate_serial", Certificate, "serial")
    await unique_index("certificate_one_open", Certificate, "completion", where="state IN ('pending', 'issued')")
    message = "What a certificate says is never changed; it can be revoked or replaced."
    facts = ("serial", "completion", "person", "holder_name", "facts", "design", "expires_on", "replaces")
    await freeze_trigger("certificate_facts", Certificate, message, columns=facts, events=("UPDATE",))
    paper = ("document_key", "document_sha256", "issued_at")
    stored = "{row}.document_sha256 IS NOT NULL"
    await freeze_trigger("certificate_paper", Certificate, message, columns=paper, when=stored, events=("UPDATE",))
    await freeze_trigger("certificate_kept", Certificate, "A certificate is never deleted.", events=("DELETE",))
