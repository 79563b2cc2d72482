"""The academy's credential key: its own file, for this purpose alone, made when the first credential is signed."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from academy import settings
from academy.record_log import keys
from certificates.credential.multikey import from_multikey, multikey


def key_file() -> Path:
    """Where the private key lies."""
    return settings.current().keys_folder / "credential.pem"


def public_key(*, may_make: bool) -> str:
    """The public half as Multikey; a key that signed before is never replaced unasked. Raises KeyUnsafe."""
    path = key_file()
    if may_make and not path.exists():
        with suppress(FileExistsError):  # another process was faster
            keys.make(path)
    return multikey(keys.load(path).public_key())


def spki(public: str) -> bytes:
    """The key as SubjectPublicKeyInfo in DER: the form that the record log keeps keys in. Raises ValueError."""
    return from_multikey(public).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def fingerprint(public: str) -> str:
    """SHA-256 of the key's 32 bytes in hexadecimal, for logs and reports on paper. Raises ValueError."""
    return sha256(from_multikey(public).public_bytes_raw()).hexdigest()
