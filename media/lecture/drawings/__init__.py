"""Diagrams drawn by code, one family a file. `KINDS` says what each is called and which items it takes."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from media.lecture.drawings import measures, records, scenes, sequences, sketches, structures
from media.lecture.drawings.canvas import LINE, WIDTH, Drawing, Label
from media.lecture.drawings.fitting import SIZES, balanced, fits, plain, sizes_of
from media.lecture.drawings.picture import Picture, picture_parts, pictured
from media.lecture.markup import inline
from media.lecture.palette import Accent, colored

__all__ = ["KINDS", "Kind", "Picture", "draw", "picture", "picture_parts", "refusal"]


def _nothing(_: Sequence[str]) -> str:
    return ""


class Kind(msgspec.Struct, frozen=True):
    """A drawing and the items it takes: `parts` are what bars in an item divide, (1, 1) for plain words."""

    draw: Callable[[Sequence[str]], Drawing]
    least: int
    most: int
    parts: tuple[int, int] = (1, 1)
    plain_first: bool = False
    """The first item has no bar: it is the question or the roof over the others."""
    refusal: Callable[[Sequence[str]], str] = _nothing
    """What else may be wrong, as a sentence."""


KINDS: Final = {
    "balance": Kind(measures.balance, 2, 5, (2, 2)),
    "bars": Kind(measures.bars, 2, 6, (2, 2), refusal=measures.without_number),
    "branch": Kind(structures.branch, 3, 5, (2, 2), plain_first=True),
    "chain": Kind(sequences.chain, 3, 6),
    "cycle": Kind(sequences.cycle, 2, 7),
    "exploded-view": Kind(records.exploded_view, 2, 5),
    "flow": Kind(sequences.flow, 2, 5),
    "hot-spot-map": Kind(scenes.hot_spot_map, 2, 4),
    "ladder": Kind(sequences.ladder, 3, 6),
    "overlap": Kind(structures.overlap, 2, 3),
    "perimeters": Kind(scenes.perimeters, 3, 5),
    "photo-ranges": Kind(records.photo_ranges, 3, 4),
    "pillars": Kind(structures.pillars, 3, 6, (1, 2), plain_first=True),
    "rings": Kind(structures.rings, 2, 5),
    "search-patterns": Kind(scenes.search_patterns, 4, 4),
    "share": Kind(measures.share, 1, 2, (2, 2), refusal=measures.beyond_hundred),
    "sketch": Kind(sketches.right_angles, 1, 3, (3, 3)),
    "sketch-baseline": Kind(sketches.baseline, 1, 3, (3, 3)),
    "sketch-triangulation": Kind(sketches.triangulation, 1, 2, (3, 3)),
    "steps": Kind(sequences.steps, 2, 7),
    "timeline": Kind(measures.timeline, 2, 6, (2, 2)),
    "tree": Kind(structures.tree, 3, 6),
    "work-area": Kind(scenes.work_area, 4, 4),
}
_FIRST_NAMES: Final = {"cgic-cycle": "cycle", "lead-to-hit": "flow", "canvass-rings": "rings"}
"""What three of them were called at first; decks that say so stay as they are."""


def refusal(name: str, items: Sequence[str]) -> str:
    """Why these items cannot become this drawing, as a sentence to their author; empty when they can."""
    kind = _kind(name)
    if kind is None:
        return f"There is no diagram called “{name}”. Use one of {', '.join(KINDS)}."
    if not kind.least <= len(items) <= kind.most:
        wanted = str(kind.least) if kind.least == kind.most else f"{kind.least} to {kind.most}"
        return f"The diagram {name} takes {wanted} items, not {len(items)}."
    return _form(name, kind, items) or kind.refusal(items) or _length(name, kind, items)


def _kind(name: str) -> Kind | None:
    return KINDS.get(_FIRST_NAMES.get(name, name))


def _form(name: str, kind: Kind, items: Sequence[str]) -> str:
    """What is wrong with the bars in the items."""
    least, most = kind.parts
    for place, item in enumerate(items):
        parts = [part.strip() for part in item.split("|")]
        wanted = (1, 1) if kind.plain_first and place == 0 else (least, most)
        if not wanted[0] <= len(parts) <= wanted[1]:
            number = wanted[0] if len(parts) < wanted[0] else wanted[1]
            form = "no bar |" if number == 1 else f"{number} parts, with bars | between them"
            return f"In the diagram {name}, “{item}” should have {form}."
        if not all(parts):
            return f"In the diagram {name}, a part of “{item}” is empty."
    return ""


def _length(name: str, kind: Kind, items: Sequence[str]) -> str:
    labels = kind.draw(items).labels
    tight = next((label for label in labels if not fits(label, SIZES[-1])), None)
    return f"“{plain(tight.text)}” is too long for the diagram {name}. Shorten it." if tight else ""


def draw(name: str, items: Sequence[str], accent: Accent) -> str:
    """The drawing as HTML. Asks for items that `refusal` lets pass."""
    kind = _kind(name)
    if kind is None:
        raise KeyError(name)
    drawing = kind.draw(items)
    sizes = sizes_of(drawing.labels)
    shapes = colored(drawing.shapes, accent)
    svg = f'<svg width="{WIDTH}" height="{drawing.height}" viewBox="0 0 {WIDTH} {drawing.height}">{shapes}</svg>'
    words = "".join(_words(label, min(sizes[label.group], label.largest)) for label in drawing.labels)
    return f'<div class="figure" style="height:{drawing.height}px">{svg}{words}</div>'


def picture(text: str, accent: Accent, *, cut: int = 1000) -> Picture:
    """The drawing for a page; `text` and `cut` as for `pictured`. Asks for items that `refusal` lets pass."""
    name, items = picture_parts(text)
    kind = _kind(name)
    if kind is None:
        raise KeyError(name)
    return pictured(kind.draw(items), accent, cut=cut)


def _words(label: Label, size: int) -> str:
    left, top, width, height = label.place
    narrow = balanced(label.text, width, size)
    return (
        f'<div class="label {label.align} {label.stand} {label.look}" style="left:{left}px;top:{top}px;width:{width}px;'
        f'height:{height}px;font-size:{size}px;line-height:{LINE}"><div><p style="width:{narrow}px">'
        f"{inline(label.text)}</p></div></div>"
    )
