"""How large words may be so that they stay in their boxes: measured before anything is laid out.

The widths are those of the slides' two typefaces in their heavier cut, rounded up, so that a line breaks here before
it would break on the slide, never after.
"""

import re
from collections.abc import Iterable
from typing import Final

from media.lecture.drawings.canvas import LINE, Label

SIZES: Final = (48, 44, 40, 37, 34, 31)
"""Pixels on a slide of 1920; the smallest still reads on a phone held sideways."""

_GROUPS: Final = {
    0.25: " \u2019'",
    0.35: ".:i,;|!jl",
    0.4: "`I([]){}/\\-Jf",
    0.45: "t",
    0.5: 'r*"z\u201c\u201d',
    0.55: "1^s?_c",
    0.6: "vyaoe<>+=~\u2013",
    0.65: "kLhupqbdFT#72gE0694P3",
    0.7: "nYZ58$BSx",
    0.75: "RVKXCDAGO&",
    0.8: "UQN",
    0.85: "Hw",
}
_WIDTHS: Final = {character: width for width, group in _GROUPS.items() for character in group}
_WIDEST: Final = 1.05
_PIECES: Final = re.compile(r"(?<=[A-Za-z]{2}-)(?=[A-Za-z]{2})")
_MARKS: Final = re.compile(r"\*\*|(?<!\w)[*_]|[*_](?!\w)")


def plain(text: str) -> str:
    """The words without the stars of their markup."""
    return _MARKS.sub("", text)


def width_of(text: str, size: int) -> float:
    """At most this many pixels; characters we do not know count as the widest."""
    return sum(_WIDTHS.get(character, _WIDEST) for character in text) * size


def broken(text: str, width: int, size: int) -> list[str]:
    """The lines the text takes in a box of this width; none when a word, or a part of a hyphenated one, is wider."""
    lines, filled = [""], 0.0
    for word in plain(text).split():
        for place, piece in enumerate(_PIECES.split(word)):
            length = width_of(piece, size)
            if length > width:
                return []
            space = " " if filled and not place else ""
            if filled and filled + width_of(space, size) + length > width:
                lines.append(piece)
                filled = length
            else:
                lines[-1] += space + piece
                filled += width_of(space, size) + length
    return lines


def lines_of(text: str, width: int, size: int) -> int:
    """How many lines that are; 0 when a word is wider."""
    return len(broken(text, width, size))


def balanced(text: str, width: int, size: int) -> int:
    """The narrowest width that takes no more lines, so that no word stands alone on the last one."""
    lines = lines_of(text, width, size)
    if lines < 2:
        return width
    return next(narrow for narrow in range(width // lines, width + 1) if lines_of(text, narrow, size) == lines)


def fits(label: Label, size: int) -> bool:
    """Whether the label's words stay in its box at this size."""
    size = min(size, label.largest)
    lines = lines_of(label.text, label.width, size)
    return lines > 0 and round(lines * size * LINE) <= label.height


def sizes_of(labels: Iterable[Label]) -> dict[str, int]:
    """The largest size for each group of labels, so that equals look equal. Every label must fit in the smallest."""
    groups: dict[str, int] = {}
    for label in labels:
        at_most = groups.get(label.group, SIZES[0])
        groups[label.group] = next(size for size in SIZES if size <= at_most and fits(label, size))
    return groups
