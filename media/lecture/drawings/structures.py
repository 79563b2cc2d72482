"""How parts hold together: pillars under a roof, a tree, a question with its answers, rings, circles that overlap."""

import math
from collections.abc import Sequence

import msgspec

from media.lecture.drawings.canvas import (
    HEIGHT,
    WIDTH,
    Drawing,
    Label,
    Place,
    Point,
    arrow,
    badge,
    box,
    disc,
    halves,
    inner,
    legend,
    path,
    shared,
)
from media.lecture.palette import ACCENT, INK, TINT, WHITE


def pillars(items: Sequence[str]) -> Drawing:
    """Columns that carry a roof: the first item is the roof."""
    roof, *names = items
    eaves, foot = 152, HEIGHT - 34
    shapes = (
        path(f"M18,68 L{WIDTH // 2},6 L{WIDTH - 18},68 Z", line=INK, fill=INK)
        + box((0, 68, WIDTH, eaves - 68), fill=INK, line=INK, radius=2)
        + box((20, foot, WIDTH - 40, 17), fill=INK, line=INK, radius=2)
        + box((0, foot + 17, WIDTH, 17), fill=ACCENT, line=ACCENT, radius=2)
    )
    labels = [Label(text=roof, place=(40, 68, WIDTH - 80, 80), group="roof", look="light serif")]
    for name, (left, width) in zip(names, shared(len(names), 48, over=WIDTH - 80, start=40), strict=True):
        shapes += _column((left, eaves, width, foot - eaves))
        labels += _named(name, (left + 28, eaves + 26, width - 56, foot - eaves - 52))
    return Drawing(HEIGHT, shapes, tuple(labels))


def _column(place: Place) -> str:
    left, top, width, height = place
    return (
        box((left + 16, top + 18, width - 32, height - 36), fill=WHITE, radius=2)
        + box((left, top, width, 20), fill=ACCENT, line=ACCENT, radius=2)
        + box((left, top + height - 20, width, 20), fill=ACCENT, line=ACCENT, radius=2)
    )


def _named(item: str, place: Place) -> list[Label]:
    """A name, and below it what stands behind the bar, if anything does."""
    name, words = halves(item)
    if not words:
        return [Label(text=name, place=place, group="name", look="serif")]
    left, top, width, height = place
    return [
        Label(text=name, place=(left, top, width, 98), group="name", look="serif"),
        Label(text=words, place=(left, top + 100, width, height - 100), group="words", stand="top"),
    ]


def tree(items: Sequence[str]) -> Drawing:
    """The first item on top; the others hang below it."""
    root, *children = items
    top = (WIDTH // 2 - 420, 0, 840, 132)
    bar, below, tall = 184, 228, 206
    columns = shared(len(children), 32)
    middles = [left + width // 2 for left, width in columns]
    shapes = path(f"M{WIDTH // 2},130 V{bar} M{middles[0]},{bar} H{middles[-1]}", line=ACCENT, stroke=5)
    shapes += box(top, fill=INK, line=INK)
    labels = [Label(text=root, place=inner(top, 24), group="root", look="light serif")]
    for child, (left, width) in zip(children, columns, strict=True):
        spot = (left, below, width, tall)
        shapes += path(f"M{left + width // 2},{bar} V{below}", line=ACCENT, stroke=5) + box(spot)
        labels.append(Label(text=child, place=inner(spot, 18), group="child"))
    return Drawing(below + tall, shapes, tuple(labels))


def branch(items: Sequence[str]) -> Drawing:
    """A question at the left; each answer leads to what follows."""
    question, *answers = items
    height, gap = 440, 24
    row = (height - gap * (len(answers) - 1)) // len(answers)
    asked = (0, height // 2 - 150, 400, 300)
    shapes = box(asked, fill=INK, line=INK, radius=40)
    labels = [Label(text=question, place=inner(asked, 28), group="question", look="light serif")]
    for place, item in enumerate(answers):
        top = place * (row + gap)
        middle = top + row // 2
        said, follows = (500, top, 420, row), (1010, top, WIDTH - 1010, row)
        shapes += path(f"M400,{height // 2} H450 V{middle} H500", line=ACCENT, stroke=5)
        shapes += box(said, fill=TINT, line=TINT, radius=min(row // 2, 40)) + path(
            f"M920,{middle} H985", line=ACCENT, stroke=5
        )
        shapes += arrow((994, middle)) + box(follows)
        answer, then = halves(item)
        labels.append(Label(text=answer, place=inner(said, 28), group="answer"))
        labels.append(Label(text=then, place=inner(follows, 28), group="answer", align="start"))
    return Drawing(height, shapes, tuple(labels))


def rings(items: Sequence[str]) -> Drawing:
    """Rings around one point, the first item innermost, each joined to its words at the right."""
    size, x, reach = HEIGHT, 330, 225
    row = size / len(items)
    circles, joins, labels = "", "", []
    for place in reversed(range(len(items))):
        fill = INK if place == 0 else (TINT if place % 2 else WHITE)
        circles += disc((x, size // 2), round(reach * (place + 1) / len(items)), fill=fill, line=INK, stroke=3)
    for place, item in enumerate(items):
        level = round(row * (place + 0.5))
        edge = _touch((x, size // 2), reach * (place + 1) / len(items) - 2, level)
        joins += path(f"M{edge[0]},{edge[1]} L680,{level} H720", line=ACCENT) + disc(edge, 8, fill=ACCENT)
        spot = (744, round(row * place) + 4, WIDTH - 744, round(row) - 8)
        labels.append(Label(text=item, place=spot, align="start"))
    return Drawing(size, circles + joins, tuple(labels))


def _touch(center: tuple[int, int], radius: float, level: int) -> tuple[int, int]:
    """Where a line to the words leaves the ring: as high as they stand, but always on the ring's right half."""
    x, y = center
    rise = max(-0.75, min(0.75, (level - y) / 230)) * radius
    return round(x + math.sqrt(radius * radius - rise * rise)), round(y + rise)


class _Circles(msgspec.Struct, frozen=True):
    """Circles of one radius, where their numbers stand, and the outline of what all of them share."""

    radius: int
    middles: tuple[Point, ...]
    badges: tuple[Point, ...]
    shared: str


_CIRCLES = {
    2: _Circles(
        radius=165,
        middles=((265, 230), (435, 230)),
        badges=((180, 230), (520, 230)),
        shared="M350,88.6 A165,165 0 0 1 350,371.4 A165,165 0 0 1 350,88.6 Z",
    ),
    3: _Circles(
        radius=140,
        middles=((350, 158), (260, 302), (440, 302)),
        badges=((350, 86), (196, 348), (504, 348)),
        shared="M350,194.8 A140,140 0 0 1 399.4,289 A140,140 0 0 1 300.6,289 A140,140 0 0 1 350,194.8 Z",
    ),
}


def overlap(items: Sequence[str]) -> Drawing:
    """Two or three circles; what matters is where all of them meet."""
    circles = _CIRCLES[len(items)]
    grounds = "".join(disc(at, circles.radius, fill=TINT) for at in circles.middles)
    rims = "".join(disc(at, circles.radius, fill="none", line=INK, stroke=4) for at in circles.middles)
    badges = "".join(badge(number, at) for number, at in enumerate(circles.badges, start=1))
    words = legend(items, 760)
    meeting = path(circles.shared, line=ACCENT, fill=ACCENT)
    return Drawing(HEIGHT, grounds + meeting + rims + badges + words.shapes, words.labels)
