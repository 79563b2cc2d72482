"""Line art in the smallest vocabulary that is enough: filled and stroked outlines. Kept as SVG, drawn as PDF operators.

A renderer that walks an SVG for every document spends most of its time there; operators are made once and reused.
"""

import re
from collections.abc import Iterable
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import msgspec

_NUMBER = r"-?[\d.]+"
_SEGMENT = re.compile(rf"([ML]) ({_NUMBER} {_NUMBER})|(C) ({_NUMBER}(?: {_NUMBER}){{5}})|(Z)")


class Outline(msgspec.Struct, frozen=True):
    """One shape. `path` knows only absolute M, L, C and Z; colors are `#rrggbb`; `width` is the stroke's, in points.

    With `even_odd` the inner rings of the path are holes, whichever way round they run.
    """

    path: str
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    even_odd: bool = False


class Drawing(msgspec.Struct, frozen=True):
    """Outlines painted in order on an area of points, the origin at the top left."""

    width: float
    height: float
    outlines: tuple[Outline, ...]


def number(value: float) -> str:
    """A coordinate to a hundredth of a point, finer than any printer; the same text on every machine."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def to_svg(drawing: Drawing) -> str:
    """The drawing as a file that a browser shows and `from_svg` reads back without loss."""
    size = f'width="{number(drawing.width)}" height="{number(drawing.height)}"'
    box = f'viewBox="0 0 {number(drawing.width)} {number(drawing.height)}"'
    shapes = "\n".join(_path_element(outline) for outline in drawing.outlines)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box}>\n{shapes}\n</svg>\n'


def from_svg(text: str) -> Drawing:
    """Read what `to_svg` wrote. Art comes from our own design folders, so anything else is a ValueError or KeyError."""
    root = ElementTree.fromstring(text)  # noqa: S314 - a file of our own source tree
    return Drawing(float(root.attrib["width"]), float(root.attrib["height"]), tuple(map(_read_outline, root)))


def to_operators(drawing: Drawing) -> bytes:
    """The drawing as a PDF content stream, in its own coordinates (y downward)."""
    return "\n".join(line for outline in drawing.outlines for line in _operators(outline)).encode("ascii")


def _path_element(outline: Outline) -> str:
    attributes = {"fill": outline.fill or "none"}
    if outline.stroke:
        attributes |= {"stroke": outline.stroke, "stroke-width": number(outline.width)}
    if outline.even_odd:
        attributes["fill-rule"] = "evenodd"
    attributes["d"] = outline.path
    return f"<path {' '.join(f'{key}={quoteattr(value)}' for key, value in attributes.items())}/>"


def _read_outline(element: ElementTree.Element) -> Outline:
    fill = element.attrib["fill"]
    return Outline(
        path=element.attrib["d"],
        fill="" if fill == "none" else fill,
        stroke=element.get("stroke", ""),
        width=float(element.get("stroke-width", "1")),
        even_odd=element.get("fill-rule") == "evenodd",
    )


def _operators(outline: Outline) -> Iterable[str]:
    if outline.fill:
        yield f"{_rgb(outline.fill)} rg"
    if outline.stroke:
        yield f"{_rgb(outline.stroke)} RG {number(outline.width)} w 1 j"
    yield from _segments(outline.path)
    yield _paint(outline)


def _segments(path: str) -> Iterable[str]:
    for straight, to, curve, through, close in _SEGMENT.findall(path):
        yield "h" if close else f"{to or through} {(straight or curve).lower()}"


def _paint(outline: Outline) -> str:
    filled = "f*" if outline.even_odd else "f"
    both = "B*" if outline.even_odd else "B"
    if outline.fill and outline.stroke:
        return both
    return filled if outline.fill else "S"


def _rgb(color: str) -> str:
    return " ".join(f"{int(color[start : start + 2], 16) / 255:.4f}".rstrip("0").rstrip(".") for start in (1, 3, 5))
