"""Checking a signed paper without asking anybody: the file, the root, and what the file itself brings along."""

import asyncio
import io
import logging
import zlib
from collections.abc import Sequence
from datetime import datetime

from asn1crypto import parser, pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from academy import clock
from academy.signing.exactness import STAMP, is_exact
from academy.signing.verdict import Verdict

UNREADABLE = (
    *(PdfError, SignatureValidationError, ValueError, LookupError, TypeError, AttributeError, OSError),
    *(RecursionError, NotImplementedError, zlib.error),
)
"""What a file that was damaged on purpose can make a reader stumble over."""

for _library in ("pyhanko", "pyhanko_certvalidator"):
    # What it thinks of a bad file is in the verdict; where no log is set up, it must not fill a terminal.
    logging.getLogger(_library).addHandler(logging.NullHandler())


def verdict(pdf: bytes, root: bytes, stamp_roots: Sequence[bytes]) -> Verdict:
    """What `academy.signing.verify_pdf` says."""
    trusted = [_loaded(one) for one in (root, *stamp_roots)]
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        signatures = reader.embedded_regular_signatures
        if not signatures:
            return Verdict(problem="This file carries no signature.")
        return asyncio.run(_judged(reader, signatures[0], trusted, gapless=_gapless(pdf, signatures[0])))
    except UNREADABLE as fault:
        return Verdict(problem=f"This file cannot be read as a signed PDF: {fault or type(fault).__name__}")


async def _judged(
    reader: PdfFileReader, signature: EmbeddedPdfSignature, roots: list[x509.Certificate], *, gapless: bool
) -> Verdict:
    told = _stamped_at(signature)
    claimed = signature.self_reported_timestamp
    at = told or claimed or clock.now()
    signer, stamps = _context(reader, roots[:1], at, "require"), _context(reader, roots, at, "soft-fail")
    status = await async_validate_pdf_signature(signature, signer, stamps)
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.valid and stamp.intact and stamp.trusted
    whole = gapless and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    exact = _is_exact(reader, signature, roots)
    return Verdict(
        signed=True,
        intact=status.intact and status.valid,
        whole_file=whole and exact and bool(status.docmdp_ok),
        trusted=status.trusted,
        signer=common_name(status.signing_cert),
        fingerprint=status.signing_cert.sha256.hex(":").upper(),
        signed_at=stamp.timestamp if stamp is not None and stamped else None,
        stamped_by=common_name(stamp.signing_cert) if stamp is not None else "",
        claimed_at=claimed,
        problem=_problem(status, whole=whole, exact=exact, stamped=stamped),
    )


def _gapless(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the one place that a signature cannot cover, its own, holds nothing else: no bytes behind it, no other
    spelling of them."""
    _, end, start, _ = signature.byte_range
    content = bytes(signature.pkcs7_content)
    length = parser.peek(content)
    return pdf[end:start] == b"<%s>" % content.hex().upper().encode() and not content[length:].strip(b"\0")


def _is_exact(reader: PdfFileReader, signature: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> bool:
    """Whether nothing in that place was altered that the signature rests on or not."""
    certificates = [*DocumentSecurityStore.read_dss(reader).load_certs(), *roots]
    return is_exact(bytes(signature.pkcs7_content), {one.dump() for one in certificates})


def _stamped_at(signature: EmbeddedPdfSignature) -> datetime | None:
    stamps = [one for one in signature.signer_info["unsigned_attrs"] if one["type"].native == STAMP]
    data = stamps[0]["values"][0]["content"]["encap_content_info"]["content"].parsed if stamps else None
    return data["gen_time"].native if data is not None else None


def _context(reader: PdfFileReader, roots: list[x509.Certificate], at: datetime, mode: str) -> ValidationContext:
    """Certificates as they stood when it was signed: they may have ended since.

    mode: `require` lists of revoked certificates, or `soft-fail`: an outside authority's lists are not in the file.
    """
    options = {"trust_roots": roots, "allow_fetching": False, "moment": at, "revocation_mode": mode}
    return DocumentSecurityStore.read_dss(reader).as_validation_context(options)


def _problem(status: PdfSignatureStatus, *, whole: bool, exact: bool, stamped: bool) -> str:
    if not (status.intact and status.valid):
        return "What was signed has been changed since."
    if not whole:
        return "Something was added to the file after it was signed."
    if not exact:
        return "What lies beside the signature in its container was changed after it was signed."
    if not status.docmdp_ok:
        return "The signature allows changes, so it is not one of the academy's."
    if not status.trusted:
        return "The signature does not lead to the root certificate you trust."
    return "" if stamped else "The time of the signature is not proved."


def _loaded(certificate: bytes) -> x509.Certificate:
    return x509.Certificate.load(pem.unarmor(certificate)[2] if pem.detect(certificate) else certificate)


def common_name(certificate: x509.Certificate) -> str:
    """What a certificate calls its owner."""
    return str(certificate.subject.native.get("common_name", certificate.subject.human_friendly))
