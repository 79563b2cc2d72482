"""A lecture of slides as a text to read: for whoever waits for its film, cannot play it, or writes it."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from media.lecture.deck import Block, DeckInvalid, Diagram, Grid, Points, Slide, parse


class ReadableSlide(msgspec.Struct, frozen=True):
    """One slide. `shown` is what stands on it, as Markdown; `spoken` the whole narration. `chapter` only where one
    begins.
    """

    title: str
    shown: str
    spoken: str
    chapter: str = ""


@lru_cache(maxsize=128)
def readable(deck: str) -> tuple[ReadableSlide, ...]:
    """The slides of a deck; none for a text that is no deck."""
    try:
        slides = parse(deck).slides
    except DeckInvalid:
        return ()
    before = ["", *(slide.chapter for slide in slides)]
    return tuple(
        _readable(slide, slide.chapter if slide.chapter != last else "")
        for slide, last in zip(slides, before, strict=False)
    )


def _readable(slide: Slide, chapter: str) -> ReadableSlide:
    shown = "\n\n".join("\n".join(_lines(block)) for block in slide.blocks)
    return ReadableSlide(_plain(slide.title), shown, " ".join(slide.sentences), chapter)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Points(items):
            yield from (f"- {item}" for item in items)
        case Diagram(_, items):
            yield from (f"{number}. {item}" for number, item in enumerate(items, start=1))
        case Grid(header, rows):
            yield _row(header)
            yield _row(("---",) * len(header))
            yield from map(_row, rows)
        case _:
            yield block.text


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(words: str) -> str:
    """Without the marks of emphasis, for headings."""
    return words.replace("**", "")
