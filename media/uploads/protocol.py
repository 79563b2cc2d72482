"""What the headers of tus 1.0 say, as pure functions."""

import base64
import hashlib
import re

import msgspec

from academy.errors import Conflict, Invalid, Refusal
from media.rules.room import shown

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
PIECE_TYPE = "application/offset+octet-stream"
CHECKSUMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
"""The protocol demands sha1; it finds lines that garble, and protects against nobody."""
_NAME_LENGTH = 255
_METADATA_LENGTH = 4000


class TooLarge(Refusal):
    """More bytes than the academy takes, or than were announced."""

    status = 413
    code = "upload_too_large"


class WrongVersion(Refusal):
    """The client speaks another version of the protocol."""

    status = 412
    code = "tus_version"
    sentence = "This address speaks tus 1.0.0. Send the header Tus-Resumable: 1.0.0."


class WrongType(Refusal):
    """A piece that is not marked as one."""

    status = 415
    code = "tus_content_type"
    sentence = f"Pieces of a file are sent with Content-Type: {PIECE_TYPE}."


class OffsetWrong(Conflict):
    """The piece does not begin where the received bytes end; the client asks with HEAD and goes on from there."""

    code = "offset_wrong"
    sentence = "This piece does not follow the bytes received so far. The upload goes on from where it stood."


class UnknownChecksum(Refusal):
    """A checksum that cannot be read, or of a kind we do not compute."""

    code = "tus_checksum"
    sentence = f"Upload-Checksum is one of {', '.join(CHECKSUMS)} and the digest in base 64."


class ChecksumWrong(Refusal):
    """The piece changed on its way; nothing of it is kept and the client sends it again."""

    status = 460
    code = "checksum_wrong"
    sentence = "This piece was damaged on its way and was not kept. It is sent again."


class Checksum(msgspec.Struct, frozen=True):
    """What a client says a piece hashes to."""

    algorithm: str
    digest: bytes


class Announced(msgspec.Struct, frozen=True):
    """What a client says about a file before sending it."""

    size: int
    name: str
    title: str
    replaces: str
    describes: str
    metadata: str


def announced(length: str | None, metadata: str | None, *, limit: int) -> Announced:
    """Read Upload-Length and Upload-Metadata.

    Raises Invalid for headers that cannot be read, TooLarge above `limit` bytes.
    """
    if not re.fullmatch(r"\d{1,18}", length or "", re.ASCII):
        raise Invalid("Say how many bytes will come: Upload-Length.", code="tus_length")
    size = int(length or 0)
    if size > limit:
        raise TooLarge(too_large(size, limit))
    facts = parse_metadata(metadata or "")
    name = plain_name(facts.get("filename", ""))
    return Announced(
        size=size,
        name=name,
        title=facts.get("title", "").strip()[:200],
        replaces=facts.get("replaces", ""),
        describes=facts.get("describes", ""),
        metadata=metadata or "",
    )


def too_large(size: int, limit: int) -> str:
    """What to tell somebody whose file exceeds the limit; both in bytes."""
    return f"This file has {shown(size)}; the academy takes up to {shown(limit)}. Export it at 1920 x 1080."


def parse_metadata(header: str) -> dict[str, str]:
    """Pairs of a key and a value in base 64, separated by commas; keys are unique.

    Raises Invalid when one cannot be read.
    """
    if len(header) > _METADATA_LENGTH:
        raise Invalid("Upload-Metadata is too long.", code="tus_metadata")
    facts: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, value = pair.partition(" ")
        if key in facts:
            raise Invalid(f"Upload-Metadata says {key} twice.", code="tus_metadata")
        try:
            facts[key] = base64.b64decode(value.strip(), validate=True).decode()
        except ValueError as fault:
            raise Invalid(f"Upload-Metadata holds no readable {key}.", code="tus_metadata") from fault
    return facts


def plain_name(name: str) -> str:
    """A file's name for people to read: no folders, no control or direction characters, not longer than our column."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(character for character in last if character.isprintable()).strip()
    return shown[-_NAME_LENGTH:] or "recording"


def check_piece(offset: str | None, content_type: str, *, received: int) -> None:
    """Raise WrongType or OffsetWrong unless the piece may be written after the `received` bytes."""
    if not is_piece(content_type):
        raise WrongType()
    if not re.fullmatch(r"\d{1,18}", offset or "", re.ASCII) or int(offset or 0) != received:
        raise OffsetWrong(received=received)


def checksum_of(header: str | None) -> Checksum | None:
    """Read Upload-Checksum; None when there is none. Raises UnknownChecksum."""
    if header is None:
        return None
    algorithm, _, digest = header.strip().partition(" ")
    if algorithm not in CHECKSUMS:
        raise UnknownChecksum()
    try:
        return Checksum(algorithm, base64.b64decode(digest.strip(), validate=True))
    except ValueError as fault:
        raise UnknownChecksum() from fault


def is_piece(content_type: str) -> bool:
    """Whether a body is a piece of a file."""
    return content_type.partition(";")[0].strip().lower() == PIECE_TYPE


def method_of(method: str, override: str | None) -> str:
    """What is asked: the override where a proxy lets no PATCH or DELETE through.

    Never for methods that promise to change nothing: those pass without a form token.
    """
    return override.strip().upper() if override and method not in {"GET", "HEAD", "OPTIONS"} else method
