"""The academy's own certificates: what each of its four keys may sign, and for how long."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""RFC 9336. Readers that do not know it go by emailProtection, so the registrar carries both."""
OVERLAP = timedelta(days=1)
"""Certificates begin a day early: a clock that is a little behind must not refuse what was just signed."""


class Purpose(StrEnum):
    """What a key of the authority is for. Each signs only what its certificate says."""

    ROOT = "root"
    ISSUING = "issuing"
    REGISTRAR = "registrar"
    TIMESTAMPS = "timestamps"


TITLES = {
    Purpose.ROOT: "Root",
    Purpose.ISSUING: "Issuing Authority",
    Purpose.REGISTRAR: "Registrar",
    Purpose.TIMESTAMPS: "Time Stamps",
}
YEARS = 20
"""How long certificates last; none outlives its issuer."""


class Issuer(msgspec.Struct, frozen=True):
    """Who signs a certificate."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey


class Place(msgspec.Struct, frozen=True):
    """Where and when certificates are made: `home` is the academy's public address, without a slash at the end."""

    home: str
    at: datetime


def self_signed(key: EllipticCurvePrivateKey, place: Place) -> x509.Certificate:
    """The root: the one certificate that others must be given and told to trust."""
    builder = _begun(Purpose.ROOT, key.public_key(), place).issuer_name(_name(Purpose.ROOT, place))
    return _may_sign_certificates(builder, below=1).sign(key, hashes.SHA256())


def issued(purpose: Purpose, key: EllipticCurvePublicKey, by: Issuer, place: Place) -> x509.Certificate:
    """A certificate for one of the other purposes. It never outlives its issuer."""
    builder = _begun(purpose, key, place, no_later_than=by.certificate.not_valid_after_utc)
    builder = builder.issuer_name(by.certificate.subject)
    known_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key())
    builder = builder.add_extension(known_by, critical=False).add_extension(_revocations(purpose, place), False)
    allowed = _may_sign_certificates(builder, below=0) if purpose is Purpose.ISSUING else _may_sign(builder, purpose)
    return allowed.sign(by.key, hashes.SHA256())


def nothing_revoked(by: Issuer, at: datetime) -> bytes:
    """The issuer's list of revoked certificates (DER), empty and good for as long as the issuer is."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(by.certificate.subject)
    builder = builder.last_update(at - OVERLAP).next_update(by.certificate.not_valid_after_utc)
    known_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key())
    builder = builder.add_extension(known_by, critical=False).add_extension(x509.CRLNumber(1), critical=False)
    return builder.sign(by.key, hashes.SHA256()).public_bytes(Encoding.DER)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate as programs show it: `AB:CD:...`."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _begun(
    purpose: Purpose, key: EllipticCurvePublicKey, place: Place, no_later_than: datetime | None = None
) -> x509.CertificateBuilder:
    starts = place.at - OVERLAP
    ends = place.at + timedelta(days=365.25 * YEARS)
    builder = x509.CertificateBuilder().subject_name(_name(purpose, place)).public_key(key)
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(starts)
    builder = builder.not_valid_after(min(ends, no_later_than or ends))
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _name(purpose: Purpose, place: Place) -> x509.Name:
    """The host is part of the name, so that nobody takes a trial for the academy itself."""
    host = place.home.partition("://")[2]
    parts = (
        (NameOID.ORGANIZATION_NAME, "PSP Academy"),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, host[:64]),
        (NameOID.COMMON_NAME, f"PSP Academy {TITLES[purpose]}"),
    )
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


def _may_sign_certificates(builder: x509.CertificateBuilder, *, below: int) -> x509.CertificateBuilder:
    usage = _usage(key_cert_sign=True, crl_sign=True)
    return builder.add_extension(x509.BasicConstraints(ca=True, path_length=below), True).add_extension(usage, True)


def _may_sign(builder: x509.CertificateBuilder, purpose: Purpose) -> x509.CertificateBuilder:
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    if purpose is Purpose.TIMESTAMPS:
        stamps = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        return builder.add_extension(_usage(digital_signature=True), True).add_extension(stamps, True)
    usage = _usage(digital_signature=True, content_commitment=True)
    documents = x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    return builder.add_extension(usage, True).add_extension(documents, False)


def _usage(**allowed: bool) -> x509.KeyUsage:
    return x509.KeyUsage(**{**dict.fromkeys(_USAGES, False), **allowed})


def _revocations(purpose: Purpose, place: Place) -> x509.CRLDistributionPoints:
    issuer = Purpose.ROOT if purpose is Purpose.ISSUING else Purpose.ISSUING
    address = x509.UniformResourceIdentifier(f"{place.home}/keys/{issuer}.crl")
    return x509.CRLDistributionPoints([x509.DistributionPoint([address], None, None, None)])


_USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)
