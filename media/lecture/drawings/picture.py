"""A diagram as one SVG with its words in it, for pages: no slide, no style sheet and nothing loaded from elsewhere."""

import html
from collections.abc import Sequence
from typing import Final

import msgspec

from media.lecture.drawings.canvas import LINE, WIDTH, Drawing, Label
from media.lecture.drawings.fitting import broken, sizes_of
from media.lecture.palette import INK, PAPER, Accent, colored

_ANCHORS: Final = {"start": ("start", 0.0), "middle": ("middle", 0.5), "end": ("end", 1.0)}
_STANDS: Final = {"top": 0.0, "center": 0.5, "bottom": 1.0}


class Picture(msgspec.Struct, frozen=True):
    """What stands inside an `<svg>` with a view box of this width and height."""

    width: int
    height: int
    inside: str


def pictured(drawing: Drawing, accent: Accent, *, cut: int) -> Picture:
    """cut: how much of the drawing's width is shown, in thousandths; words that begin beyond it are left out."""
    width = WIDTH * cut // 1000
    sizes = sizes_of(drawing.labels)
    shown = [label for label in drawing.labels if label.place[0] < width]
    words = "".join(_words(label, min(sizes[label.group], label.largest)) for label in shown)
    return Picture(width, drawing.height, colored(drawing.shapes, accent) + words)


def _words(label: Label, size: int) -> str:
    left, top, width, height = label.place
    anchor, across = _ANCHORS[label.align]
    lines = broken(label.text, width, size)
    # A page may show another typeface than the one that was measured: a little room is left for it.
    size = size * 9 // 10
    step = size * LINE
    # The baseline of the first line: its letters stand about four fifths of their size above it.
    first = top + (height - len(lines) * step) * _STANDS[label.stand] + (step + size * 0.62) / 2
    spans = "".join(
        f'<tspan x="{left + width * across:g}" y="{first + step * place:.1f}">{html.escape(line)}</tspan>'
        for place, line in enumerate(lines)
    )
    fill = PAPER if "light" in label.look else INK
    return f'<text text-anchor="{anchor}" font-size="{size}" font-weight="600" fill="{fill}">{spans}</text>'


def picture_parts(text: str) -> tuple[str, Sequence[str]]:
    """A diagram as authors write it: its name on the first line, then one item a line."""
    name, *items = text.strip().split("\n")
    return name.strip(), [item.strip() for item in items if item.strip()]
