"""One caption and what is said of many: how they print as WebVTT, and what a reviewer should look at."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

LINE_CHARACTERS: Final = 42
CUE_LINES: Final = 2
FASTEST: Final = 20
"""Characters a second most people can still read (common broadcasters' rule)."""


class Cue(msgspec.Struct, frozen=True):
    """One caption: shown from start to end, lines split by newline, plain text without tags."""

    start_ms: int
    end_ms: int
    text: str


def to_vtt(cues: Iterable[Cue], *, note: str = "") -> str:
    """Print WebVTT that every player reads; `parse` gives the same cues back. `note` is one line for human readers."""
    head = "WEBVTT\n" + (f"\nNOTE {note}\n" if note else "")
    return head + "".join(f"\n{stamp(cue.start_ms)} --> {stamp(cue.end_ms)}\n{_escaped(cue.text)}\n" for cue in cues)


def to_text(cues: Iterable[Cue], *, title: str) -> str:
    """Print a transcript for reading: the title, then every caption on a line with the time it begins at."""
    lines = (f"{stamp(cue.start_ms)[:8]}  {' '.join(cue.text.split())}\n" for cue in cues)
    return f"{title}\n\n{''.join(lines)}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def stamp(ms: int) -> str:
    """A time as WebVTT writes it: 00:01:02.500."""
    seconds, milliseconds = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"


def check(cues: Sequence[Cue], duration_ms: int) -> tuple[str, ...]:
    """What a reviewer should look at before these captions are published, as sentences; cues in order of time."""
    return (*_whole_file_findings(cues, duration_ms), *_cue_findings(cues))


def _whole_file_findings(cues: Sequence[Cue], duration_ms: int) -> Iterator[str]:
    late = sum(cue.end_ms > duration_ms + 500 for cue in cues)
    if late:
        yield f"{late} captions end after the recording does. Are they for another cut?"
    covered = sum(cue.end_ms - cue.start_ms for cue in cues)
    if covered * 2 < duration_ms:
        yield "The captions cover less than half of the recording. Is a part missing?"


def _cue_findings(cues: Sequence[Cue]) -> Iterator[str]:
    for cue, following in zip(cues, [*cues[1:], None], strict=True):
        at = stamp(cue.start_ms)[:8]
        if following and following.start_ms < cue.end_ms:
            yield f"At {at} two captions overlap."
        lines = cue.text.split("\n")
        if len(lines) > CUE_LINES or max(map(len, lines)) > LINE_CHARACTERS:
            yield f"At {at} the caption is longer than {CUE_LINES} lines of {LINE_CHARACTERS} characters."
        if len(cue.text) * 1000 > FASTEST * (cue.end_ms - cue.start_ms):
            yield f"At {at} the caption is too fast to read."
