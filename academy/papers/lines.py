"""Single lines of text, set exactly as the press sets them: same shaping, kerning and ligatures, without a document."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from math import inf
from typing import Any

import msgspec
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import split_first_line


class Typeface(msgspec.Struct, frozen=True):
    """A face as a stylesheet names it."""

    family: str
    weight: int
    italic: bool = False


class Line(msgspec.Struct, frozen=True):
    """A line that was set. Lengths are CSS pixels; `sink` is how far the baseline lies below the line's middle."""

    width: float
    sink: float
    font: str
    shown: tuple[str, ...]

    def operators(self, x: float, y: float) -> str:
        """What stands between BT and ET when the baseline begins at x, y on a page whose y runs downward."""
        return "\n".join([f"1 0 0 -1 {_number(x)} {_number(y)} Tm", *self.shown])


class Setter:
    """Sets lines in the faces of one press. Like the press: from one thread only.

    The typesetter rounds a letter's width when it first meets it, at the size it has then. `first`: what to set before
    anything else, so that every process rounds alike.
    """

    def __init__(self, fonts: FontConfiguration, language: str, first: Iterable[tuple[str, Typeface, float]]) -> None:
        self._fonts = fonts
        self._language = language
        # The typesetter's own page stream, asked for text alone: what it writes is what the press would write.
        self._stream = Stream({}, (), {}, {}, None, {}, None)
        for text, face, size in first:
            self._set(text, face, size)
        # Names are new each time, but their agency, dates and marks are not.
        self.line: Callable[[str, Typeface, float], Line] = lru_cache(maxsize=512)(self._set)

    def _set(self, text: str, face: Typeface, size: float) -> Line:
        """The text at a size in CSS pixels. A letter without a glyph is left to whoever knows the font's letters."""
        style = self._style(face, size)
        layout, _, _, width, height, baseline = split_first_line(text, style, None, inf, 0)
        layout.reactivate(style)
        self._stream.stream = []
        self._stream.push_state()
        self._stream.pop_state()  # or it would keep quiet about the font when the line before had the same
        draw_first_line(self._stream, _TextBox(layout, style), "clip", "none", Matrix(d=-1))
        layout.deactivate()
        _, *shown = (part if isinstance(part, str) else part.decode("ascii") for part in self._stream.stream)
        return Line(width, baseline - height / 2, shown[0].split(" ")[0].lstrip("/"), tuple(shown))

    def _style(self, face: Typeface, size: float) -> "_Style":
        style = _Style(INITIAL_VALUES)
        style.font_config = self._fonts
        style.update(
            font_family=[face.family],
            font_weight=face.weight,
            font_style="italic" if face.italic else "normal",
            font_size=size,
            white_space="nowrap",
            lang=self._language,
        )
        return style


class _Style(dict[str, object]):
    """Computed values as the typesetter hands them around: a dictionary that knows the fonts."""

    font_config: FontConfiguration


class _TextBox:
    """As much of a box as drawing a line asks for."""

    def __init__(self, layout: Any, style: _Style) -> None:
        self.pango_layout = layout
        self.style = style
        self.text = layout.text


def _number(value: float) -> str:
    return f"{value:f}".rstrip("0").rstrip(".")
