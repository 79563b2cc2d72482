"""What a template says outside its page (title, number, check address, dates, attached files), and saying it anew."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, Protocol
from xml.sax.saxutils import escape

import msgspec

from certificates.document.stamping_file import changed, stream, stream_of

_STRING: Final = re.compile(rb"\(((?:\\.|[^\\()])*)\)|(?<!<)<(feff[0-9a-f]*)>")
_FILE: Final = re.compile(rb"/Type /Filespec/F \(([^()]*)\).*?/EF <</F (\d+) 0 R>>")

Words = tuple[str, ...]
"""What changes, always in the same order."""


class WordFrame(msgspec.Struct, frozen=True):
    """An object cut into what stays, as bytes, and texts that hold the stand-in's words; or its XMP packet."""

    parts: tuple[bytes | str, ...]
    old: Words
    packet: bytes = b""

    def filled(self, words: Words) -> bytes:
        """The object with these words. With a packet the parts are its content, in XML."""
        if self.packet:
            escaped = tuple(map(escape, words))
            return stream(self.packet, b"".join(self._said(part, escaped).encode() for part in self.parts))
        return b"".join(part if isinstance(part, bytes) else string(self._said(part, words)) for part in self.parts)

    def _said(self, part: bytes | str, words: Words) -> str:
        text = part.decode() if isinstance(part, bytes) else part
        for old, new in zip(self.old, words, strict=True):
            text = text.replace(old, new)
        return text


class AttachedFile(Protocol):
    """As much of an attachment as changes from certificate to certificate."""

    @property
    def name(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def made_at(self) -> datetime: ...


class FileFrame(msgspec.Struct, frozen=True):
    """An attached file's place in the template."""

    number: int
    head: bytes

    def filled(self, file: AttachedFile) -> bytes:
        """The stream of another file of the same name and type."""
        made = string(file.made_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ"))
        digest = hashlib.md5(file.content, usedforsecurity=False).hexdigest().encode()
        head = changed(self.head, "CheckSum", b"<%s>" % digest)
        head = changed(changed(head, "CreationDate", made), "ModDate", made)
        return stream(changed(head, "Size", b"%d" % len(file.content)), file.content)


def words_of(objects: Mapping[int, bytes], old: Words) -> dict[int, WordFrame]:
    """The objects that say one of the stand-in's words, each cut there."""
    frames = {}
    for number, body in objects.items():
        if not body.endswith(b"endstream"):
            parts = _cut(body, old)
            if len(parts) > 1:
                frames[number] = WordFrame(parts, old)
        elif b"/Type /Metadata" in body[:80]:
            head, packet = stream_of(body)
            frames[number] = WordFrame((packet.decode(),), old, head)
    return frames


def files_of(objects: Mapping[int, bytes]) -> dict[str, FileFrame]:
    """The attached files of a printed file by name."""
    listed = (match for body in objects.values() if (match := _FILE.search(body)))
    found = {match[1].decode("ascii"): int(match[2]) for match in listed}
    return {name: FileFrame(number, stream_of(objects[number])[0]) for name, number in found.items()}


def string(text: str) -> bytes:
    """A text as PDF writes it: plain where ASCII is enough."""
    if text.isascii():
        return b"(%s)" % re.sub(rb"([\\()])", rb"\\\1", text.encode("ascii"))
    return b"<feff%s>" % text.encode("utf-16-be").hex().encode()


def _cut(body: bytes, old: Words) -> tuple[bytes | str, ...]:
    parts: list[bytes | str] = []
    at = 0
    for match in _STRING.finditer(body):
        text = _text(match)
        if any(word in text for word in old):
            parts += [body[at : match.start()], text]
            at = match.end()
    return (*parts, body[at:])


def _text(match: re.Match[bytes]) -> str:
    if match[2] is not None:
        return bytes.fromhex(match[2].decode())[2:].decode("utf-16-be")
    return re.sub(rb"\\(.)", rb"\1", match[1]).decode("ascii")
