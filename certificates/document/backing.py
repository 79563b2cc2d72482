"""What stands behind a certificate and is carried inside its file: the credential, and the proof that it was logged."""

from hashlib import sha256

import msgspec


class Backing(msgspec.Struct, frozen=True, kw_only=True):
    """The credential in its exact bytes, its entry in the record log with what opens it, the proof, and the place."""

    credential: bytes
    log_entry: bytes
    log_proof: bytes
    log_place: int

    @property
    def digest(self) -> str:
        """SHA-256 of the credential in hexadecimal: what is printed, and what the log keeps."""
        return sha256(self.credential).hexdigest()
