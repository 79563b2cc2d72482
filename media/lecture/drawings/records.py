"""How a scene is recorded: the ranges of photography, measured sketches, a room with its walls folded out."""

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
    thirds,
)
from media.lecture.palette import ACCENT, INK, MIST, PAPER, TINT, WHITE


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


_SPOTS = ((330, 276), (560, 130), (690, 220))
Measure = tuple[Point, Point, Point]
"""Where a measured line begins and ends, and the middle of its distance in words."""


def _sketched(items: Sequence[str], ground: str, spots: Sequence[Point], measures: Sequence[Measure]) -> Drawing:
    """A plan with its measured points: each item's distances stand at its two lines, its name at the right."""
    names = [thirds(item)[0] for item in items]
    distances = [distance for item in items for distance in thirds(item)[1:]]
    used = measures[: len(distances)]
    lines = "".join(path(f"M{one[0]},{one[1]} L{two[0]},{two[1]}", line=ACCENT, dash="12 8") for one, two, _ in used)
    places = [(x - 80, y - 20, 160, 40) for _, _, (x, y) in used]
    grounds = "".join(area(place, WHITE) for place in places)
    markers = "".join(numbered_marker(number, at) for number, at in enumerate(spots[: len(items)], start=1))
    labels = [
        Label(text=distance, place=place, group="distance", largest=31)
        for distance, place in zip(distances, places, strict=True)
    ]
    labels.append(Label(text="Not to scale", place=(12, 416, 200, 38), group="note", align="start", largest=31))
    words = legend(names, 960)
    sheet = area((0, 0, 900, HEIGHT), WHITE) + _squared() + lines + grounds + ground + markers + _north((846, 70))
    return Drawing(HEIGHT, sheet + words.shapes, (*labels, *words.labels))


def _halfway(one: Point, two: Point) -> Measure:
    return one, two, ((one[0] + two[0]) // 2, (one[1] + two[1]) // 2)


def _squared() -> str:
    """The faint squares of a sketch pad."""
    across = "".join(path(f"M0,{y} H900", line=MIST, stroke=2) for y in range(0, HEIGHT, 46))
    return across + "".join(path(f"M{x},0 V{HEIGHT}", line=MIST, stroke=2) for x in range(0, 901, 50))


def _north(at: Point) -> str:
    x, y = at
    return path(f"M{x},{y + 44} V{y - 30} M{x - 18},{y - 8} L{x},{y - 44} L{x + 18},{y - 8}", stroke=5) + (
        f'<text x="{x - 20}" y="{y + 26}" text-anchor="end" font-family="Serif Slide, serif" font-weight="600"'
        f' font-size="34" fill="{INK}">N</text>'
    )


def right_angles(items: Sequence[str]) -> Drawing:
    """A room: each point measured from the west wall and from the south wall. Items: `what | west | south`."""
    room = path("M60,40 H760 V400 H520 M400,400 H60 V40", line=INK, stroke=10) + path(
        "M400,400 A120,120 0 0 1 520,290", stroke=3
    )
    measures = [end for x, y in _SPOTS for end in (_halfway((60, y), (x, y)), _halfway((x, 400), (x, y)))]
    return _sketched(items, room, _SPOTS, measures)


def triangulation(items: Sequence[str]) -> Drawing:
    """A yard: each point measured from two fixed poles. Items: `what | from A | from B`."""
    poles = ((90, 60), (790, 410))
    ground = path("M20,20 C300,4 500,60 880,24", line=ACCENT, stroke=3)
    fixed = "".join(disc(at, 26, stroke=6) + _letter(at, name) for at, name in zip(poles, "AB", strict=True))
    measures = [_halfway(pole, at) for at in _SPOTS for pole in poles]
    return _sketched(items, ground + fixed, _SPOTS, measures)


def _letter(at: Point, name: str) -> str:
    return (
        f'<text x="{at[0]}" y="{at[1] + 11}" text-anchor="middle" font-family="Sans Slide, sans-serif"'
        f' font-weight="600" font-size="30" fill="{PAPER}">{name}</text>'
    )


def baseline(items: Sequence[str]) -> Drawing:
    """A road: each point measured along a tape between two fixed points, and away from it."""
    level, ends = 340, ((70, 340), (850, 340))
    tape = path(f"M70,{level} H850", stroke=8)
    marks = "".join(path(f"M{x},{level - 12} V{level + 12}", stroke=3) for x in range(110, 850, 40))
    fixed = "".join(disc(at, 26, stroke=6) + _letter(at, name) for at, name in zip(ends, "AB", strict=True))
    spots, measures = ((250, 200), (520, 90), (720, 210)), list[Measure]()
    for x, y in spots:
        measures += [((x, level), (x, level + 24), (x, level + 48)), _halfway((x, level), (x, y))]
    return _sketched(items, tape + marks + fixed, spots, measures)


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
