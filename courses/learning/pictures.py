"""The picture of a question with its places, lettered as in the list beside it."""

import html

from courses.learning.rules.kinds import Shown, ShownOption
from media.lecture.drawings import picture
from media.lecture.palette import ACCENTS, INK, WHITE

LETTERS = "ABCDEFGHIJKL"


def drawn(shown: Shown) -> str:
    """An `<svg>` element, "" for a question without a picture. Nothing in it says which place is right."""
    if shown.picture is None:
        return ""
    base = picture(shown.picture.diagram, ACCENTS["teal"], cut=shown.picture.cut)
    size = (base.width, base.height)
    lettered = [
        (letter, option, _corners(option, size)) for letter, option in zip(LETTERS, shown.options, strict=False)
    ]
    # Small places lie on large ones, so that each can be reached.
    lettered.sort(key=lambda one: -_spread(one[2]))
    radius = base.width // 40
    places = "".join(_place(letter, option, corners, radius) for letter, option, corners in lettered)
    return (
        f'<svg class="hotspot__picture" role="img" aria-label="{html.escape(shown.picture.alt)}"'
        f' viewBox="0 0 {base.width} {base.height}">{base.inside}{places}</svg>'
    )


_Corners = list[tuple[int, int]]


def _corners(option: ShownOption, size: tuple[int, int]) -> _Corners:
    width, height = size
    if len(option.shape) == 4:
        left, top, wide, high = option.shape
        points = [(left, top), (left + wide, top), (left + wide, top + high), (left, top + high)]
    else:
        points = list(zip(option.shape[::2], option.shape[1::2], strict=True))
    return [(x * width // 1000, y * height // 1000) for x, y in points]


def _spread(corners: _Corners) -> int:
    """The area of the box around them."""
    across, down = ([point[axis] for point in corners] for axis in (0, 1))
    return (max(across) - min(across)) * (max(down) - min(down))


def _place(letter: str, option: ShownOption, corners: _Corners, radius: int) -> str:
    points = " ".join(f"{x},{y}" for x, y in corners)
    x, y = (at + radius + 4 for at in corners[0])
    size = radius * 5 // 4
    chosen = " data-chosen" if option.is_chosen else ""
    return (
        f'<g class="hotspot__place" data-token="{html.escape(option.token)}"{chosen}><polygon points="{points}"/>'
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{WHITE}" stroke="{INK}" stroke-width="3"/>'
        f'<text x="{x}" y="{y + size * 3 // 8}" text-anchor="middle" font-size="{size}" font-weight="700"'
        f' fill="{INK}">{letter}</text></g>'
    )
