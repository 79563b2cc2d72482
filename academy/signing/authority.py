"""The academy's certificate authority as a folder: four keys and their certificates, made together or not at all."""

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from academy import key_files
from academy.key_files import KeyUnsafe
from academy.signing.certificates import Issuer, Place, Purpose, issued, nothing_revoked, self_signed

CURVE = ec.SECP256R1
NEEDED = (Purpose.REGISTRAR, Purpose.TIMESTAMPS)
"""The keys without which nothing can be signed; the others are asked for only when a certificate is made."""
ISSUERS = (Purpose.ROOT, Purpose.ISSUING)


class Authority(msgspec.Struct, frozen=True):
    """The public part: certificates and lists of revoked certificates (DER) by purpose."""

    certificates: Mapping[Purpose, x509.Certificate]
    revoked: Mapping[Purpose, bytes]

    def pem(self, purpose: Purpose) -> bytes:
        return self.certificates[purpose].public_bytes(Encoding.PEM)


def make(folder: Path, place: Place, registrar: EllipticCurvePublicKey | None = None) -> Authority:
    """A new authority. `registrar`: the public key of one that is kept elsewhere, else its key lies in the folder too.

    When another process was faster, its authority is the one.
    """
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}.draft")
    _write(draft, place, registrar)
    try:
        draft.rename(folder)
    except OSError:
        shutil.rmtree(draft)
        if not folder.exists():
            raise
    return read(folder)


def read(folder: Path) -> Authority:
    """The authority in a folder. Raises KeyUnsafe."""
    certificates = {purpose: _certificate(folder / f"{purpose}.pem") for purpose in Purpose}
    return Authority(certificates, {issuer: _read(folder / f"{issuer}.crl") for issuer in ISSUERS})


def key_path(folder: Path, purpose: Purpose) -> Path:
    """Where a private key lies while it is on this machine."""
    return folder / f"{purpose}.key.pem"


def key_of(folder: Path, purpose: Purpose, certificate: x509.Certificate) -> EllipticCurvePrivateKey:
    """The private key that belongs to a certificate. Raises KeyUnsafe."""
    path = key_path(folder, purpose)
    key: EllipticCurvePrivateKey = key_files.load(path, EllipticCurvePrivateKey)  # type: ignore[type-abstract]
    if key.public_key() != certificate.public_key():
        raise KeyUnsafe(f"The key {path} does not belong to its certificate. Put the right one back from your backup.")
    return key


def _write(draft: Path, place: Place, registrar: EllipticCurvePublicKey | None) -> None:
    made = {purpose: ec.generate_private_key(CURVE()) for purpose in Purpose}
    root = Issuer(self_signed(made[Purpose.ROOT], place), made[Purpose.ROOT])
    issuing_certificate = issued(Purpose.ISSUING, made[Purpose.ISSUING].public_key(), root, place)
    issuing = Issuer(issuing_certificate, made[Purpose.ISSUING])
    public = {purpose: made[purpose].public_key() for purpose in NEEDED}
    if registrar is not None:
        public[Purpose.REGISTRAR] = registrar
        del made[Purpose.REGISTRAR]
    for purpose, key in made.items():
        key_files.keep(key_path(draft, purpose), key)
    ends = {purpose: issued(purpose, public[purpose], issuing, place) for purpose in NEEDED}
    for purpose, certificate in {Purpose.ROOT: root.certificate, Purpose.ISSUING: issuing_certificate, **ends}.items():
        (draft / f"{purpose}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    for purpose, issuer in zip(ISSUERS, (root, issuing), strict=True):
        (draft / f"{purpose}.crl").write_bytes(nothing_revoked(issuer, place.at))


def _certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(_read(path))
    except ValueError as fault:
        raise KeyUnsafe(f"The certificate {path} cannot be read. Put it back from your backup.") from fault


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise KeyUnsafe(
            f"{path} is gone, but certificates were signed with it. Put it back from your backup."
        ) from fault
