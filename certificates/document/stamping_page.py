"""The page of a template: which of its lines change from certificate to certificate, and setting those anew."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from academy.papers.lines import Line, Setter, Typeface
from certificates.document.fonts import FACES
from certificates.document.stamping_file import stream_of

PIXEL: Final = 0.75
"""In points."""
_WRITTEN: Final = re.compile(
    r"BT\n1 0 0 -1 (?P<x>\S+) (?P<y>\S+) Tm\n/(?P<font>\w+) \S+ Tf\n(?P<shown>(?:\[.*\] TJ\n?)+)\nET\n"
)
_GLYPHS: Final = re.compile(r"<([0-9a-f]+)>")
_MAPPED: Final = re.compile(r"^<([0-9a-f]{4})> <([0-9a-f]+)>$", re.MULTILINE)
_STYLES: Final = {400: "", 500: "-Medium", 600: "-Semi-Bold", 700: "-Bold"}

Key = tuple[str, int]
"""A setting's name and which of its lines."""


class BeyondCharset(Exception):
    """A line needs a letter, or a joined pair of letters, that the template's fonts do not hold."""


class Font(msgspec.Struct, frozen=True):
    """A font of the template: its name on the page, its face, and the text of each glyph that is in the file."""

    name: str
    face: Typeface
    letters: Mapping[str, str]

    def text(self, shown: Iterable[str]) -> str:
        """The text of some glyphs. Raises BeyondCharset."""
        codes = "".join(code for part in shown for code in _GLYPHS.findall(part))
        try:
            return "".join(self.letters[codes[at : at + 4]] for at in range(0, len(codes), 4))
        except KeyError:
            raise BeyondCharset() from None


class Slot(msgspec.Struct, frozen=True):
    """Where a changing line stands: the point that stays, the share of the line left of it, its middle's height."""

    key: Key
    font: Font
    anchor: float
    share: float
    middle: float

    def written(self, text: str, points: float, setter: Setter) -> str:
        """The operators of another text in its place. Raises BeyondCharset."""
        line = setter.line(text, self.font.face, points / PIXEL)
        if line.font != self.font.name or self.font.text(line.shown) != text:
            raise BeyondCharset()
        return line.operators(self.anchor - line.width * self.share, self.middle + line.sink)


class PageFrame(msgspec.Struct, frozen=True):
    """A page's operators, cut at its changing lines."""

    parts: tuple[str | Slot, ...]

    def filled(self, lines: Mapping[Key, tuple[str, float]], setter: Setter) -> bytes:
        """The operators with these texts, each with its size in points. Raises BeyondCharset."""
        written = (part if isinstance(part, str) else part.written(*lines[part.key], setter) for part in self.parts)
        return "".join(written).encode("ascii")


class Wanted(msgspec.Struct, frozen=True):
    """A line to look for: its text in the template, its size in points, and the share of it left of its fixed point."""

    key: Key
    text: str
    points: float
    share: float


def cut(
    content: str, wanted: Sequence[Wanted], fonts: Mapping[str, Font], setter: Setter, *, spare: Sequence[str]
) -> PageFrame:
    """Cut a page at the lines that are wanted, and leave out what was printed only to bring letters: `spare`.

    Raises ValueError when a wanted line does not stand on the page, or not in the face it is set in here.
    """
    missing = {line.text: line for line in wanted}
    begins = tuple(text.strip()[:12] for text in spare)
    parts: list[str | Slot] = []
    at = 0
    for match in _WRITTEN.finditer(content):
        font = fonts[match["font"]]
        text = font.text(match["shown"].splitlines()).strip()
        if text in missing:
            slot = _slot(missing.pop(text), match, font, setter)
            parts += [f"{content[at : match.start()]}BT\n", slot]
            at = match.end() - len("\nET\n")
        elif text.startswith(begins):
            parts.append(content[at : match.start()])
            at = match.end()
    if missing:
        raise ValueError(f"not found on the page: {sorted(missing)}")
    return PageFrame((*parts, content[at:]))


def fonts_of(objects: Mapping[int, bytes]) -> dict[str, Font]:
    """The fonts of a printed file by their names on the page."""
    faces = {_base_font(face): face for face in (Typeface(one.family, one.weight, one.italic) for one in FACES)}
    found = {}
    for body in objects.values():
        if named := re.search(rb"/Subtype /Type0/BaseFont /(\w+)\+([\w-]+)/ToUnicode (\d+) 0 R", body):
            name, base, mapping = named[1].decode(), named[2].decode(), objects[int(named[3])]
            found[name] = Font(name, faces[base], dict(_letters(mapping)))
    return found


def _slot(wanted: Wanted, match: re.Match[str], font: Font, setter: Setter) -> Slot:
    line = setter.line(wanted.text, font.face, wanted.points / PIXEL)
    _require_same(line, match)
    x, y = float(match["x"]), float(match["y"])
    return Slot(wanted.key, font, x + line.width * wanted.share, wanted.share, y - line.sink)


def _require_same(line: Line, match: re.Match[str]) -> None:
    # The kerning between the glyphs may differ by a thousandth of the size: it is rounded at the first letter met.
    ours, theirs = _GLYPHS.findall("".join(line.shown)), _GLYPHS.findall(match["shown"])
    if "".join(ours) != "".join(theirs):
        raise ValueError(f"set otherwise than on the page: {ours} and {theirs}")


def _base_font(face: Typeface) -> str:
    return face.family.replace(" ", "-") + _STYLES[face.weight] + "-Italic" * face.italic


def _letters(mapping: bytes) -> Iterator[tuple[str, str]]:
    _, content = stream_of(mapping)
    for glyph, text in _MAPPED.findall(content.decode("ascii")):
        yield glyph, bytes.fromhex(text).decode("utf-16-be")
