"""Signatures as CMS lays them out (RFC 5652), with the attributes of CAdES: encoded once per key, then only filled in.

asn1crypto writes every value inside a structure anew each time, and that was half the cost of a signed paper. Here it
encodes the parts that stay the same, once; what differs from paper to paper is laid between them, in DER.
"""

from collections.abc import Sequence
from typing import Final, Literal

from asn1crypto import algos, cms, core, x509
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute

ContentType = Literal["data", "tst_info"]
SEQUENCE: Final = 0x30
SET: Final = 0x31
OCTETS: Final = 0x04
_SIGNED_DATA: Final = cms.ContentType("signed_data").dump()
_MESSAGE_DIGEST: Final = cms.CMSAttributeType("message_digest").dump()
_TIME_STAMP: Final = cms.CMSAttributeType("signature_time_stamp_token").dump()
_SHA256: Final = algos.DigestAlgorithm({"algorithm": "sha256"}).dump()
_ECDSA: Final = algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}).dump()
_VERSION_1: Final = core.Integer(1).dump()
_VERSION_3: Final = core.Integer(3).dump()


def wrapped(tag: int, *parts: bytes) -> bytes:
    """The encoded parts as one value: its tag, its length, and they."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def tagged(number: int, *parts: bytes) -> bytes:
    """The encoded parts under a tag of their context."""
    return wrapped(0xA0 | number, *parts)


def imprint(digest: bytes) -> bytes:
    """What a time stamp is about (RFC 3161): a SHA-256 digest."""
    return wrapped(SEQUENCE, _SHA256, wrapped(OCTETS, digest))


class Envelope:
    """What one certificate signs: content of one type, or a digest of it, with SHA-256 and ECDSA."""

    def __init__(self, certificate: x509.Certificate, others: Sequence[x509.Certificate], type_: ContentType) -> None:
        """others: certificates that come along, for who has only the root."""
        named = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        self._signer = cms.SignerIdentifier({"issuer_and_serial_number": named}).dump()
        self._says_type = simple_cms_attribute("content_type", type_).dump()
        names_it = as_signing_certificate_v2(certificate)
        self._names_certificate = simple_cms_attribute("signing_certificate_v2", names_it).dump()
        self._certificates = tagged(0, *sorted(one.dump() for one in (certificate, *others)))
        self._type = cms.ContentType(type_).dump()
        self._version = _VERSION_1 if type_ == "data" else _VERSION_3

    def attributes(self, digest: bytes, *more: bytes) -> bytes:
        """What is signed: the digest of the content, its type, and who signs; `more`: encoded attributes."""
        says_digest = wrapped(SEQUENCE, _MESSAGE_DIGEST, wrapped(SET, wrapped(OCTETS, digest)))
        return wrapped(SET, *sorted((self._says_type, says_digest, self._names_certificate, *more)))

    def closed(self, attributes: bytes, signature: bytes, *, content: bytes = b"", stamp: bytes = b"") -> bytes:
        """The whole: attributes and the signature over them; the content if it goes inside; a time stamp on top."""
        inside = tagged(0, wrapped(OCTETS, content)) if content else b""
        signed = wrapped(
            SEQUENCE,
            self._version,
            wrapped(SET, _SHA256),
            wrapped(SEQUENCE, self._type, inside),
            self._certificates,
            wrapped(SET, self._signer_info(attributes, signature, stamp)),
        )
        return wrapped(SEQUENCE, _SIGNED_DATA, tagged(0, signed))

    def _signer_info(self, attributes: bytes, signature: bytes, stamp: bytes) -> bytes:
        unsigned = tagged(1, wrapped(SEQUENCE, _TIME_STAMP, wrapped(SET, stamp))) if stamp else b""
        # Signed as a set, kept under a tag of the context instead (RFC 5652, 5.4).
        kept = b"\xa0" + attributes[1:]
        value = wrapped(OCTETS, signature)
        return wrapped(SEQUENCE, _VERSION_1, self._signer, _SHA256, kept, _ECDSA, value, unsigned)
