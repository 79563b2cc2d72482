"""What stands on a slide, as HTML: eyebrow, title, blocks and footer, and the panel of the first and the last slide."""

from collections.abc import Iterator, Sized
from typing import Final

from media.lecture.deck import Block, Deck, Diagram, Grid, Points, Prose, Slide
from media.lecture.drawings import draw
from media.lecture.drawings.fitting import balanced, lines_of
from media.lecture.markup import inline
from media.lecture.palette import ACCENTS, Accent
from media.lecture.speech import LABEL

COLUMN_CHARACTERS: Final = 30
SAYING_CHARACTERS: Final = 120
CLOSING: Final = "Take away"
SHORT_WORD: Final = 8
FEW: Final = 3
"""So many statements or rows have air between them."""
_BAND: Final = '<div class="band"></div>'
_TITLE_SIZE: Final = 66
_WIDE: Final = 1656
_NARROW: Final = 988
_PANEL_SIZES: Final = (60, 54, 48, 42, 36)
_PANEL_WIDTH: Final = 470
_PANEL_LINES: Final = 6


def sheets(deck: Deck, place: int) -> Iterator[str]:
    """The slide in the looks it may have, the best one first.

    The first and the last slide have a panel beside them, unless they hold a drawing, which is as wide as a slide.
    """
    slide = deck.slides[place]
    if place in {0, len(deck.slides) - 1} and not any(isinstance(block, Diagram) for block in slide.blocks):
        panel = _closing(deck) if place else _opening(deck)
        eyebrow = _eyebrow("" if place else slide.chapter)
        body = _body(slide, deck, narrow=True) + _footer(deck.course, place)
        yield f'<body class="bookend">{_mark(deck)}{panel}{eyebrow}{body}'
    voice = "" if place else f'<span class="voice">{LABEL}</span>'
    names = " · ".join(name for name in (deck.module or deck.instructor, deck.title) if name)
    body = _body(slide, deck, narrow=False) + _footer(names, place)
    yield f'<body><div class="edge"></div>{_BAND}{_eyebrow(slide.chapter, voice)}{body}'


def _body(slide: Slide, deck: Deck, *, narrow: bool) -> str:
    blocks = (_block(block, ACCENTS[deck.accent], narrow=narrow) for block in slide.blocks)
    width = balanced(slide.title, _NARROW if narrow else _WIDE, _TITLE_SIZE)
    title = f'<h1><span style="max-width:{width}px">{inline(slide.title)}</span></h1>'
    return title + "".join(blocks)


def _footer(names: str, place: int) -> str:
    return f"<footer><b>{place + 1}</b><span>{inline(names)}</span></footer>"


def _eyebrow(chapter: str, voice: str = "") -> str:
    return f'<p class="eyebrow">{inline(chapter)}{voice}</p>'


def _opening(deck: Deck) -> str:
    names = f"<p>{inline(deck.course)}</p>{_name(deck.title)}<p>{inline(deck.module or deck.instructor)}</p>"
    return f'<div class="panel">{names}<p class="voice">{LABEL}</p></div>'


def _closing(deck: Deck) -> str:
    return f'<div class="panel"><p>{inline(deck.course)}</p>{_name(CLOSING)}<p>{inline(deck.title)}</p></div>'


def _mark(deck: Deck) -> str:
    """The panel's ground, with the course's mark cut off by its edges."""
    accent = ACCENTS[deck.accent]
    svg = f'<svg class="mark" width="440" height="440" viewBox="0 0 64 64" fill="none" stroke="{accent.line}">'
    return f'<div class="edge">{svg}{accent.mark}</svg></div>{_BAND}'


def _name(words: str) -> str:
    """The large words of a panel, in a size that leaves room below them."""
    fitting = (size for size in _PANEL_SIZES if 0 < lines_of(words, _PANEL_WIDTH, size) <= _PANEL_LINES)
    return f'<p class="name" style="font-size:{next(fitting, _PANEL_SIZES[-1])}px">{inline(words)}</p>'


def _block(block: Block, accent: Accent, *, narrow: bool) -> str:
    match block:
        case Points(items):
            return _list(items) if narrow else _points(items)
        case Grid(header, rows):
            air = _air(rows)
            return f"<table{air}>{_row('th', header)}{''.join(_row('td', row) for row in rows)}</table>"
        case Diagram(name, items):
            return draw(name, items, accent)
        case Prose(text):
            look = ' class="saying"' if len(text) <= SAYING_CHARACTERS else ""
            return f"<p{look}>{inline(text)}</p>"


def _points(items: tuple[str, ...]) -> str:
    """A few short words stand side by side, statements below each other."""
    if 2 <= len(items) <= 4 and all(len(item) <= COLUMN_CHARACTERS for item in items):
        return f'<div class="columns">{"".join(f"<div>{inline(item)}</div>" for item in items)}</div>'
    return _list(items)


def _list(items: tuple[str, ...]) -> str:
    return f"<ul{_air(items)}>{''.join(f'<li>{inline(_held(item))}</li>' for item in items)}</ul>"


def _held(statement: str) -> str:
    """The statement with a short last word held to the one before, so that it never stands alone on a line."""
    rest, _, last = statement.rpartition(" ")
    return f"{rest}\u00a0{last}" if rest and len(last) <= SHORT_WORD else statement


def _air(rows: Sized) -> str:
    return ' class="few"' if len(rows) <= FEW else ""


def _row(tag: str, cells: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<{tag}>{inline(cell)}</{tag}>' for cell in cells)}</tr>"
