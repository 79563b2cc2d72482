"""The plates of design standard-1: frame, corner, watermark, seal, lockup, divider.

Own heraldry only: no eagle and no seal of the Department of Justice or of a state. Nothing here is transparent.
"""

from collections.abc import Iterator
from pathlib import Path

from certificates.document.drawing import Drawing, Outline
from certificates.document.engraving.curves import Point, band, box, polygon, ring, rosette, star, strand
from certificates.document.engraving.letters import arc, line
from certificates.document.fonts import SANS_HEAVY, width

PAGE = (792.0, 612.0)
INSET, BAND = 32.0, 25.0
MIDDLE = INSET + BAND / 2
NAVY, GOLD, PAPER, MIST = "#1b2f55", "#a8843a", "#f7f4ec", "#e9edf4"
PALE_GOLD, GOLD_TINT, WHITE = "#cfbd8f", "#dccfa9", "#ffffff"


def plates(fonts: Path) -> dict[str, Drawing]:
    """All art of the design, by file name without ending."""
    return {
        "frame": frame(),
        "corner": corner(),
        "watermark": watermark(),
        "seal": seal(fonts),
        "lockup": lockup("PSP ACADEMY", fonts),
        "divider": divider(),
    }


def frame() -> Drawing:
    """The guilloche band round the page with its rules; the corners are left to the rosettes."""
    sides = tuple(outline for side in _sides() for outline in side)
    return Drawing(*PAGE, (_ground(), *sides, *_rules()))


def corner() -> Drawing:
    """A rosette with a star, 41 points square; it hides where the strands of two sides end."""
    center = (20.5, 20.5)
    lathe = (
        Outline(rosette(center, radius=11.6, depth=4.4, lobes=12, phase=turn), stroke=NAVY, width=0.32)
        for turn in range(0, 360, 72)
    )
    return Drawing(
        41,
        41,
        (
            Outline(ring(center, 19.5), fill=WHITE, stroke=NAVY, width=1.2),
            Outline(ring(center, 17.6), stroke=GOLD, width=0.5),
            *lathe,
            Outline(ring(center, 6.9), fill=WHITE, stroke=NAVY, width=1.4),
            Outline(star(center, 4.6), fill=GOLD),
        ),
    )


def watermark() -> Drawing:
    """Two interlaced rosettes, so pale that text over them keeps a contrast above 8 to 1."""
    center = (190.0, 190.0)
    outer = (rosette(center, radius=139, depth=48, lobes=18, phase=turn) for turn in range(0, 360, 60))
    inner = (rosette(center, radius=78, depth=26, lobes=12, phase=turn) for turn in range(0, 360, 90))
    return Drawing(380, 380, tuple(Outline(path, stroke=MIST, width=0.45) for path in (*outer, *inner)))


def lockup(words: str, fonts: Path) -> Drawing:
    """The academy's name, tracked wide; as art, because live text tracked like this cannot be copied or read aloud."""
    size, tracking = 11.5, 3.0
    extent = sum(width(letter, SANS_HEAVY, size, fonts) + tracking for letter in words) - tracking
    path = line(words, SANS_HEAVY, size, fonts, origin=(0.5, 9.5), tracking=tracking)
    return Drawing(round(extent + 1, 2), 11, (Outline(path, fill=NAVY),))


def divider() -> Drawing:
    """Star, lozenges and a gold rule: the pause between the title and the name."""
    middle = (120.0, 6.0)
    rules = (Outline(box(left, 5.65, left + 97.5, 6.35), fill=GOLD) for left in (0.0, 142.5))
    lozenges = (Outline(polygon([(x - 4.4, 6), (x, 4.1), (x + 4.4, 6), (x, 7.9)]), fill=GOLD) for x in (108.0, 132.0))
    return Drawing(240, 12, (*rules, *lozenges, Outline(star(middle, 5.4), fill=NAVY)))


def seal(fonts: Path) -> Drawing:
    """The academy's seal, 118 points: toothed edge, braid, lettered ring, shield with star."""
    center = (59.0, 59.0)
    return Drawing(118, 118, (*_edge(center), *_lettered_ring(center, fonts), *_field(center), *_shield(center)))


