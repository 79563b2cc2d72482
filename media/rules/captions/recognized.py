"""From recognized words to caption lines a person can read: cut at sentences, two lines of 42, one to seven seconds."""

import math
import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

import msgspec

from media.rules.captions.cues import CUE_LINES, FASTEST, LINE_CHARACTERS
from media.rules.captions.editing import Line

LONGEST_MS: Final = 7_000
SHORTEST_MS: Final = 1_000
PAUSE_MS: Final = 1_500
"""After a silence this long a new line begins, also in the middle of a sentence."""
SURE: Final = 0.5
"""Words the recognizer gives less probability are marked for a person."""
_ENDS: Final = (".", "?", "!", "…")
_QUOTES: Final = "\"'”’)]"


class Word(msgspec.Struct, frozen=True):
    """One recognized word with its time in milliseconds and the recognizer's own probability, 0 to 1."""

    start_ms: int
    end_ms: int
    text: str
    probability: float = 1.0


Run = tuple[Word, ...]


def drafted(words: Sequence[Word]) -> tuple[Line, ...]:
    """Caption lines of all words, in order, none over another; doubtful words are named on their line."""
    runs = _joined([run for sentence in _sentences(_steady(words)) for run in _cut(sentence)])
    following = [run[0].start_ms for run in runs[1:]]
    return tuple(_line(run, until) for run, until in zip_longest(runs, following))


def _steady(words: Sequence[Word]) -> Iterator[Word]:
    """Words in pieces that fit a line, with times that never go back and never stand still."""
    at = 0
    for word in words:
        for piece in textwrap.wrap(word.text.strip(), LINE_CHARACTERS):
            start = max(at, word.start_ms)
            at = max(start + 1, min(word.end_ms, start + LONGEST_MS))
            yield Word(start, at, piece, word.probability)


def _sentences(words: Iterator[Word]) -> Iterator[Run]:
    run: list[Word] = []
    for word in words:
        if run and (word.start_ms - run[-1].end_ms >= PAUSE_MS or run[-1].text.rstrip(_QUOTES).endswith(_ENDS)):
            yield tuple(run)
            run = []
        run.append(word)
    if run:
        yield tuple(run)


def _cut(sentence: Run) -> list[Run]:
    """A sentence in as few runs as fit, about equally long, so that no line ends in one lost word."""
    for count in range(1, len(sentence) + 1):
        runs = _shares(sentence, count)
        if all(map(_fits, runs)):
            return runs
    return [(word,) for word in sentence]


def _shares(sentence: Run, count: int) -> list[Run]:
    total = sum(len(word.text) for word in sentence)
    shares: list[list[Word]] = [[] for _ in range(count)]
    passed = 0
    for word in sentence:
        shares[min(count - 1, (passed + len(word.text) // 2) * count // max(1, total))].append(word)
        passed += len(word.text)
    return [tuple(share) for share in shares if share]


def _fits(run: Run) -> bool:
    return len(_wrapped(run)) <= CUE_LINES and run[-1].end_ms - run[0].start_ms <= LONGEST_MS


def _wrapped(run: Run) -> list[str]:
    """Lines of at most 42 characters, the two of a pair about equally long."""
    text = " ".join(word.text for word in run)
    lines = textwrap.wrap(text, LINE_CHARACTERS, break_on_hyphens=False)
    if len(lines) != CUE_LINES:
        return lines
    even = textwrap.wrap(text, max(math.ceil(len(text) / 2) + 4, max(len(word.text) for word in run)),
                         break_on_hyphens=False)  # fmt: skip
    return even if len(even) == CUE_LINES and max(map(len, even)) <= LINE_CHARACTERS else lines


def _joined(runs: list[Run]) -> list[Run]:
    """A run too short to read joins the one after it when both fit on one caption and no pause lies between."""
    joined: list[Run] = []
    for run in runs:
        both = (*joined[-1], *run) if joined else run
        if joined and _is_hasty(joined[-1], run[0].start_ms) and _fits(both):
            joined[-1] = both
        else:
            joined.append(run)
    return joined


def _is_hasty(run: Run, next_ms: int) -> bool:
    return next_ms - run[0].start_ms < _needed_ms(" ".join(word.text for word in run))


def _needed_ms(text: str) -> int:
    return max(SHORTEST_MS, math.ceil(len(text) * 1000 / FASTEST))


def _line(run: Run, until_ms: int | None) -> Line:
    """A run as a line; it stays as long as reading takes, if the next one leaves it the time."""
    text = "\n".join(_wrapped(run))
    start = run[0].start_ms
    end = min(max(run[-1].end_ms, start + _needed_ms(text)), start + LONGEST_MS)
    doubts = tuple(word.text for word in run if word.probability < SURE)
    return Line(start, end if until_ms is None else min(end, until_ms), text, doubts)
