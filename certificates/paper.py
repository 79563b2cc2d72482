"""The stored paper and its credential: handed out as they were issued, never made again."""

import hashlib

from academy import storage
from academy.errors import NotFound
from certificates.access import CertificateRow
from certificates.rules import require_paper
from certificates.tables import Credential


class NoCredential(NotFound):
    """The certificate is older than credentials."""

    code = "no_credential"
    sentence = "This certificate was issued before there were credentials. Its PDF is the record; use that."


class PaperDamaged(RuntimeError):
    """The stored file is not the one that was issued; the digest on the row tells."""


async def stored(certificate: CertificateRow) -> bytes:
    """The PDF of an issued certificate. Raises NotReady, NoLongerValid, PaperDamaged."""
    require_paper(certificate.state)
    content = await storage.read(certificate.document_key or "")
    if hashlib.sha256(content).hexdigest() != certificate.document_sha256:
        raise PaperDamaged(certificate.serial)
    return content


async def stored_credential(certificate: CertificateRow) -> tuple[bytes, str]:
    """The credential of an issued certificate, in its exact bytes, and the same as vc+jwt.

    Raises NotReady, NoLongerValid, NoCredential, PaperDamaged.
    """
    require_paper(certificate.state)
    row = (
        await Credential.select(Credential.content, Credential.token)
        .where(Credential.certificate == certificate.id)
        .first()
    )
    if row is None:
        raise NoCredential()
    content = row["content"].encode()
    if hashlib.sha256(content).hexdigest() != certificate.credential_sha256:
        raise PaperDamaged(certificate.serial)
    return content, row["token"]