def _ground() -> Outline:
    width_, height = PAGE
    outer = box(INSET, INSET, width_ - INSET, height - INSET)
    inner = box(INSET + BAND, INSET + BAND, width_ - INSET - BAND, height - INSET - BAND)
    return Outline(f"{outer} {inner}", fill=PAPER, even_odd=True)


def _sides() -> Iterator[Iterator[Outline]]:
    right, bottom = PAGE[0] - MIDDLE, PAGE[1] - MIDDLE
    for y in (MIDDLE, bottom):
        yield _braid((MIDDLE, y), (right, y), periods=34)
    for x in (MIDDLE, right):
        yield _braid((x, MIDDLE), (x, bottom), periods=26)


def _braid(start: Point, end: Point, *, periods: int) -> Iterator[Outline]:
    for turn in range(0, 360, 60):
        path = strand(start, end, amplitude=9.8, periods=periods, phase=turn)
        yield Outline(path, stroke=NAVY, width=0.32)
    for turn in (0, 180):
        path = strand(start, end, amplitude=6.4, periods=periods // 2, phase=turn)
        yield Outline(path, stroke=GOLD, width=0.75)


def _rules() -> Iterator[Outline]:
    width_, height = PAGE
    weights = ((INSET - 3.2, GOLD, 0.5), (INSET, NAVY, 1.6), (INSET + BAND, NAVY, 1.2), (INSET + BAND + 3.2, GOLD, 0.5))
    for inset, color, weight in weights:
        yield Outline(box(inset, inset, width_ - inset, height - inset), stroke=color, width=weight)


def _edge(center: Point) -> Iterator[Outline]:
    yield Outline(star(center, 58.5, points=44, waist=0.945), fill=GOLD)
    yield Outline(band(center, 54.0, 49.0), fill=PAPER, even_odd=True)
    for turn in range(0, 360, 60):
        yield Outline(rosette(center, radius=51.5, depth=2.2, lobes=44, phase=turn), stroke=GOLD, width=0.32)


def _lettered_ring(center: Point, fonts: Path) -> Iterator[Outline]:
    yield Outline(ring(center, 49.4), fill=NAVY)
    yield Outline(ring(center, 47.8), stroke=PALE_GOLD, width=0.4)
    yield Outline(_moved(arc("PSP ACADEMY", SANS_HEAVY, 9.2, fonts, radius=37.6, tracking=2.0), center), fill=WHITE)
    motto = arc("OFFICIAL TRAINING RECORD", SANS_HEAVY, 6.2, fonts, radius=43.6, tracking=1.0, below=True)
    yield Outline(_moved(motto, center), fill=GOLD_TINT)
    for side in (-1, 1):
        yield Outline(star((center[0] + side * 40.9, center[1] + 3.2), 2.3), fill=PALE_GOLD)


def _field(center: Point) -> Iterator[Outline]:
    yield Outline(ring(center, 33.4), fill=WHITE)
    yield Outline(ring(center, 31.6), stroke=GOLD, width=0.5)
    for turn in range(0, 360, 60):
        yield Outline(rosette(center, radius=20.5, depth=9.0, lobes=24, phase=turn), stroke="#c9d2e2", width=0.28)


def _shield(center: Point) -> Iterator[Outline]:
    yield Outline(_escutcheon(center, 1.0), fill=NAVY, stroke=GOLD, width=1.5)
    yield Outline(_escutcheon(center, 0.81), stroke=PALE_GOLD, width=0.4)
    yield Outline(star((center[0], center[1] - 0.6), 10.6), fill=GOLD_TINT)


def _escutcheon(center: Point, scale: float) -> str:
    steps = (
        ("M", (0, -21)),
        ("C", (-5, -17.6), (-11, -16.2), (-17, -16.4)),
        ("C", (-18, 2), (-11.5, 13.5), (0, 22)),
        ("C", (11.5, 13.5), (18, 2), (17, -16.4)),
        ("C", (11, -16.2), (5, -17.6), (0, -21)),
    )
    parts = []
    for command, *points in steps:
        placed = (f"{center[0] + x * scale:.2f} {center[1] + y * scale:.2f}" for x, y in points)
        parts.append(" ".join([command, *placed]))
    return " ".join(parts) + " Z"


def _moved(path: str, by: Point) -> str:
    shift = iter(by * (path.count(" ") + 1))
    return " ".join(token if token.isalpha() else f"{float(token) + next(shift):.2f}" for token in path.split(" "))
