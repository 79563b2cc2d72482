"""What is said, sentence by sentence: captions are cut to fit the screen, people look for sentences."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

import msgspec

from media.rules.captions.cues import Cue

MOST_CHARACTERS: Final = 400
"""A speaker without full stops is cut here, so that what is found can be read at a glance."""
PAUSE_MS: Final = 4000
"""Who is silent for so long has ended the sentence."""
_END: Final = re.compile(r"(?<=[.?!\u2026])[\"')\u201d\u2019]*\s+")
_ENDED: Final = re.compile(r"[.?!\u2026][\"')\u201d\u2019]*\Z")
_ABBREVIATED: Final = re.compile(r"(?:\b(?:[A-Z]\.)+|\b(?:Mr|Mrs|Ms|Dr|No|St|Lt|Sgt|Det|Capt|vs|e\.g|i\.e)\.)\Z")


class Spoken(msgspec.Struct, frozen=True):
    """One sentence and when it begins."""

    start_ms: int
    text: str


def sentences(cues: Iterable[Cue]) -> tuple[Spoken, ...]:
    """The sentences of captions in order of time; no word is lost or said twice.

    One that begins inside a caption begins where its letters stand between the caption's start and end.
    """
    found: list[Spoken] = []
    open_since, words, said_until = 0, "", 0
    for start, end, text in _parts(cues):
        if words and (start - said_until > PAUSE_MS or len(words) + len(text) > MOST_CHARACTERS):
            found.append(Spoken(open_since, words))
            words = ""
        open_since = open_since if words else start
        words, said_until = f"{words} {text}".strip(), end
        if _ENDED.search(words) and not _ABBREVIATED.search(words):
            found.append(Spoken(open_since, words))
            words = ""
    return (*found, Spoken(open_since, words)) if words else tuple(found)


def _parts(cues: Iterable[Cue]) -> Iterator[tuple[int, int, str]]:
    """Start, end and text of each caption, cut where a sentence ends in it."""
    for cue in cues:
        text = " ".join(cue.text.split())
        cuts = [0, *(match.end() for match in _END.finditer(text)), len(text)]
        for begin, stop in pairwise(cuts):
            if part := text[begin:stop].strip():
                yield _at(cue, begin, text), _at(cue, stop, text), part


def _at(cue: Cue, letter: int, text: str) -> int:
    return cue.start_ms + (cue.end_ms - cue.start_ms) * letter // max(len(text), 1)
