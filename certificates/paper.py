"""The stored paper: handed out as it was issued, never made again."""

import hashlib

from academy import storage
from certificates.access import CertificateRow
from certificates.rules import require_paper


class PaperDamaged(RuntimeError):
    """The stored file is not the one that was issued; the digest on the row tells."""


async def stored(certificate: CertificateRow) -> bytes:
    """The PDF of an issued certificate. Raises NotReady, NoLongerValid, PaperDamaged."""
    require_paper(certificate.state)
    content = await storage.read(certificate.document_key or "")
    if hashlib.sha256(content).hexdigest() != certificate.document_sha256:
        raise PaperDamaged(certificate.serial)
    return content
