"""The certificate's typefaces: made once from the packages at set-up, then read as plain TrueType files.

Browser packages cut a typeface into subsets of one name, which mixes up widths in a PDF; here they are merged again.
The variable cut gives the display faces, whose fine strokes at large sizes make the page look engraved. The merged
faces get names of our own, because the license reserves the original ones for unaltered files.
"""

import hashlib
import json
import os
import tempfile
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import msgspec
from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from certificates.document.drawing import number

Matrix = tuple[float, float, float, float, float, float]

SUBSETS = ("latin", "latin-ext", "vietnamese")
# Raise it when the way of making a face changes; the faces themselves and the package versions are noticed anyway.
_RECIPE = "3"
_STAMP = "built.txt"
_TWINS = {0x02BB: 0x2018}
"""Letters that the packages lack and that look like one they have: the Hawaiian okina is a turned comma."""


class Face(msgspec.Struct, frozen=True):
    """One face to make: `source` is the npm file's path with `{}` for the subset, `axes` pins a variable cut."""

    file: str
    family: str
    weight: int
    source: str
    italic: bool = False
    axes: tuple[tuple[str, float], ...] = ()


_SERIF = "@fontsource/source-serif-4/files/source-serif-4-{}-"
_VARIABLE = "@fontsource-variable/source-serif-4/files/source-serif-4-{}-opsz-"
_SANS = "@fontsource/public-sans/files/public-sans-{}-"
_MONO = "@fontsource/roboto-mono/files/roboto-mono-{}-"

_LARGE = (("opsz", 60.0),)

DISPLAY = Face("display-400.ttf", "Academy Display", 400, f"{_VARIABLE}normal.woff2", axes=(("wght", 400.0), *_LARGE))
NAME = Face("display-600.ttf", "Academy Display", 600, f"{_VARIABLE}normal.woff2", axes=(("wght", 600.0), *_LARGE))
HAND = Face(
    "display-400-italic.ttf",
    "Academy Display",
    400,
    f"{_VARIABLE}italic.woff2",
    italic=True,
    axes=(("wght", 400.0), *_LARGE),
)
SERIF = Face("serif-600.ttf", "Academy Serif", 600, f"{_SERIF}600-normal.woff2")
ITALIC = Face("serif-400-italic.ttf", "Academy Serif", 400, f"{_SERIF}400-italic.woff2", italic=True)
SANS = Face("sans-400.ttf", "Academy Sans", 400, f"{_SANS}400-normal.woff2")
SANS_BOLD = Face("sans-600.ttf", "Academy Sans", 600, f"{_SANS}600-normal.woff2")
SANS_HEAVY = Face("sans-700.ttf", "Academy Sans", 700, f"{_SANS}700-normal.woff2")
MONO = Face("mono-500.ttf", "Academy Mono", 500, f"{_MONO}500-normal.woff2")
FACES = (DISPLAY, NAME, HAND, SERIF, ITALIC, SANS, SANS_BOLD, SANS_HEAVY, MONO)


def build_fonts(node_modules: Path, into: Path) -> None:
    """Make all faces from the npm packages in `node_modules`. A second call with the same packages does nothing.

    Raises FileNotFoundError naming the missing file when a package is not installed.
    """
    stamp = _stamp(node_modules)
    if _built(into) == stamp:
        return
    into.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        _replace(into / face.file, _make(face, node_modules))
    _replace(into / _STAMP, stamp.encode("ascii"))


def missing_glyphs(text: str, fonts: Path) -> set[str]:
    """The characters of `text` the certificate cannot print. Not empty: ask for the name in Latin letters."""
    return set(unicodedata.normalize("NFC", text)) - _covered(fonts)


def letters(fonts: Path) -> frozenset[str]:
    """Every character that all faces hold."""
    return frozenset(_covered(fonts))


def width(text: str, face: Face, size: float, fonts: Path) -> float:
    """How wide the text runs in points, by the font's own advances; kerning only makes it a little narrower."""
    return _run(text, face.file, fonts) * size


@lru_cache(maxsize=4096)
def _run(text: str, file: str, fonts: Path) -> float:
    """How wide the text runs, in ems: what stands on all papers of a class is measured once."""
    advances, units = _advances(fonts / file)
    return sum(advances.get(letter, units) for letter in text) / units


