"""A credential signed and checked, in the process kept for computing: linked data takes its time."""

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from academy.papers.process import in_print_process
from academy.record_log import keys


class Sealed(msgspec.Struct, frozen=True):
    """Both forms of a credential as they are stored."""

    credential: bytes
    token: str


async def sealed(document: dict[str, Any], *, key: Path, issuer: str, at: datetime) -> Sealed:
    """The document signed by the key in a file, and accepted by an independent library.

    Raises CredentialUnsound, KeyUnsafe.
    """
    return await in_print_process(seal, document, key, issuer, at)


def seal(document: dict[str, Any], key_file: Path, issuer: str, at: datetime) -> Sealed:
    """What `sealed` says, in the process that calls it."""
    # Here, not at the top: linked data takes a second to load, and the process that serves pages never needs it.
    from certificates.credential import checking, multikey, proof, token

    key = keys.load(key_file)
    public = key.public_key()
    method = f"{issuer}#{multikey.multikey(public)}"
    content = proof.as_bytes(proof.signed(document, key, method=method, at=at))
    name = f"{issuer}#{multikey.thumbprint(public)}"
    written = token.token(document, key, key_id=name, issued_at=int(at.timestamp()))
    checking.require_sound(content, written, key=public, issuer=issuer)
    return Sealed(content, written)


async def sealed_list(document: dict[str, Any], *, key: Path, at: datetime) -> bytes:
    """A status list signed by the key in a file, checked like a credential. Raises CredentialUnsound, KeyUnsafe."""
    return await in_print_process(seal_list, document, key, at)


def seal_list(document: dict[str, Any], key_file: Path, at: datetime) -> bytes:
    """What `sealed_list` says, in the process that calls it."""
    from certificates.credential import checking, multikey, proof

    key = keys.load(key_file)
    method = f"{document['issuer']}#{multikey.multikey(key.public_key())}"
    signed = proof.signed(document, key, method=method, at=at)
    checking.require_signed(signed, key.public_key())
    return proof.as_bytes(signed)
