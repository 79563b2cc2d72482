"""Signed notes and checkpoints: the short texts in which a log says how far it has come (C2SP signed-note, checkpoint).

A checkpoint names the log, its size and its root, and is signed with Ed25519. Whoever keeps an old one can prove later
that the log was rewritten.
"""

import base64
import binascii
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_ALGORITHM = b"\x01"
"""Ed25519 in signed-note's table of signature types."""
_MARK = "\u2014 "


class NoteInvalid(ValueError):
    """The text is no note that this key signed; `str()` says what is wrong with it."""


class Checkpoint(msgspec.Struct, frozen=True):
    """How far a log has come: `origin` is its name, `root` the 32 bytes of the tree over its first `size` entries."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


class Signer:
    """Signs notes in the name of a log."""

    def __init__(self, name: str, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.verifier = Verifier(name, key.public_key())

    def sign(self, text: str) -> str:
        """The note: the text, an empty line, and the signature. `text` ends with a line break."""
        signature = base64.b64encode(self.verifier.key_id + self._key.sign(text.encode())).decode()
        return f"{text}\n{_MARK}{self.verifier.name} {signature}\n"


class Verifier:
    """Checks notes that a log signed."""

    def __init__(self, name: str, key: Ed25519PublicKey) -> None:
        self.name = name
        self._key = key
        self._typed = _ALGORITHM + key.public_bytes_raw()
        self.key_id = sha256(f"{name}\n".encode() + self._typed).digest()[:4]

    @property
    def spki(self) -> bytes:
        """The public key as SubjectPublicKeyInfo, DER: what other software reads."""
        return self._key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @classmethod
    def read(cls, text: str) -> "Verifier":
        """From its printed form, `name+keyid+key`. Raises NoteInvalid."""
        try:
            name, key_id, encoded = text.strip().split("+", 2)
            typed = base64.b64decode(encoded, validate=True)
            verifier = cls(name, Ed25519PublicKey.from_public_bytes(typed[1:]))
        except ValueError as fault:
            raise NoteInvalid("This is no public key of a log: it reads name+number+key.") from fault
        if typed[:1] != _ALGORITHM or verifier.key_id.hex() != key_id:
            raise NoteInvalid("The number in this public key does not belong to its key.")
        return verifier

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(self._typed).decode()}"

    def open(self, note: str) -> str:
        """The text of a note that this key signed. Raises NoteInvalid. Signatures of others beside it do not matter."""
        text, found, signatures = note.rpartition("\n\n")
        if not found or not signatures.endswith("\n"):
            raise NoteInvalid("The note has no signature.")
        text += "\n"
        start = f"{_MARK}{self.name} "
        for line in signatures.removesuffix("\n").split("\n"):
            if line.startswith(start) and self._is_signed(text, line.removeprefix(start)):
                return text
        raise NoteInvalid(f"The note is not signed by {self.name}.")

    def _is_signed(self, text: str, encoded: str) -> bool:
        try:
            signed = base64.b64decode(encoded, validate=True)
            if signed[:4] != self.key_id:
                return False
            self._key.verify(signed[4:], text.encode())
        except (binascii.Error, InvalidSignature):
            return False
        return True

    def checkpoint(self, note: str) -> Checkpoint:
        """What a signed checkpoint says. Raises NoteInvalid, also when it speaks of another log."""
        lines = self.open(note).split("\n")
        try:
            origin, size, root = lines[:3]
            found = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
        except ValueError as fault:
            raise NoteInvalid("The note is signed, but it is no checkpoint.") from fault
        if origin != self.name or not size.isascii() or str(found.size) != size or len(found.root) != 32:
            raise NoteInvalid("The checkpoint is of another log, or its size or root cannot be read.")
        return found
