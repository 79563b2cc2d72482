"""Signing a paper: PAdES B-LT in one revision, certified so that any later change shows. Loading this loads pyHanko."""

import io
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

import msgspec
from asn1crypto import cms, crl, x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore

from academy.signing import authority
from academy.signing.authority import Authority
from academy.signing.certificates import Purpose
from academy.signing.envelopes import Envelope
from academy.signing.providers import KeyProvider, Registrar, provider_of
from academy.signing.time_stamps import OwnTimeStamper

RESERVED = 12_288
"""Hexadecimal digits kept free for the signature with the academy's own time stamp; it fills about 7 300."""
RESERVED_OUTSIDE = 32_768
"""The same with an outside time stamp, which brings a chain of certificates with large RSA keys."""
PATIENCE = 10
"""Seconds that an outside time stamp may take."""
METADATA = PdfSignatureMetadata(
    certify=True,
    docmdp_permissions=MDPPerm.NO_CHANGES,
    subfilter=SigSeedSubFilter.PADES,
    md_algorithm="sha256",
    reason="Issued by PSP Academy",
)


class NotGoodAtThisTime(RuntimeError):
    """The clock of this machine stands outside the time for which the registrar's certificate is good."""


class TimeStampMissing(RuntimeError):
    """The outside authority gave no time stamp; nothing was signed and the work may be repeated."""


def signed(pdf: bytes, registrar: Registrar, at: datetime) -> bytes:
    """What `academy.signing.sign_pdf` says."""
    tools = _tools(registrar)
    tools.require_good(at)
    writer = _Writer(io.BytesIO(pdf))
    # Before the signature and not after it: so the signature covers these too, and the file stays PDF/A in the
    # strictest reading.
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=tools.chain, crls=tools.revoked)
    signer = _DatedSigner(METADATA, tools.signer, timestamper=tools.stamper_at(at))
    signer.at = at
    try:
        output = signer.sign_pdf(writer, existing_fields_only=True, bytes_reserved=tools.reserved)
    except TimestampRequestError as fault:
        reason = fault.__cause__ or fault
        raise TimeStampMissing(
            f"No time stamp from {registrar.timestamp_url}: {reason or type(reason).__name__}"
        ) from fault
    return bytes(output.getbuffer())


class _Writer(IncrementalPdfFileWriter):  # type: ignore[misc]
    """Leaves the XMP packet as it was printed: pyHanko would write it anew, and the PDF/A claim would be lost."""

    def _update_meta(self) -> None:
        pass


class _DatedSigner(PdfSigner):  # type: ignore[misc]
    """Signs with the time it is told."""

    at: datetime

    def init_signing_session(self, *arguments: object, **options: object) -> object:
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self.at
        return session


class _ProvidedSigner(Signer):  # type: ignore[misc]
    """Signs with a key that may lie anywhere."""

    def __init__(self, provider: KeyProvider, certificate: x509.Certificate, others: list[x509.Certificate]) -> None:
        super().__init__(signing_cert=certificate)
        self._envelope = Envelope(certificate, others, "data")
        self._provider = provider

    async def async_sign(
        self, data_digest: bytes, *_: object, timestamper: TimeStamper, **__: object
    ) -> cms.ContentInfo:
        attributes = self._envelope.attributes(data_digest)
        signature = await self._provider.sign(attributes)
        stamp = await timestamper.async_timestamp(sha256(signature).digest(), "sha256")
        return cms.ContentInfo.load(self._envelope.closed(attributes, signature, stamp=stamp.dump()))


class _Tools(msgspec.Struct, frozen=True):
    """What signing needs, read and parsed once for each registrar."""

    signer: _ProvidedSigner
    own_stamper: OwnTimeStamper
    timestamp_url: str
    chain: list[x509.Certificate]
    revoked: list[crl.CertificateList]

    @property
    def reserved(self) -> int:
        return RESERVED_OUTSIDE if self.timestamp_url else RESERVED

    def require_good(self, at: datetime) -> None:
        good = self.signer.signing_cert["tbs_certificate"]["validity"].native
        if not good["not_before"] <= at <= good["not_after"]:
            raise NotGoodAtThisTime(
                f"The registrar's certificate is good from {good['not_before']:%Y-%m-%d} to "
                f"{good['not_after']:%Y-%m-%d}, and the clock says {at:%Y-%m-%d %H:%M}. Set the clock of this machine."
            )

    def stamper_at(self, at: datetime) -> TimeStamper:
        if self.timestamp_url:
            return HTTPTimeStamper(self.timestamp_url, timeout=PATIENCE)
        self.own_stamper.at = at
        return self.own_stamper


@lru_cache(maxsize=4)
def _tools(registrar: Registrar) -> _Tools:
    known = authority.read(registrar.folder)
    certificates = {purpose: _parsed(known, purpose) for purpose in Purpose}
    stamps = authority.key_of(registrar.folder, Purpose.TIMESTAMPS, known.certificates[Purpose.TIMESTAMPS])
    issuers = [certificates[Purpose.ROOT], certificates[Purpose.ISSUING]]
    return _Tools(
        signer=_ProvidedSigner(provider_of(registrar), certificates[Purpose.REGISTRAR], issuers),
        own_stamper=OwnTimeStamper(certificates[Purpose.TIMESTAMPS], stamps),
        timestamp_url=registrar.timestamp_url,
        chain=list(certificates.values()),
        revoked=[crl.CertificateList.load(one) for one in known.revoked.values()],
    )


def _parsed(known: Authority, purpose: Purpose) -> x509.Certificate:
    return x509.Certificate.load(known.certificates[purpose].public_bytes(Encoding.DER))