def glyph_path(letter: str, face: Face, fonts: Path, place: Matrix) -> str:
    """The outline of one letter, moved by an affine matrix, as an SVG path of absolute cubic segments."""
    font = _opened(fonts / face.file)
    glyphs = font.getGlyphSet()
    pen = CubicPen(glyphs)
    glyphs[font.getBestCmap()[ord(letter)]].draw(TransformPen(pen, place))
    return pen.path


def units_per_em(face: Face, fonts: Path) -> int:
    """The size of the grid the face's outlines are drawn on."""
    return int(_opened(fonts / face.file)["head"].unitsPerEm)


def _stamp(node_modules: Path) -> str:
    packages = {"/".join(face.source.split("/")[:2]) for face in FACES}
    manifests = [json.loads((node_modules / package / "package.json").read_bytes()) for package in sorted(packages)]
    made_of = (_RECIPE, FACES, [(manifest["name"], manifest["version"]) for manifest in manifests])
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


def _built(into: Path) -> str:
    stamp = into / _STAMP
    return stamp.read_text("ascii") if stamp.exists() else ""


def _make(face: Face, node_modules: Path) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        parts = [Path(scratch) / f"{subset}.ttf" for subset in SUBSETS]
        for subset, part in zip(SUBSETS, parts, strict=True):
            _unpack(node_modules / face.source.format(subset), face, part)
        from fontTools.merge import Merger  # only making faces needs it, and it loads slowly

        merged = Merger().merge([str(part) for part in parts])
        _rename(merged, face)
        _add_twins(merged)
        # The dates of the source: a face must be the same bytes whenever and wherever it is made.
        merged.recalcTimestamp = False
        merged["head"].created = merged["head"].modified = TTFont(parts[0])["head"].created
        merged.save(parts[0])
        return parts[0].read_bytes()


def _unpack(source: Path, face: Face, target: Path) -> None:
    font = TTFont(source, recalcTimestamp=False)
    if face.axes:
        from fontTools.varLib.instancer import instantiateVariableFont  # as above

        font = instantiateVariableFont(font, dict(face.axes))
    font.flavor = None
    font.save(target)


def _rename(font: TTFont, face: Face) -> None:
    style = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}[face.weight] + (" Italic" * face.italic)
    names = {1: face.family, 2: style, 3: f"{face.family} {style}", 4: f"{face.family} {style}"}
    names[6] = names[4].replace(" ", "")
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 5, 13, 14)]
    for name_id, value in names.items():
        table.setName(value, name_id, 3, 1, 0x409)


def _add_twins(font: TTFont) -> None:
    # As a letter of its own in the font, so that it is copied and read aloud as what it is.
    for table in font["cmap"].tables:
        for letter, twin in _TWINS.items():
            if table.isUnicode() and twin in table.cmap:
                table.cmap.setdefault(letter, table.cmap[twin])


def _replace(target: Path, content: bytes) -> None:
    # Another process may be reading or making the same file: readers see the old one or the new one, never half of it.
    handle, draft = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(draft).chmod(0o644)
    Path(draft).replace(target)


@cache
def _opened(path: Path) -> TTFont:
    return TTFont(path)


@cache
def _advances(path: Path) -> tuple[dict[str, int], int]:
    font = _opened(path)
    metrics = font["hmtx"].metrics
    return {chr(code): metrics[glyph][0] for code, glyph in font.getBestCmap().items()}, int(font["head"].unitsPerEm)


@cache
def _covered(fonts: Path) -> set[str]:
    return set.intersection(*(set(_advances(fonts / face.file)[0]) for face in FACES))


class CubicPen(BasePen):  # type: ignore[misc]
    """Writes outlines in the segments a Drawing knows; the base class raises TrueType's curves to cubics."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self._parts: list[str] = []

    @property
    def path(self) -> str:
        return " ".join(self._parts)

    # The capitals below are fontTools' own names for what a pen must know.
    def _write(self, command: str, *points: tuple[float, float]) -> None:
        self._parts.append(" ".join([command, *(f"{number(x)} {number(y)}" for x, y in points)]))

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._write("M", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._write("L", pt)

    def _curveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]) -> None:  # noqa: N802
        self._write("C", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self._write("Z")
