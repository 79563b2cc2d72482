"""Curves of the engraver's lathe as cubic Bezier paths: sine strands, rosettes, rings, stars."""

import math
from collections.abc import Callable

from certificates.document.drawing import number

Point = tuple[float, float]


def strand(start: Point, end: Point, *, amplitude: float, periods: int, phase: float) -> str:
    """A sine wave along the line from `start` to `end`, one cubic per quarter wave. `phase` in degrees."""
    (x, y), (to_x, to_y) = start, end
    length = math.hypot(to_x - x, to_y - y)
    along, across = ((to_x - x) / length, (to_y - y) / length), ((y - to_y) / length, (to_x - x) / length)
    turn = 2 * math.pi * periods

    def wave(at: float) -> Point:
        height = amplitude * math.sin(turn * at + math.radians(phase))
        return x + along[0] * length * at + across[0] * height, y + along[1] * length * at + across[1] * height

    return traced(wave, steps=4 * periods)


def rosette(center: Point, *, radius: float, depth: float, lobes: int, phase: float = 0.0) -> str:
    """A closed wave round a circle: `lobes` swings of `depth` to either side of `radius`. `phase` in degrees."""

    def petal(at: float) -> Point:
        angle = 2 * math.pi * at
        reach = radius + depth * math.cos(lobes * angle + math.radians(phase))
        return center[0] + reach * math.sin(angle), center[1] - reach * math.cos(angle)

    return traced(petal, steps=max(8, 4 * lobes)) + " Z"


def ring(center: Point, radius: float) -> str:
    """A full circle."""
    return rosette(center, radius=radius, depth=0.0, lobes=1)


def band(center: Point, outer: float, inner: float) -> str:
    """Two circles as one path; filled even-odd it is a ring-shaped area."""
    return f"{ring(center, outer)} {ring(center, inner)}"


def star(center: Point, radius: float, *, points: int = 5, waist: float = 0.382) -> str:
    """A star standing on its legs; `waist` is the inner radius as a share of the outer (0.382 is the pentagram's)."""
    corners = []
    for corner, reach in enumerate([radius, radius * waist] * points):
        angle = math.pi * corner / points
        corners.append((center[0] + reach * math.sin(angle), center[1] - reach * math.cos(angle)))
    return polygon(corners)


def polygon(corners: list[Point]) -> str:
    """Straight lines from corner to corner, closed."""
    return "M " + " L ".join(f"{number(x)} {number(y)}" for x, y in corners) + " Z"


def box(left: float, top: float, right: float, bottom: float) -> str:
    """An upright rectangle."""
    return polygon([(left, top), (right, top), (right, bottom), (left, bottom)])


def traced(curve: Callable[[float], Point], *, steps: int) -> str:
    """The curve over 0..1 as one cubic per step, with the true direction at each joint: few points, no corners."""
    parts = []
    for step in range(steps):
        begin, end = step / steps, (step + 1) / steps
        (x1, y1), (x2, y2) = curve(begin), curve(end)
        (dx1, dy1), (dx2, dy2) = _slope(curve, begin), _slope(curve, end)
        third = 1 / steps / 3
        numbers = (x1 + dx1 * third, y1 + dy1 * third, x2 - dx2 * third, y2 - dy2 * third, x2, y2)
        parts.append("C " + " ".join(map(number, numbers)))
    x, y = curve(0.0)
    return " ".join([f"M {number(x)} {number(y)}", *parts])


def _slope(curve: Callable[[float], Point], at: float) -> Point:
    step = 1e-6
    (x1, y1), (x2, y2) = curve(at - step), curve(at + step)
    return (x2 - x1) / (2 * step), (y2 - y1) / (2 * step)
