"""Private keys in files: made once, readable by the academy alone, never in the media store and never written over."""

import os
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

Key = TypeVar("Key", bound=PrivateKeyTypes)

_OTHERS = 0o077


class KeyUnsafe(RuntimeError):
    """A key file is missing, damaged, or open to other users of the machine; `str()` says how to mend it."""


def load(path: Path, kind: type[Key]) -> Key:
    """The key in a file. Raises KeyUnsafe."""
    if not path.exists():
        raise KeyUnsafe(f"The key {path} is gone, but records were signed with it. Put it back from your backup.")
    if path.stat().st_mode & _OTHERS:
        raise KeyUnsafe(f"Other users of this machine may read the key {path}. Run: chmod 600 {path}")
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as fault:
        raise KeyUnsafe(f"The key {path} cannot be read. Put it back from your backup.") from fault
    if not isinstance(key, kind):
        raise KeyUnsafe(f"The key {path} is of another kind. Put the right one back from your backup.")
    return key


def keep(path: Path, key: PrivateKeyTypes) -> None:
    """Write a new key to a file that only this user can read. Raises FileExistsError: a key is never overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(written)
