"""A change of a lecture as people read one: slide by slide, not as the marks a deck is written in."""

from collections.abc import Iterator

import msgspec

from courses.content.changes import Change
from media.lecture.deck import Block, DeckInvalid, Diagram, Grid, Points, Slide, parse


class SlideText(msgspec.Struct, frozen=True):
    """What one slide shows, line by line, and what is said to it."""

    title: str
    lines: tuple[str, ...]
    spoken: str


class ShownChange(Change, frozen=True, kw_only=True):
    """A change; a lecture that is new or gone as a whole has `slides`, all others only pieces of text."""

    slides: tuple[SlideText, ...] = ()


def shown(change: Change) -> ShownChange:
    """The change with its slides, if a whole deck came or went."""
    whole = change.group == "lecture" and len(change.pieces) == 1
    return ShownChange(
        **{name: getattr(change, name) for name in Change.__struct_fields__},
        slides=slides_of(change.pieces[0].text) if whole else (),
    )


def slides_of(text: str) -> tuple[SlideText, ...]:
    """The slides of a deck; none for what is not a deck, such as the code of a recording."""
    try:
        deck = parse(text)
    except DeckInvalid:
        return ()
    return tuple(_said(slide) for slide in deck.slides)


def _said(slide: Slide) -> SlideText:
    lines = (line.replace("**", "") for line in _lines(slide.blocks))
    return SlideText(slide.title, tuple(lines), " ".join(slide.sentences))


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Points() | Diagram():
                yield from block.items
            case Grid():
                yield from (" | ".join(row) for row in (block.header, *block.rows))
            case _:
                yield block.text
