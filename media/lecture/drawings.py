"""Diagrams drawn by code: lines as SVG, words as HTML above them so that they wrap and keep the slide's typeface.

All measures are pixels on a slide whose content is WIDTH wide.
"""

import math
from collections.abc import Callable, Sequence
from typing import Final

from media.lecture.markup import inline

WIDTH: Final = 1656
INK: Final = "#14264a"
GOLD: Final = "#a8843a"
PAPER: Final = "#fbfaf5"
MIST: Final = "#e9ecf3"
_BADGE: Final = 36
"""Radius of a numbered badge."""

Shape = tuple[int, str, str]
"""Height, SVG elements, HTML labels."""


def draw(name: str, items: Sequence[str]) -> str:
    """The drawing of this name as HTML; unknown names are numbered steps."""
    height, shapes, labels = _DRAWINGS.get(name, steps)(items)
    svg = f'<svg width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">{shapes}</svg>'
    return f'<div class="figure" style="height:{height}px">{svg}{labels}</div>'


def cycle(items: Sequence[str]) -> Shape:
    """A closed track with numbered stations, clockwise from the top left."""
    top = math.ceil(len(items) / 2)
    upper, lower, inset = 46, 310, 110
    left, right, middle = 18, WIDTH - 18, (upper + lower) // 2
    track = (
        f'<rect x="{left}" y="{upper}" width="{right - left}" height="{lower - upper}" rx="{(lower - upper) // 2}"'
        f' fill="none" stroke="{GOLD}" stroke-width="5"/>'
    )
    arrows = _arrow(right, middle, 90) + _arrow(left, middle, -90)
    back = _along(left + inset, right - inset, len(items) - top, lower)
    places = [*_along(left + inset, right - inset, top, upper), *reversed(back)]
    return 450, track + arrows + _badges(places), _labels(items, places, 1380 // max(1, top))


def _along(left: int, right: int, count: int, y: int) -> list[tuple[int, int]]:
    gap = (right - left) / max(1, count)
    return [(round(left + gap * (place + 0.5)), y) for place in range(count)]


def _badges(places: Sequence[tuple[int, int]]) -> str:
    """Numbered discs, with a rim of paper that parts them from the line they sit on."""
    return "".join(
        f'<circle cx="{x}" cy="{y}" r="{_BADGE}" fill="{INK}" stroke="{PAPER}" stroke-width="10"/>'
        f'<text x="{x}" y="{y + 11}" text-anchor="middle" font-family="Serif Slide, serif" font-weight="600"'
        f' font-size="32" fill="{PAPER}">{number}</text>'
        for number, (x, y) in enumerate(places, start=1)
    )


def _labels(items: Sequence[str], places: Sequence[tuple[int, int]], width: int) -> str:
    return "".join(
        f'<div class="label middle" style="left:{x - width // 2}px;top:{y + _BADGE + 14}px;width:{width}px">'
        f"{inline(item)}</div>"
        for item, (x, y) in zip(items, places, strict=True)
    )


def _arrow(x: int, y: int, turn: int) -> str:
    """A gold arrow head pointing right, turned by so many degrees clockwise."""
    return f'<path d="M-13,-16 L15,0 L-13,16 Z" fill="{GOLD}" transform="translate({x},{y}) rotate({turn})"/>'


def flow(items: Sequence[str]) -> Shape:
    """Boxes from left to right; the last one, where it leads, is filled."""
    gap, height = 64, 300
    width = (WIDTH - gap * (len(items) - 1)) // len(items)
    shapes, labels = "", ""
    for place, item in enumerate(items):
        left, last = place * (width + gap), place == len(items) - 1
        fill, line = (INK, INK) if last else ("#ffffff", GOLD)
        shapes += f'<rect x="{left + 2}" y="2" width="{width - 4}" height="{height - 4}" rx="10" fill="{fill}"'
        shapes += f' stroke="{line}" stroke-width="3"/>'
        shapes += "" if last else _arrow(left + width + gap // 2, height // 2, 0)
        shade = "label box light" if last else "label box"
        labels += f'<div class="{shade}" style="left:{left}px;top:0;width:{width}px;height:{height}px">'
        labels += f"<div>{inline(item)}</div></div>"
    return height, shapes, labels


def rings(items: Sequence[str]) -> Shape:
    """Rings around one point, the first item innermost, each joined to its words at the right."""
    size, x, reach = 460, 330, 225
    shapes, labels = "", ""
    row = size / len(items)
    for place in reversed(range(len(items))):
        radius = round(reach * (place + 1) / len(items))
        level = round(row * (place + 0.5))
        fill = INK if place == 0 else (MIST if place % 2 else "#ffffff")
        shapes += f'<circle cx="{x}" cy="{size // 2}" r="{radius}" fill="{fill}" stroke="{INK}" stroke-width="3"/>'
    for place, item in enumerate(items):
        level = round(row * (place + 0.5))
        edge_x, edge_y = _touch(x, size // 2, reach * (place + 1) / len(items) - 2, level)
        shapes += f'<path d="M{edge_x},{edge_y} L680,{level} H720" fill="none" stroke="{GOLD}" stroke-width="4"/>'
        shapes += f'<circle cx="{edge_x}" cy="{edge_y}" r="8" fill="{GOLD}"/>'
        labels += f'<div class="label ring" style="left:744px;top:{round(row * place)}px;width:{WIDTH - 744}px;'
        labels += f'height:{round(row)}px"><div>{inline(item)}</div></div>'
    return size, shapes, labels


def _touch(x: int, y: int, radius: float, level: int) -> tuple[int, int]:
    """Where a line to the words leaves the ring: as high as they stand, but always on the ring's right half."""
    rise = max(-0.75, min(0.75, (level - y) / 230)) * radius
    return round(x + math.sqrt(radius * radius - rise * rise)), round(y + rise)


def steps(items: Sequence[str]) -> Shape:
    """Numbered badges on one line, words below; more than four stand in two rows."""
    columns = len(items) if len(items) <= 4 else math.ceil(len(items) / 2)
    rows = math.ceil(len(items) / columns)
    column = WIDTH // columns
    places = [(place % columns * column + column // 2, 46 + place // columns * 220) for place in range(len(items))]
    shapes = "".join(
        f'<path d="M{column // 2},{46 + row * 220} H{WIDTH - column // 2}" stroke="{GOLD}" stroke-width="5"/>'
        for row in range(rows)
    )
    return 46 + rows * 220 - 40, shapes + _badges(places), _labels(items, places, column - 48)


_DRAWINGS: Final[dict[str, Callable[[Sequence[str]], Shape]]] = {
    "cgic-cycle": cycle,
    "lead-to-hit": flow,
    "canvass-rings": rings,
}
