"""How a scene is shown to people who were not there: the ranges of photography, a room with its walls folded out."""

from collections.abc import Sequence

from media.lecture.drawings.canvas import (
    HEIGHT,
    Drawing,
    Label,
    Point,
    area,
    badge,
    box,
    disc,
    legend,
    marker,
    numbered_marker,
    path,
    shared,
)
from media.lecture.palette import ACCENT, INK, TINT, WHITE


def photo_ranges(items: Sequence[str]) -> Drawing:
    """Three frames or four: overall, mid-range, close-up (and the same close-up with a scale)."""
    views = (_overall, _mid_range, _close_up, _scaled) if len(items) == 4 else (_overall, _mid_range, _scaled)
    shapes, labels = "", []
    columns = shared(len(items), 56)
    for item, view, (left, width) in zip(items, views, columns, strict=True):
        frame = left + (width - 356) // 2
        shapes += area((frame, 8, 356, 252), TINT) + view(frame) + _corners(frame)
        labels.append(Label(text=item, place=(left, 284, width, 150), stand="top"))
    return Drawing(436, shapes, tuple(labels))


def _corners(left: int) -> str:
    """The corners of a finder."""
    right = left + 356
    return path(
        f"M{left},58 V8 H{left + 50} M{right - 50},8 H{right} V58 M{right},210 V260 H{right - 50}"
        f" M{left + 50},260 H{left} V210",
        line=INK,
        stroke=7,
    )


def _overall(left: int) -> str:
    house = box((left + 46, 76, 150, 108), fill=WHITE, line=INK, stroke=4, radius=2)
    roof = path(f"M{left + 30},80 L{left + 121},28 L{left + 212},80 Z", fill=INK)
    door = area((left + 106, 126, 36, 58), ACCENT)
    street = path(f"M{left + 12},186 H{left + 344}", stroke=4) + path(
        f"M{left + 20},226 H{left + 340}", line=WHITE, stroke=6, dash="30 20"
    )
    casing = _casing((left + 282, 176), 5)
    return house + roof + door + _lamp((left + 258, 184), 128) + street + casing


def _mid_range(left: int) -> str:
    ground = path(f"M{left + 12},214 H{left + 344}", stroke=4)
    return (
        _lamp((left + 96, 212), 196) + ground + numbered_marker(2, (left + 208, 186)) + _casing((left + 290, 202), 15)
    )


def _close_up(left: int) -> str:
    return _casing((left + 178, 124), 62)


def _scaled(left: int) -> str:
    """The close-up with an L-shaped scale in the same plane."""
    ruler = path(f"M{left + 56},44 V222 H{left + 316} V190 H{left + 88} V44 Z", line=INK, stroke=3, fill=WHITE)
    ticks = "".join(path(f"M{left + x},190 V{206 if x % 52 else 214}", stroke=3) for x in range(104, 316, 26))
    ticks += "".join(path(f"M{left + 88},{y} H{left + (72 if y % 52 else 64)}", stroke=3) for y in range(52, 190, 26))
    return ruler + ticks + _casing((left + 200, 112), 52)


def _lamp(foot: Point, height: int) -> str:
    x, y = foot
    return path(f"M{x},{y} V{y - height} H{x - 34}", stroke=7) + disc((x - 34, y - height + 4), 10, fill=ACCENT)


def _casing(at: Point, size: int) -> str:
    """An empty casing on its side, `size` half its height."""
    x, y = at
    body = box(
        (x - size * 3 // 2, y - size // 2, size * 3, size),
        fill="#d9b45a",
        line=INK,
        stroke=max(2, size // 14),
        radius=2,
    )
    rim = box(
        (x - size * 3 // 2 - size // 4, y - size * 5 // 8, size // 4 + 1, size * 5 // 4),
        fill="#b98f2f",
        line=INK,
        stroke=max(1, size // 16),
        radius=1,
    )
    return body + rim


_WALLS = ((250, 150, 400, 160), (250, 8, 400, 134), (658, 150, 200, 160), (250, 318, 400, 134), (42, 150, 200, 160))


def exploded_view(items: Sequence[str]) -> Drawing:
    """A room like an opened box. Items: the floor, then the north, east, south and west walls, as many as needed."""
    walls = "".join(
        box(place, fill=TINT if number else WHITE, line=INK, stroke=5, radius=2) for number, place in enumerate(_WALLS)
    )
    defects = (
        disc((380, 84), 9)
        + disc((430, 66), 9)
        + marker((340, 240))
        + path("M620,300 C640,250 700,280 760,250", line="#8d3b3b", stroke=14)
    )
    heights = path("M380,100 V142", line=ACCENT, stroke=4) + path("M430,82 V142", line=ACCENT, stroke=4)
    spots = ((450, 230), (600, 60), (810, 200), (450, 386), (142, 230))
    badges = "".join(badge(number, at, 30) for number, at in enumerate(spots[: len(items)], start=1))
    words = legend(items, 960)
    return Drawing(HEIGHT, walls + heights + defects + badges + words.shapes, words.labels)
