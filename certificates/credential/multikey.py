"""Ed25519 keys as programs write them: Multikey (multibase, base 58) and JSON Web Key."""

import base64
import json
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"
"""The multicodec of an Ed25519 public key."""


def base58(content: bytes) -> str:
    """Multibase with the Bitcoin alphabet, as proofs and keys use it: "z" and the digits."""
    number, digits = int.from_bytes(content, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        digits = _ALPHABET[rest] + digits
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + _ALPHABET[0] * zeros + digits


def from_base58(text: str) -> bytes:
    """What `base58` wrote. Raises ValueError."""
    digits = text.removeprefix("z")
    number = 0
    for each in digits:
        number = number * 58 + _ALPHABET.index(each)
    zeros = len(digits) - len(digits.lstrip(_ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def multikey(key: Ed25519PublicKey) -> str:
    """`z6Mk...`"""
    return base58(_ED25519 + key.public_bytes_raw())


def from_multikey(text: str) -> Ed25519PublicKey:
    """The key in its printed form. Raises ValueError for another kind of key."""
    typed = from_base58(text)
    if typed[:2] != _ED25519:
        raise ValueError("This is no Ed25519 key.")
    return Ed25519PublicKey.from_public_bytes(typed[2:])


def jwk(key: Ed25519PublicKey) -> dict[str, str]:
    """The key as RFC 8037 writes it."""
    return {"crv": "Ed25519", "kty": "OKP", "x": base64url(key.public_bytes_raw())}


def thumbprint(key: Ed25519PublicKey) -> str:
    """RFC 7638: what a JSON Web Token calls its key."""
    return base64url(sha256(json.dumps(jwk(key), separators=(",", ":"), sort_keys=True).encode()).digest())


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
