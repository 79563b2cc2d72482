"""When each slide shows and each caption stands: exact, because we know the length of every spoken sentence."""

import math
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from media.lecture.deck import Deck
from media.rules.captions import CUE_LINES, LINE_CHARACTERS, Cue
from media.rules.chapters import Chapter

FRAME_RATE: Final = 10
BREATH_MS: Final = 280
"""Between two sentences."""
OPENING_MS: Final = 400
"""Before the first word of a slide, so that the eye arrives first."""
CLOSING_MS: Final = 600


class Span(msgspec.Struct, frozen=True):
    """One sentence on the time line, in samples."""

    start: int
    end: int
    text: str


class Stay(msgspec.Struct, frozen=True):
    """How long one slide is shown, in samples, and what is said while it is."""

    start: int
    end: int
    spans: tuple[Span, ...]


def lay_out(deck: Deck, lengths: Sequence[Sequence[int]], rate: int) -> tuple[Stay, ...]:
    """Put all sentences on one time line. `lengths` are samples per sentence, slide by slide; `rate` samples a second.

    Every slide lasts a whole number of frames, so pictures and sound never drift apart.
    """
    stays: list[Stay] = []
    start = 0
    for slide, spoken in zip(deck.slides, lengths, strict=True):
        spans = tuple(_spans(slide.sentences, spoken, start + OPENING_MS * rate // 1000, rate))
        spoken_until = spans[-1].end + CLOSING_MS * rate // 1000
        frame = rate // FRAME_RATE
        end = start + math.ceil((spoken_until - start) / frame) * frame
        stays.append(Stay(start, end, spans))
        start = end
    return tuple(stays)


def _spans(sentences: Sequence[str], spoken: Sequence[int], at: int, rate: int) -> Iterator[Span]:
    for text, length in zip(sentences, spoken, strict=True):
        yield Span(at, at + length, text)
        at += length + BREATH_MS * rate // 1000


def cues(stays: Sequence[Stay], rate: int) -> tuple[Cue, ...]:
    """The captions of all sentences; a long sentence is shared out by the number of its characters."""
    return tuple(cue for stay in stays for span in stay.spans for cue in _sentence_cues(span, rate))


def _sentence_cues(span: Span, rate: int) -> Iterator[Cue]:
    parts = caption_parts(span.text)
    total = sum(map(len, parts))
    told = 0
    for part in parts:
        start = span.start + (span.end - span.start) * told // total
        told += len(part)
        end = span.start + (span.end - span.start) * told // total
        yield Cue(start * 1000 // rate, end * 1000 // rate, part)


def caption_parts(sentence: str) -> tuple[str, ...]:
    """A sentence as captions of at most two lines of 42 characters, about equally long."""
    words = [piece for word in sentence.split() for piece in textwrap.wrap(word, LINE_CHARACTERS)]
    count = max(1, math.ceil(len(" ".join(words)) / (CUE_LINES * LINE_CHARACTERS)))
    while True:
        parts = [_two_lines(share) for share in _shares(words, count)]
        if all(len(part) <= CUE_LINES for part in parts):
            return tuple("\n".join(part) for part in parts)
        count += 1


def _shares(words: Sequence[str], count: int) -> list[list[str]]:
    """Words in `count` runs of about the same number of characters; a run may be empty and is then left out."""
    total = sum(map(len, words))
    shares: list[list[str]] = [[] for _ in range(count)]
    passed = 0
    for word in words:
        shares[min(count - 1, (passed + len(word) // 2) * count // max(1, total))].append(word)
        passed += len(word)
    return [share for share in shares if share]


def _two_lines(words: Sequence[str]) -> list[str]:
    """Lines of at most 42 characters, the two of a pair about equally long."""
    text = " ".join(words)
    lines = textwrap.wrap(text, LINE_CHARACTERS)
    if len(lines) != CUE_LINES:
        return lines
    even = textwrap.wrap(text, max(math.ceil(len(text) / 2) + 4, max(map(len, words))))
    return even if len(even) == CUE_LINES and max(map(len, even)) <= LINE_CHARACTERS else lines


def chapters(deck: Deck, stays: Sequence[Stay], rate: int) -> tuple[Chapter, ...]:
    """Where the deck's chapters start; without any, every slide's title is one."""
    found: list[Chapter] = []
    named = any(slide.chapter for slide in deck.slides)
    for slide, stay in zip(deck.slides, stays, strict=True):
        title = (slide.chapter or deck.title) if named else slide.title
        if not found or found[-1].title != title:
            found.append(Chapter(stay.start * 1000 // rate, title))
    return tuple(found)
