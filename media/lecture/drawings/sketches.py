"""Measured sketches: at right angles, from two fixed points, along a baseline. None is to scale, and each says so."""

from collections.abc import Sequence

from media.lecture.drawings.canvas import (
    HEIGHT,
    Drawing,
    Label,
    Point,
    area,
    disc,
    legend,
    numbered_marker,
    path,
    thirds,
)
from media.lecture.palette import ACCENT, INK, MIST, PAPER, WHITE

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
