"""Words as outlines, straight or round a circle: live text tracked wide breaks copying and screen readers."""

import math
from pathlib import Path

from certificates.document.engraving.curves import Point
from certificates.document.fonts import Face, Matrix, glyph_path, units_per_em, width


def line(text: str, face: Face, size: float, fonts: Path, *, origin: Point, tracking: float = 0.0) -> str:
    """The text as one path, its baseline starting at `origin`. `tracking` is added after each letter, in points."""
    scale = size / units_per_em(face, fonts)
    x, y = origin
    parts = []
    for letter in text:
        if not letter.isspace():
            parts.append(glyph_path(letter, face, fonts, (scale, 0, 0, -scale, x, y)))
        x += width(letter, face, size, fonts) + tracking
    return " ".join(parts)


def arc(text: str, face: Face, size: float, fonts: Path, *, radius: float, tracking: float, below: bool = False) -> str:
    """The text round the origin, centered at the top or, when `below`, at the bottom; it reads left to right."""
    scale = size / units_per_em(face, fonts)
    advances = [width(letter, face, size, fonts) + tracking for letter in text]
    angle = -(sum(advances) - tracking) / 2 / radius
    signed = -radius if below else radius
    parts = []
    for letter, advance in zip(text, advances, strict=True):
        middle = angle + (advance - tracking) / 2 / radius
        if not letter.isspace():
            parts.append(glyph_path(letter, face, fonts, _on_circle(middle, advance - tracking, scale, signed)))
        angle += advance / radius
    return " ".join(parts)


def _on_circle(angle: float, advance: float, scale: float, radius: float) -> Matrix:
    """The matrix for a letter at `angle` from the top, or with a negative radius from the bottom, its feet inward."""
    turn = math.copysign(angle, angle * radius)
    cos, sin = math.cos(turn), math.sin(turn)
    x, y = sin * radius - cos * advance / 2, -cos * radius - sin * advance / 2
    return scale * cos, scale * sin, scale * sin, -scale * cos, x, y
