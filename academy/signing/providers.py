"""Where the registrar's private key lies. It signs there; only a key in a file is ever seen by the academy."""

from pathlib import Path
from typing import Protocol

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey

from academy.signing import authority
from academy.signing.certificates import Purpose


class KeyProvider(Protocol):
    """Signs with an ECDSA key on P-256, wherever that is."""

    def public_key(self) -> EllipticCurvePublicKey:
        """What checks the signatures."""

    async def sign(self, content: bytes) -> bytes:
        """A signature (DER) over the SHA-256 of the content. Raises KeyUnreachable."""


class KeyUnreachable(RuntimeError):
    """The device or service that holds the key did not sign; `str()` says which and why."""


class KeySettingWrong(ValueError):
    """ACADEMY_SIGNING_KEY names no place that keys can be kept in."""


class Registrar(msgspec.Struct, frozen=True):
    """Who signs, with what, and who tells the time. It can be handed to another process: it holds no key itself.

    folder: the authority. key: `file`, a `pkcs11:` address (RFC 7512), or `kms:` and the id of a key at AWS. pin: opens
    the token of a PKCS#11 device. timestamp_url: an outside authority for time stamps, else the academy stamps itself.
    """

    folder: Path
    key: str = "file"
    pin: str = ""
    timestamp_url: str = ""


def provider_of(registrar: Registrar) -> KeyProvider:
    """The key of a registrar. Raises KeyUnsafe, KeyUnreachable, KeySettingWrong."""
    certificate = authority.read(registrar.folder).certificates[Purpose.REGISTRAR]
    if registrar.key == "file":
        return FileKey(authority.key_of(registrar.folder, Purpose.REGISTRAR, certificate))
    provider = outside(registrar)
    if provider.public_key() != certificate.public_key():
        raise KeySettingWrong("ACADEMY_SIGNING_KEY names another key than the registrar's certificate was made for.")
    return provider


def outside(registrar: Registrar) -> KeyProvider:
    """A key that lies in a device or a service. Their libraries are extras, so each is loaded only when it is used."""
    kind = registrar.key.partition(":")[0]
    if kind == "pkcs11":
        from academy.signing.pkcs11_key import Pkcs11Key

        return Pkcs11Key(registrar.key, registrar.pin)
    if kind == "kms":
        from academy.signing.kms_key import KmsKey

        return KmsKey(registrar.key.partition(":")[2])
    raise KeySettingWrong("ACADEMY_SIGNING_KEY is file, or begins with pkcs11: or kms:.")


class FileKey:
    """A key in a file of the authority's folder, read and parsed once."""

    def __init__(self, key: EllipticCurvePrivateKey) -> None:
        self._key = key

    def public_key(self) -> EllipticCurvePublicKey:
        return self._key.public_key()

    async def sign(self, content: bytes) -> bytes:
        return self._key.sign(content, ec.ECDSA(hashes.SHA256()))
