"""Certificates: facts and paper written once."""

from academy.db.schema import create_tables, freeze_trigger, index, unique_index
from certificates.tables import Certificate


async def forwards() -> None:
    await _certificates()


async def _certificates() -> None:
    await create_tables(Certificate)
    await unique_index("certificate_serial", Certificate, "serial")
    await unique_index("certificate_one_open", Certificate, "completion", where="state IN ('pending', 'issued')")
    await index("certificate_completion", Certificate, "completion")
    await index("certificate_person", Certificate, "person")
    await index("certificate_replaces", Certificate, "replaces")
    message = "What a certificate says is never changed; it can be revoked or replaced."
    origin = ("serial", "completion", "person", "design", "expires_on", "replaces")
    await freeze_trigger("certificate_origin", Certificate, message, columns=origin, events=("UPDATE",))
    # Before the paper exists a name the typefaces do not hold can still be given in its Latin form.
    said, out = ("holder_name", "facts"), "{row}.state <> 'pending'"
    await freeze_trigger("certificate_facts", Certificate, message, columns=said, when=out, events=("UPDATE",))
    paper = ("document_key", "document_sha256", "document_size", "issued_at")
    stored = "{row}.document_sha256 IS NOT NULL"
    await freeze_trigger("certificate_paper", Certificate, message, columns=paper, when=stored, events=("UPDATE",))
    await freeze_trigger("certificate_kept", Certificate, "A certificate is never deleted.", events=("DELETE",))
