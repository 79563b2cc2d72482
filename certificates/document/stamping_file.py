"""The objects of a PDF that our press printed, and writing them again with some of them changed.

Not a reader for any PDF: it knows the one shape our typesetter writes (every plain object in one object stream, one
cross-reference stream, no generation but 0).
"""

import hashlib
import re
import zlib
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import msgspec

_HEADER: Final = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_STREAM: Final = re.compile(rb"(<<.*?>>)\nstream\n(.*)\nendstream", re.DOTALL)
_TRAILER: Final = re.compile(
    rb"/W \[1 (\d+) (\d+)\]/Size (\d+)/Root (\d+ 0 R)/Info (\d+ 0 R).*?/Length (\d+)>>\nstream\n"
)


class Printed(msgspec.Struct, frozen=True):
    """All objects by number, bare of "1 0 obj" and "endobj". The last two numbers belong to the file's own tables."""

    objects: Mapping[int, bytes]
    size: int
    root: bytes
    info: bytes


def read(pdf: bytes) -> Printed:
    """Take a printed file apart. Raises ValueError for a file of another shape."""
    begin = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    trailer = _TRAILER.search(pdf, begin)
    if trailer is None:
        raise ValueError("not printed by our press")
    *widths, size = (int(trailer[group]) for group in (1, 2, 3))
    table = zlib.decompress(pdf[trailer.end() : trailer.end() + int(trailer[6])])
    offsets = _offsets(table, widths)
    ends = dict(pairwise(sorted([*offsets.values(), begin])))
    bodies = {number: _bare(pdf[offset : ends[offset]]) for number, offset in offsets.items() if offset < begin}
    inside = _unpacked(bodies.pop(max(bodies)))
    return Printed(bodies | inside, size, trailer[4], trailer[5])


def stream_of(body: bytes) -> tuple[bytes, bytes]:
    """The dictionary of a stream and its content, inflated if it was deflated. Raises ValueError for what is none."""
    match = _STREAM.fullmatch(body)
    if match is None:
        raise ValueError("not a stream")
    return match[1], zlib.decompress(match[2]) if b"/FlateDecode" in match[1] else match[2]


def stream(dictionary: bytes, content: bytes) -> bytes:
    """The stream with exactly this content, deflated if its dictionary says so, and with the right length."""
    data = zlib.compress(content) if b"/FlateDecode" in dictionary else content
    return b"%s\nstream\n%s\nendstream" % (changed(dictionary, "Length", b"%d" % len(data)), data)


def drawn(dictionary: bytes, content: bytes) -> bytes:
    """A stream of PDF's own syntax, in which white space at the end means nothing.

    A young validator takes a last byte that is a line end for the one that follows the data: a blank moves it.
    """
    body = stream(dictionary, content)
    return drawn(dictionary, content + b"\n") if body.endswith((b"\r\nendstream", b"\n\nendstream")) else body


def changed(dictionary: bytes, key: str, value: bytes) -> bytes:
    """The dictionary with another number, string or array of numbers under `key`, which is there already."""
    old = rb"/%s (?:-?\d+|\[[^\]]*\]|\([^()]*\)|<[0-9a-f]*>)" % key.encode()
    return re.sub(old, lambda _: b"/%s %s" % (key.encode(), value), dictionary, count=1)


class Frame:
    """A file of which some objects change from copy to copy; all others are written once, when the frame is made."""

    def __init__(self, printed: Printed, changing: set[int]) -> None:
        self._printed = printed
        # The table of plain objects and the table of places keep the last two numbers.
        self._packed = printed.size - 2
        self._rows = {0: (0, 0, 0)}
        fixed = {number: body for number, body in printed.objects.items() if number not in changing}
        plain = {number: body for number, body in fixed.items() if not body.endswith(b"endstream")}
        streams = {number: body for number, body in fixed.items() if number not in plain}
        streams[self._packed] = _pack(plain)
        self._head = self._laid(_HEADER, streams, self._rows)
        self._rows |= {number: (2, self._packed, index) for index, number in enumerate(plain)}
        self._print = hashlib.sha256(self._head).digest()

    def filled(self, objects: Mapping[int, bytes]) -> bytes:
        """The file with these objects in place of the changing ones; the same objects make the same bytes."""
        rows = dict(self._rows)
        whole = self._laid(self._head, objects, rows)
        begin = len(whole)
        rows[self._printed.size - 1] = (1, begin, 0)
        table = b"".join(_row(rows.get(number, (0, 0, 0))) for number in range(self._printed.size))
        digest = hashlib.sha256(self._print + b"".join(objects.values())).hexdigest()[:32].encode()
        trailer = b"<</Type /XRef/W [1 4 2]/Size %d/Root %s/Info %s/ID [(%s) (%s)]/Filter /FlateDecode/Length 0>>" % (
            *(self._printed.size, self._printed.root, self._printed.info),
            *(digest, digest),
        )
        last = b"%d 0 obj\n%s\nendobj\n" % (self._printed.size - 1, stream(trailer, table))
        return b"%s%sstartxref\n%d\n%%%%EOF\n" % (whole, last, begin)

    @staticmethod
    def _laid(head: bytes, objects: Mapping[int, bytes], rows: dict[int, tuple[int, int, int]]) -> bytes:
        """The head with objects after it; where each begins goes into `rows`."""
        parts, at = [head], len(head)
        for number, body in objects.items():
            rows[number] = (1, at, 0)
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
            at += len(parts[-1])
        return b"".join(parts)


def _offsets(table: bytes, widths: list[int]) -> dict[int, int]:
    """Where each object with a place of its own begins."""
    place, index = widths
    rows = (table[at : at + 1 + place + index] for at in range(0, len(table), 1 + place + index))
    return {number: int.from_bytes(row[1 : 1 + place]) for number, row in enumerate(rows) if row[0] == 1}


def _bare(object_: bytes) -> bytes:
    return object_[object_.index(b"obj\n") + 4 : object_.rindex(b"\nendobj")]


def _unpacked(body: bytes) -> dict[int, bytes]:
    dictionary, content = stream_of(body)
    first = re.search(rb"/Type /ObjStm/N \d+/First (\d+)", dictionary)
    if first is None:
        raise ValueError("not printed by our press")
    start = int(first[1])
    places = list(map(int, content[:start].split()))
    begins = [*places[1::2], len(content) - start + 1]
    spans = zip(places[::2], pairwise(begins), strict=True)
    return {number: content[start + begin : start + end - 1] for number, (begin, end) in spans}


def _pack(objects: Mapping[int, bytes]) -> bytes:
    places, at = [], 0
    for number, body in objects.items():
        places.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(places) + b"\n"
    dictionary = b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode/Length 0>>" % (len(objects), len(head))
    return drawn(dictionary, head + b"\n".join(objects.values()))


def _row(row: tuple[int, int, int]) -> bytes:
    kind, place, index = row
    return kind.to_bytes(1) + place.to_bytes(4) + index.to_bytes(2)
