"""One thing after another: a circle, boxes with arrows, numbered steps, rising stairs."""

import math
from collections.abc import Sequence

from media.lecture.drawings.canvas import (
    HEIGHT,
    WIDTH,
    Drawing,
    Label,
    Point,
    arrow,
    badge,
    box,
    inner,
    path,
    shared,
)
from media.lecture.drawings.fitting import SIZES, fits
from media.lecture.palette import ACCENT, INK, TINT


def cycle(items: Sequence[str]) -> Drawing:
    """A closed track with numbered stations, clockwise from the top left."""
    ahead = math.ceil(len(items) / 2)
    upper, lower, left, right = 44, 300, 18, WIDTH - 18
    middle, radius = (upper + lower) // 2, (lower - upper) // 2
    track = (
        f"M{left + radius},{upper} H{right - radius} A{radius},{radius} 0 0 1 {right - radius},{lower}"
        f" H{left + radius} A{radius},{radius} 0 0 1 {left + radius},{upper} Z"
    )
    back = _along(len(items) - ahead, lower)
    places = [*_along(ahead, upper), *reversed(back)]
    shapes = path(track, line=ACCENT, stroke=5) + arrow((right, middle), 90) + arrow((left, middle), -90)
    return Drawing(HEIGHT, shapes + _badges(places), _below(items, places, width=1380 // ahead - 24, height=112))


def _along(count: int, y: int) -> list[Point]:
    return [(left + width // 2, y) for left, width in shared(count, 0, over=1400, start=128)]


def _badges(places: Sequence[Point]) -> str:
    return "".join(badge(number, at) for number, at in enumerate(places, start=1))


def _below(items: Sequence[str], places: Sequence[Point], *, width: int, height: int) -> tuple[Label, ...]:
    """Words under each badge."""
    return tuple(
        Label(text=item, place=(x - width // 2, y + 46, width, height), stand="top")
        for item, (x, y) in zip(items, places, strict=True)
    )


def flow(items: Sequence[str]) -> Drawing:
    """Boxes from left to right; the last one, where it leads, is filled."""
    height, gap = 350, 64
    shapes, labels = "", []
    for place, (left, width) in enumerate(columns := shared(len(items), gap)):
        last = place == len(columns) - 1
        spot = (left, 0, width, height)
        shapes += box(spot, fill=INK, line=INK) if last else box(spot)
        shapes += "" if last else arrow((left + width + gap // 2, height // 2))
        labels.append(Label(text=items[place], place=inner(spot, 22), look="light" if last else "", largest=48))
    return Drawing(height, shapes, tuple(labels))


def steps(items: Sequence[str]) -> Drawing:
    """Numbered badges on one line with cards below; in two rows where cards would be too narrow."""
    if len(items) <= 5:
        carded = _carded(items)
        if len(items) < 5 or all(fits(label, SIZES[-2]) for label in carded.labels):
            return carded
    per_row = math.ceil(len(items) / 2)
    column, tall, first = WIDTH // per_row, 234, 38
    places = [(place % per_row * column + column // 2, first + place // per_row * tall) for place in range(len(items))]
    shapes = ""
    for row in range(2):
        end = places[min(len(items), (row + 1) * per_row) - 1][0]
        shapes += path(f"M{column // 2},{first + row * tall} H{end}", line=ACCENT, stroke=5)
    labels = _below(items, places, width=column - 40, height=138)
    return Drawing(HEIGHT, shapes + _badges(places), labels)


def _carded(items: Sequence[str]) -> Drawing:
    columns, level, top, tall = shared(len(items), 40), 40, 104, 260
    places = [(left + width // 2, level) for left, width in columns]
    shapes = path(f"M{places[0][0]},{level} H{places[-1][0]}", line=ACCENT, stroke=5)
    labels = []
    for item, (left, width) in zip(items, columns, strict=True):
        shapes += path(f"M{left + width // 2},{level} V{top}", line=ACCENT, stroke=5)
        shapes += box((left, top, width, tall))
        labels.append(Label(text=item, place=inner((left, top, width, tall), 26), largest=48))
    return Drawing(top + tall, shapes + _badges(places), tuple(labels))


def ladder(items: Sequence[str]) -> Drawing:
    """Stairs that rise to the right; the last one is filled."""
    low = 150
    rise = (HEIGHT - low) // (len(items) - 1)
    shapes, labels = "", []
    for place, (left, width) in enumerate(columns := shared(len(items), 8)):
        last = place == len(columns) - 1
        height = low + rise * place
        top = HEIGHT - height
        shapes += box((left, top, width, height), fill=INK if last else TINT, line=INK if last else TINT, radius=4)
        shapes += "" if last else path(f"M{left + 4},{top + 3} H{left + width - 4}", line=ACCENT, stroke=6)
        spot = (left + 22, top + 16, width - 44, low - 28)
        labels.append(Label(text=items[place], place=spot, align="start", stand="top", look="light" if last else ""))
    return Drawing(HEIGHT, shapes, tuple(labels))


def chain(items: Sequence[str]) -> Drawing:
    """Links that hold each other, with a signature wherever the thing goes from hand to hand."""
    tall, top, overlap = 252, 10, 46
    width = (WIDTH + overlap * (len(items) - 1)) // len(items)
    lefts = [place * (width - overlap) for place in range(len(items))]
    links = "".join(
        box((left, top, width, tall), fill="none", line=INK if place % 2 == 0 else ACCENT, stroke=16, radius=tall // 2)
        for place, left in enumerate(lefts)
    )
    # The upper half of each joint is drawn again in the other order, so that the links go through each other.
    joints = "".join(_joint(left + overlap // 2, top, dark=place % 2 == 1) for place, left in enumerate(lefts[1:]))
    signed = "".join(_signature((left + overlap // 2, top + tall + 40)) for left in lefts[1:])
    labels = tuple(
        Label(text=item, place=(left + 64, top + 34, width - 128, tall - 68))
        for item, left in zip(items, lefts, strict=True)
    )
    return Drawing(top + tall + 140, links + joints + signed, labels)


def _joint(x: int, top: int, *, dark: bool) -> str:
    """Nothing but a clasp over the place where two links meet."""
    spot = (x - 34, top + 76, 68, 100)
    return box(spot, fill="#ffffff", line=ACCENT if dark else INK, stroke=10, radius=30)


def _signature(at: Point) -> str:
    """A scribble on a dotted line: somebody signed for it."""
    x, y = at
    name = f"M{x - 62},{y + 26} q14,-52 26,-10 t22,-8 t20,6 q14,-34 22,-2 t24,-8 t20,2"
    return (
        path(f"M{x},{y - 26} V{y - 12}", line=ACCENT)
        + path(name, line=INK, stroke=4)
        + path(f"M{x - 84},{y + 44} H{x + 84}", line=ACCENT, stroke=3, dash="2 9")
    )
