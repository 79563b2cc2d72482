"""What drawings are made of: lines and areas as SVG, and labels, which HTML sets above them in the slide's typeface.

All measures are pixels on a slide whose content is WIDTH wide. Shapes name the course's color as ACCENT and TINT; the
slide puts the real ones in.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from media.lecture.palette import ACCENT, INK, PAPER, TINT, WHITE

WIDTH: Final = 1656
HEIGHT: Final = 460
"""No drawing is higher, so that it fits under a title of two lines."""
LINE: Final = 1.2
"""Height of a line of words, in sizes."""
_YELLOW: Final = "#f0c33c"
_BADGE: Final = 34
"""Radius of a numbered badge."""

Place = tuple[int, int, int, int]
"""Left, top, width, height."""
Point = tuple[int, int]


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """Words in a box, as large as its group allows. They wrap in the box and never leave it."""

    text: str
    place: Place
    group: str = ""
    align: str = "middle"
    """start, middle or end of the box, across."""
    stand: str = "center"
    """top, center or bottom of the box."""
    look: str = ""
    """light: on dark ground. serif: in the typeface of titles."""
    largest: int = 44

    @property
    def width(self) -> int:
        return self.place[2]

    @property
    def height(self) -> int:
        return self.place[3]


class Drawing(msgspec.Struct, frozen=True):
    """A finished drawing, at most HEIGHT high."""

    height: int
    shapes: str
    labels: tuple[Label, ...]


def halves(item: str) -> tuple[str, str]:
    """What stands before and after the bar of an item such as `21:40 | First call`."""
    first, _, second = item.partition("|")
    return first.strip(), second.strip()


def thirds(item: str) -> tuple[str, str, str]:
    """The three parts of an item with two bars."""
    first, rest = halves(item)
    return first, *halves(rest)


def inner(place: Place, across: int, down: int = 8) -> Place:
    """The place without a margin on its sides."""
    left, top, width, height = place
    return left + across, top + down, width - 2 * across, height - 2 * down


def shared(count: int, gap: int, *, over: int = WIDTH, start: int = 0) -> list[tuple[int, int]]:
    """Left edges and widths of so many equal columns."""
    width = (over - gap * (count - 1)) // count
    return [(start + place * (width + gap), width) for place in range(count)]


def box(place: Place, *, fill: str = WHITE, line: str = ACCENT, stroke: int = 3, radius: int = 10) -> str:
    """A box whose line lies inside of its place."""
    left, top, width, height = place
    half = stroke / 2
    return (
        f'<rect x="{left + half}" y="{top + half}" width="{width - stroke}" height="{height - stroke}" rx="{radius}"'
        f' fill="{fill}" stroke="{line}" stroke-width="{stroke}"/>'
    )


def area(place: Place, fill: str) -> str:
    """A plain ground without a line."""
    left, top, width, height = place
    return f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{fill}"/>'


def path(steps: str, *, line: str = INK, stroke: int = 4, fill: str = "none", dash: str = "") -> str:
    """A line or an outline, in the words of SVG paths."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{steps}" fill="{fill}" stroke="{line}" stroke-width="{stroke}" stroke-linejoin="round"'
        f' stroke-linecap="round"{dashes}/>'
    )


def disc(at: Point, radius: int, *, fill: str = INK, line: str = PAPER, stroke: int = 0) -> str:
    """A filled circle."""
    return f'<circle cx="{at[0]}" cy="{at[1]}" r="{radius}" fill="{fill}" stroke="{line}" stroke-width="{stroke}"/>'


def badge(number: int, at: Point, radius: int = _BADGE) -> str:
    """A numbered disc, with a rim of paper that parts it from the line it sits on."""
    x, y = at
    return disc(at, radius, stroke=8) + (
        f'<text x="{x}" y="{y + 11}" text-anchor="middle" font-family="Serif Slide, serif" font-weight="600"'
        f' font-size="32" fill="{PAPER}">{number}</text>'
    )


def arrow(at: Point, turn: int = 0, color: str = ACCENT) -> str:
    """An arrow head pointing right, turned by so many degrees clockwise."""
    return f'<path d="M-13,-16 L15,0 L-13,16 Z" fill="{color}" transform="translate({at[0]},{at[1]}) rotate({turn})"/>'


def marker(at: Point) -> str:
    """A small evidence tent."""
    x, y = at
    return path(f"M{x - 22},{y + 18} L{x},{y - 22} L{x + 22},{y + 18} Z", stroke=3, fill=_YELLOW)


def numbered_marker(number: int, at: Point) -> str:
    """An evidence tent large enough for its number."""
    x, y = at
    return path(f"M{x - 38},{y + 26} L{x},{y - 42} L{x + 38},{y + 26} Z", stroke=3, fill=_YELLOW) + (
        f'<text x="{x}" y="{y + 20}" text-anchor="middle" font-family="Sans Slide, sans-serif" font-weight="600"'
        f' font-size="30" fill="{INK}">{number}</text>'
    )


def legend(items: Sequence[str], left: int, *, height: int = HEIGHT) -> Drawing:
    """The numbers of a picture and what they mean, one below the other at its right."""
    row = height // len(items)
    middles = [round(row * (place + 0.5)) for place in range(len(items))]
    badges = "".join(badge(number, (left + 36, middle)) for number, middle in enumerate(middles, start=1))
    rules = "".join(path(f"M{left},{row * place} H{WIDTH}", line=TINT, stroke=3) for place in range(1, len(items)))
    labels = (
        Label(text=item, place=(left + 96, row * place + 6, WIDTH - left - 96, row - 12), group="legend", align="start")
        for place, item in enumerate(items)
    )
    return Drawing(height, rules + badges, tuple(labels))
