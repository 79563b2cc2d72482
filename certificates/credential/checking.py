"""A second opinion before anything is stored: independent libraries must accept what we signed."""

import re
from datetime import datetime
from typing import Any

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3.ldp import OB3LdpVerifier, verify_data_integrity_proof
from openbadgeslib.ob3.verifier import OB3Verifier

from academy import clock
from certificates.credential import second_reading

Form = str | tuple["Form | tuple[str, Form]", ...]


class CredentialUnsound(RuntimeError):
    """A credential of ours does not verify; `str()` says what the verifier said. It is never stored."""


_ADDRESS = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+""")
"""An absolute IRI; what is none is dropped by linked data, and so would stay unsigned."""
_known_forms: set[Form] = set()
"""What this process saw the library accept whole."""


def require_sound(credential: bytes, token: str, *, key: Ed25519PublicKey, issuer: str) -> None:
    """Raise CredentialUnsound unless both forms of a credential verify with the key, in the issuer's name.

    A library for badges reads the first credential of each form whole, and by its rules for badges. What it says of
    terms, nesting and types holds for the next one of that form, of which another library, which shares nothing with
    the one that signs, checks the proof. What is not in force today (the replacement of an expired one) the first
    would refuse to read whole, so of that it checks the proof alone. It reads every token.
    """
    document = msgspec.json.decode(credential)
    pem, form = _pem(key), form_of(document)
    try:
        if not _is_in_force(document):
            verify_data_integrity_proof(document, pem)
            return
        if form in _known_forms:
            _require_proof(document, key)
        else:
            OB3LdpVerifier(pem, issuer_did=issuer).verify(credential)
            _known_forms.add(form)
        OB3Verifier(pem, issuer_did=issuer).verify(token)
    except (LibOpenBadgesException, SyntaxError) as fault:
        raise CredentialUnsound(f"The credential does not verify: {fault}") from fault


def _require_proof(document: dict[str, Any], key: Ed25519PublicKey) -> None:
    if not second_reading.proof_holds(document, key):
        raise CredentialUnsound("The credential does not verify: another reading finds other statements.")


def form_of(value: object, name: str = "") -> Form:
    """What linked data makes of a document: terms, nesting, contexts, types, and which values are addresses."""
    if isinstance(value, dict):
        return tuple((key, form_of(value[key], key)) for key in sorted(value))
    if isinstance(value, list):
        return tuple(form_of(one, name) for one in value)
    if not isinstance(value, str):
        return type(value).__name__
    return value if name in {"@context", "type"} else "address" if _ADDRESS.fullmatch(value) else "text"


def _is_in_force(document: dict[str, Any]) -> bool:
    """By the machine's clock, which is the one that the library reads."""
    now = clock.of_the_machine()
    ends = document.get("validUntil")
    return datetime.fromisoformat(document["validFrom"]) <= now and (not ends or datetime.fromisoformat(ends) >= now)


def require_signed(document: dict[str, Any], key: Ed25519PublicKey) -> None:
    """Raise CredentialUnsound unless the proof of a document verifies with the key."""
    try:
        verify_data_integrity_proof(document, _pem(key))
    except LibOpenBadgesException as fault:
        raise CredentialUnsound(f"The status list does not verify: {fault}") from fault


def _pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
