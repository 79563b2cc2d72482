"""Scenes from above: cordons, search patterns, an order for a room, a street grid with its hot spots."""

from collections.abc import Sequence

from media.lecture.drawings.canvas import (
    HEIGHT,
    Drawing,
    Label,
    area,
    arrow,
    badge,
    box,
    disc,
    legend,
    marker,
    path,
    shared,
)
from media.lecture.palette import ACCENT, INK, MIST, PAPER, TINT, WHITE


def perimeters(items: Sequence[str]) -> Drawing:
    """A scene inside two cordons. Items: inner ring, outer ring, beyond, then entry path and command post."""
    ground = area((0, 0, 900, HEIGHT), "#f1eee4") + area((0, 372, 900, 62), MIST)
    road = path("M20,403 H880", line=WHITE, stroke=5, dash="34 26")
    outer = path("M96,40 H770 L826,120 V340 H96 Z", line=ACCENT, stroke=6, fill=PAPER, dash="22 14")
    inner = path("M190,92 H520 L560,150 V290 H190 Z", line=INK, stroke=6, fill=TINT)
    house = box((214, 118, 150, 110), fill=WHITE, line=INK, stroke=4, radius=2)
    house += path("M300,228 H340", line=TINT, stroke=8)
    evidence = marker((420, 176)) + marker((468, 248)) + marker((392, 258))
    shapes = ground + road + outer + inner + house + evidence
    spots = [(236, 260), (140, 196), (858, 48)]
    if len(items) > 3:
        shapes += path("M700,403 V262 H500", line=INK, stroke=7, dash="4 15") + arrow((498, 262), 180, INK)
        spots.append((700, 300))
    if len(items) > 4:
        shapes += box((610, 72, 130, 92), fill=INK, line=INK, radius=6)
        shapes += path("M640,72 V44 L684,56 L640,68", line=INK, fill=ACCENT)
        spots.append((675, 118))
    badges = "".join(badge(number, at) for number, at in enumerate(spots, start=1))
    words = legend(items, 960)
    return Drawing(HEIGHT, shapes + badges + words.shapes, words.labels)


def _sweep(left: int) -> str:
    """Searchers in one row, one way."""
    ways = "".join(
        path(f"M{left + x},214 V66", line=INK, stroke=5) + arrow((left + x, 54), -90) for x in (42, 106, 170, 234, 298)
    )
    return ways + "".join(disc((left + x, 226), 11) for x in (42, 106, 170, 234, 298))


def _grid(left: int) -> str:
    """The same ground twice, the second time across."""
    down = "".join(
        path(f"M{left + x},232 V52", line=INK, stroke=4) + arrow((left + x, 44), -90) for x in (60, 126, 192, 258)
    )
    across = "".join(
        path(f"M{left + 20},{y} H{left + 296}", line=ACCENT, stroke=4, dash="14 8") + arrow((left + 304, y))
        for y in (78, 134, 190)
    )
    return down + across


def _zones(left: int) -> str:
    """Parts with an owner each."""
    walls = path(f"M{left + 170},16 V244 M{left + 10},130 H{left + 330}", line=INK, stroke=5)
    owners = ((90, 73), (250, 73), (90, 187), (250, 187))
    return walls + "".join(badge(number, (left + x, y), 28) for number, (x, y) in enumerate(owners, start=1))


def _spiral(left: int) -> str:
    """From the edge round and round to the middle."""
    turns = "h280 v182 h-240 v-142 h200 v104 h-160 v-64 h116 v30 h-56"
    return (
        path(f"M{left + 30},40 {turns}", line=INK, stroke=5) + arrow((left + 166, 150), 180) + disc((left + 30, 40), 11)
    )


def search_patterns(items: Sequence[str]) -> Drawing:
    """Four small fields: line, grid, zones, spiral, in this order, with words below each."""
    shapes, labels = "", []
    for item, draw, (left, width) in zip(items, (_sweep, _grid, _zones, _spiral), shared(4, 40), strict=True):
        inset = left + (width - 340) // 2
        shapes += box((inset, 6, 340, 248), fill=TINT, line=TINT) + draw(inset)
        labels.append(Label(text=item, place=(left, 280, width, 160), stand="top"))
    return Drawing(440, shapes, tuple(labels))


def work_area(items: Sequence[str]) -> Drawing:
    """A room in working order. Items: evidence, the path, the clean area, the waste point."""
    room = box((8, 8, 620, 444), fill=WHITE, line=INK, stroke=8, radius=2)
    door = path("M624,330 V400", line=PAPER, stroke=14)
    evidence = area((40, 40, 250, 230), TINT) + marker((96, 110)) + marker((210, 160)) + marker((120, 220))
    way = path("M880,365 H250 V290", line=ACCENT, stroke=46) + path(
        "M880,365 H250 V300", line=INK, stroke=5, dash="4 15"
    )
    clean = box((690, 40, 210, 180), fill=TINT, line=ACCENT) + path("M720,190 H870", line=ACCENT)
    waste = box((420, 60, 150, 130), fill=MIST, line=INK) + path("M450,92 H540 M466,92 L474,164 H516 L524,92", line=INK)
    spots = ((252, 76), (470, 365), (795, 112), (592, 212))
    badges = "".join(badge(number, at) for number, at in enumerate(spots, start=1))
    words = legend(items, 970)
    return Drawing(HEIGHT, room + evidence + way + door + clean + waste + badges + words.shapes, words.labels)


_AVENUES = (20, 118, 204, 318, 410, 526, 612, 724, 812, 880)
_STREETS = (20, 96, 168, 262, 336, 436)
_HOT = (((318, 96), (410, 96)), ((612, 262), (612, 336)), ((118, 336), (204, 336)), ((724, 168), (812, 168)))
_WARM = (((410, 96), (410, 168)), ((612, 336), (724, 336)), ((204, 262), (204, 336)))


def hot_spot_map(items: Sequence[str]) -> Drawing:
    """An invented street grid. Two to four blocks are hot; the items say what they are. All others are quiet."""
    ground = area((0, 0, 900, HEIGHT), "#f1eee4")
    park = area((418, 176, 100, 78), "#dbe6d5")
    river = path("M560,-10 C520,120 700,200 668,300 S760,420 740,470", line="#cfdde8", stroke=30)
    streets = "".join(path(f"M{x},0 V{HEIGHT}", line=WHITE, stroke=15) for x in _AVENUES)
    streets += "".join(path(f"M0,{y} H900", line=WHITE, stroke=15) for y in _STREETS)
    avenue = path("M0,436 L318,262 L526,168 L880,20", line=WHITE, stroke=17)
    warm = "".join(_block(ends, TINT) for ends in _WARM[: len(items)])
    hot = "".join(_block(ends, INK) for ends in _HOT[: len(items)])
    badges = "".join(
        badge(number, ((one[0] + two[0]) // 2, (one[1] + two[1]) // 2), 30)
        for number, (one, two) in enumerate(_HOT[: len(items)], start=1)
    )
    words = legend(items, 960)
    # What runs past the map's edge is cut off by paper.
    frame = area((900, 0, 60, HEIGHT), PAPER)
    return Drawing(
        HEIGHT, ground + park + river + streets + avenue + warm + hot + frame + badges + words.shapes, words.labels
    )


def _block(ends: tuple[tuple[int, int], tuple[int, int]], color: str) -> str:
    (x, y), (to_x, to_y) = ends
    return path(f"M{x},{y} L{to_x},{to_y}", line=color, stroke=24)
