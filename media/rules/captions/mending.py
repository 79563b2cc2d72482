"""Captions one after the other: what stands in no order or over each other is put right without losing a word."""

from collections.abc import Iterator, Sequence
from typing import Final

from media.rules.captions.cues import Cue

SHORTEST_MS: Final = 500
"""A caption cut shorter than this by the next one joins it instead: nobody could read it."""


def mend(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The same words in order of time, no caption over another. What is in order already comes back unchanged."""
    mended: list[Cue] = []
    for cue in sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms)):
        if mended and cue.start_ms < mended[-1].end_ms:
            mended[-1:] = _apart(mended[-1], cue)
        else:
            mended.append(cue)
    return tuple(mended)


def _apart(earlier: Cue, later: Cue) -> Iterator[Cue]:
    """Two that overlap: the earlier ends where the later starts, or, with too little time left, both are one."""
    if later.start_ms - earlier.start_ms >= SHORTEST_MS:
        yield Cue(earlier.start_ms, later.start_ms, earlier.text)
        yield later
    else:
        yield Cue(earlier.start_ms, max(earlier.end_ms, later.end_ms), f"{earlier.text}\n{later.text}")
