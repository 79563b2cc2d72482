"""Art that comes from outside: marks of sites and signatures, taken over outline by outline, so that nothing else is.

A file of ours is drawn with any program; of it only filled shapes in plain colors are kept. No script, link, style
sheet, font, picture or filter can come along, because none of them is read.
"""

import hashlib
import re
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from fontTools.svgLib.path import SVGPath

from academy.errors import Invalid
from certificates.document.drawing import Drawing, Outline, from_svg, to_svg
from certificates.document.engraving.curves import ring
from certificates.document.engraving.letters import line
from certificates.document.fonts import SANS_HEAVY, CubicPen, width

LARGEST: Final = 200_000
"""Bytes of a file, and letters of what is kept of it: art is printed into every certificate."""
MARK = 28.0
"""Side of a site's mark, in points."""
_NAVY, _GOLD = "#1b2f55", "#a8843a"
_SHAPES: Final = {"path", "rect", "circle", "ellipse", "polygon", "polyline"}
_COLOR: Final = re.compile(r"#[0-9a-f]{6}")
_PAIR: Final = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


class ArtRefused(Invalid):
    """An SVG file that cannot be taken over."""

    code = "art_refused"
    sentence = "This drawing cannot be used. Save it as plain SVG: filled paths, colors as #rrggbb, under 200 KB."


def taken_over(svg: bytes) -> Drawing:
    """The filled shapes of an SVG file. Raises ArtRefused for what is too large, no SVG, or holds no shape."""
    if len(svg) > LARGEST or b"<!ENTITY" in svg:
        raise ArtRefused()
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 - entities are refused above
        left, top, wide, high = map(float, root.attrib["viewBox"].replace(",", " ").split())
        drawn = [_outline(element) for element in root.iter() if _name(element) in _SHAPES]
    except (ElementTree.ParseError, KeyError, ValueError):
        raise ArtRefused() from None
    if not drawn or sum(len(outline.path) for outline in drawn) > LARGEST or min(wide, high) <= 0:
        raise ArtRefused()
    return placed(Drawing(wide, high, tuple(drawn)), wide, high, by=(-left, -top))


def placed(drawing: Drawing, wide: float, high: float, *, by: tuple[float, float] = (0, 0)) -> Drawing:
    """The drawing moved, then scaled as large as fits into an area and centered there."""
    scale = min(wide / drawing.width, high / drawing.height)
    left, top = (wide - drawing.width * scale) / 2, (high - drawing.height * scale) / 2

    def moved(match: re.Match[str]) -> str:
        x, y = (float(match[1]) + by[0]) * scale + left, (float(match[2]) + by[1]) * scale + top
        return f"{x:.2f} {y:.2f}"

    outlines = (
        Outline(_PAIR.sub(moved, one.path), one.fill, one.stroke, one.width * scale, one.even_odd)
        for one in drawing.outlines
    )
    return Drawing(wide, high, tuple(outlines))


def monogram(name: str, fonts: Path) -> Drawing:
    """The mark of a site that has none: its initials in a ring."""
    initials = "".join(word[0] for word in name.split() if word[0].isupper())[:3] or name[:1]
    size = (11.0, 9.5, 7.5)[len(initials) - 1]
    extent = width(initials, SANS_HEAVY, size, fonts)
    letters = line(initials, SANS_HEAVY, size, fonts, origin=((MARK - extent) / 2, MARK / 2 + size * 0.355))
    center = (MARK / 2, MARK / 2)
    return Drawing(
        MARK,
        MARK,
        (
            Outline(ring(center, 13.2), fill="#ffffff", stroke=_NAVY, width=1.2),
            Outline(ring(center, 11.4), stroke=_GOLD, width=0.5),
            Outline(letters, fill=_NAVY),
        ),
    )


def keep(drawing: Drawing, fonts: Path) -> str:
    """Keep art beside the fonts under its digest, which certificates name for good; gives the digest."""
    text = to_svg(drawing)
    digest = hashlib.sha256(text.encode()).hexdigest()
    file = art_folder(fonts) / f"{digest}.svg"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".part")
        draft.write_text(text, "utf-8")
        draft.replace(file)
    return digest


def kept(digest: str, fonts: Path) -> Drawing:
    """Art that was kept. Raises FileNotFoundError."""
    return from_svg((art_folder(fonts) / f"{digest}.svg").read_text("utf-8"))


def art_folder(fonts: Path) -> Path:
    """Where art is kept under its digest."""
    return fonts.parent / "certificate-art"


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _outline(element: ElementTree.Element) -> Outline:
    if "transform" in element.attrib:
        raise ValueError("a transformed shape would land elsewhere")
    lone = ElementTree.Element("svg")
    lone.append(element)
    pen = CubicPen(None)
    SVGPath.fromstring(ElementTree.tostring(lone)).draw(pen)
    fill = element.get("fill", "#000000").lower()
    if not _COLOR.fullmatch(fill) or not pen.path:
        raise ValueError(f"no plain color: {fill}")
    return Outline(pen.path, fill=fill, even_odd=element.get("fill-rule") == "evenodd")
