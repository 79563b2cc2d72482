"""The certificates of the academy's authority."""

from academy.db.schema import create_tables, freeze_trigger, unique_index
from academy.signing.tables import AuthorityCertificate


async def forwards() -> None:
    await create_tables(AuthorityCertificate)
    await unique_index("authority_certificate_fingerprint", AuthorityCertificate, "fingerprint")
    message = "A certificate of the authority is never changed."
    said = ("purpose", "pem", "fingerprint")
    await freeze_trigger("authority_certificate_said", AuthorityCertificate, message, columns=said, events=("UPDATE",))
    await freeze_trigger("authority_certificate_kept", AuthorityCertificate, message, events=("DELETE",))
