"""A proof in one file: that an entry is in the log, checkable for ever without the log (C2SP tlog-proof).

It carries the entry's place, the hashes that lead to the root, and the signed checkpoint with that root.
"""

import base64

import msgspec

from academy.record_log.notes import Checkpoint, NoteInvalid, Verifier
from academy.record_log.tree import leaf_hash, root_from_inclusion

_FIRST = "c2sp.org/tlog-proof@v1"


class ProofInvalid(ValueError):
    """The file proves nothing about this entry; `str()` says why."""


class Proof(msgspec.Struct, frozen=True):
    """Where an entry stands, the hashes from it to the root, and the checkpoint, signed, as one text."""

    index: int
    hashes: tuple[bytes, ...]
    note: str

    @property
    def text(self) -> str:
        """The proof as a file."""
        hashes = "".join(f"{base64.b64encode(one).decode()}\n" for one in self.hashes)
        return f"{_FIRST}\nindex {self.index}\n{hashes}\n{self.note}"


def read(text: str) -> Proof:
    """The proof in a file. Raises ProofInvalid."""
    head, found, note = text.partition("\n\n")
    lines = head.split("\n")
    index = lines[1].removeprefix("index ") if found and lines[:1] == [_FIRST] and lines[1:] else ""
    if not (index.isascii() and index.isdecimal()):
        raise ProofInvalid("This is no proof of a log entry.")
    try:
        hashes = tuple(base64.b64decode(line, validate=True) for line in lines[2:])
        return Proof(int(index), hashes, note)
    except ValueError as fault:
        raise ProofInvalid("The proof is damaged: a line of it cannot be read.") from fault


def check(proof: Proof, entry: bytes, verifier: Verifier) -> Checkpoint:
    """The checkpoint under which the log promised this entry. Raises ProofInvalid when it did not."""
    try:
        checkpoint = verifier.checkpoint(proof.note)
        found = root_from_inclusion(leaf_hash(entry), proof.index, checkpoint.size, proof.hashes)
    except NoteInvalid as fault:
        raise ProofInvalid(str(fault)) from fault
    except ValueError as fault:
        raise ProofInvalid("The proof does not fit the place of the entry.") from fault
    if found != checkpoint.root:
        raise ProofInvalid("This entry is not the one that stands in the log.")
    return checkpoint
