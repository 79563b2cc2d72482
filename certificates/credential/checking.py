"""A second opinion before anything is stored: an independent library must accept what we signed."""

from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3.ldp import OB3LdpVerifier, verify_data_integrity_proof
from openbadgeslib.ob3.verifier import OB3Verifier


class CredentialUnsound(RuntimeError):
    """A credential of ours does not verify; `str()` says what the verifier said. It is never stored."""


def require_sound(credential: bytes, token: str, *, key: Ed25519PublicKey, issuer: str) -> None:
    """Raise CredentialUnsound unless both forms of a credential verify with the key, in the issuer's name.

    Also refuses a credential that is dated in the future: then this machine's clock was set back.
    """
    pem = _pem(key)
    try:
        OB3LdpVerifier(pem, issuer_did=issuer).verify(credential)
        OB3Verifier(pem, issuer_did=issuer).verify(token)
    except LibOpenBadgesException as fault:
        raise CredentialUnsound(f"The credential does not verify: {fault}") from fault


def require_signed(document: dict[str, Any], key: Ed25519PublicKey) -> None:
    """Raise CredentialUnsound unless the proof of a document verifies with the key."""
    try:
        verify_data_integrity_proof(document, _pem(key))
    except LibOpenBadgesException as fault:
        raise CredentialUnsound(f"The status list does not verify: {fault}") from fault


def _pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
