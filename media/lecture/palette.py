"""The colors of slides. Words are INK or MUTED on PAPER, or PAPER on INK; accents are for lines and grounds only."""

from typing import Final

import msgspec

INK: Final = "#14264a"
MUTED: Final = "#5a6478"
PAPER: Final = "#fbfaf5"
WHITE: Final = "#ffffff"
MIST: Final = "#e9ecf3"


class Accent(msgspec.Struct, frozen=True):
    """A quiet color for lines, at least 3:1 on PAPER, and its `tint`, on which INK still reads at 10:1 or more."""

    line: str
    tint: str
    mark: str
    """What is drawn faintly on the panels of its first and last slides, as SVG of 64 x 64."""


_CASING: Final = (
    '<circle cx="32" cy="32" r="30"/><circle cx="32" cy="32" r="26"/><circle cx="32" cy="32" r="18"'
    ' stroke-dasharray="3 6"/><circle cx="32" cy="32" r="9"/><circle cx="32" cy="32" r="1.5"/>'
)
_MARKER: Final = (
    '<path d="M16 46l6-36h14l12 36zM22 10h14l10 36M2 46h60M6 52h52M14 50v4M24 50v4M34 50v4M44 50v4"/>'
    '<path d="M27 22l5-3v20M27 39h10"/>'
)
_COMPASS: Final = (
    '<circle cx="32" cy="32" r="29"/><path d="M41 22l-5 13-13 7 5-13z"/><circle cx="32" cy="32" r="2.5"/>'
    '<path d="M32 7v5M32 52v5M7 32h5M52 32h5"/>'
)
ACCENTS: Final = {
    "gold": Accent("#a8843a", "#f4ecd9", _CASING),
    "teal": Accent("#2b7a78", "#dcecea", _MARKER),
    "plum": Accent("#86546f", "#f2e6ed", _COMPASS),
}
"""A course keeps one of these for all of its decks; the marks are those of the catalog."""
FIRST_ACCENT: Final = "gold"

ACCENT: Final = "accent-line"
TINT: Final = "accent-tint"
"""What drawings and styles say for the colors of an accent until a slide is printed."""


def colored(text: str, accent: Accent) -> str:
    """The shapes or styles with the accent's real colors."""
    return text.replace(ACCENT, accent.line).replace(TINT, accent.tint)
