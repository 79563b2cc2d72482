"""The key that signs the log: made at the first entry, kept like every key of the academy."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from academy import key_files
from academy.key_files import KeyUnsafe

__all__ = ["KeyUnsafe", "load", "make"]


def load(path: Path) -> Ed25519PrivateKey:
    """The key in a file. Raises KeyUnsafe."""
    return key_files.load(path, Ed25519PrivateKey)  # type: ignore[type-abstract]


def make(path: Path) -> Ed25519PrivateKey:
    """A new key, in a file that only this user can read. Raises FileExistsError: a key is never overwritten."""
    key = Ed25519PrivateKey.generate()
    key_files.keep(path, key)
    return key
