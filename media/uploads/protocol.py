"""What the headers of tus 1.0 say, as pure functions."""

import base64
import re

import msgspec

from academy.errors import Conflict, Invalid, Refusal

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
PIECE_TYPE = "application/offset+octet-stream"
_NAME_LENGTH = 255


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


class NoSpace(Refusal):
    """The disk could not hold the file and what is made of it."""

    status = 507
    code = "no_space"
    sentence = (
        "The academy's disk is nearly full, so this upload was not started. The help desk knows how to make room."
    )


class OffsetWrong(Conflict):
    """The piece does not begin where the received bytes end; the client asks with HEAD and goes on from there."""

    code = "offset_wrong"
    sentence = "This piece does not follow the bytes received so far. The upload goes on from where it stood."


class Announced(msgspec.Struct, frozen=True):
    """What a client says about a file before sending it."""

    size: int
    name: str
    title: str
    replaces: str
    describes: str


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
        size, name, facts.get("title", "").strip()[:200], facts.get("replaces", ""), facts.get("describes", "")
    )


def too_large(size: int, limit: int) -> str:
    """What to tell somebody whose file exceeds the limit; both in bytes."""
    return f"This file has {_gb(size)}; the academy takes up to {_gb(limit)}. Export it at 1920 x 1080."


def _gb(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 100_000_000 else f"{size / 1e6:.1f} MB"


def parse_metadata(header: str) -> dict[str, str]:
    """Pairs of a key and a value in base 64, separated by commas; raises Invalid when one cannot be read."""
    facts: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, value = pair.partition(" ")
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
    if content_type.partition(";")[0].strip().lower() != PIECE_TYPE:
        raise WrongType()
    if not re.fullmatch(r"\d{1,18}", offset or "", re.ASCII) or int(offset or 0) != received:
        raise OffsetWrong(received=received)
