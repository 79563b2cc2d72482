"""Captions while a person corrects them: lines with the words still in doubt, changed a few at a time."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import msgspec

from academy.errors import Conflict, Invalid
from media.rules.captions.cues import Cue
from media.rules.captions.reading import MOST_CUES

LONGEST_TEXT: Final = 400
_CLOCK: Final = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,4})(?:[.,](\d{1,3}))?")


class Line(msgspec.Struct, frozen=True):
    """A caption under review. `doubts`: words of a draft that a person has not looked at yet."""

    start_ms: int
    end_ms: int
    text: str
    doubts: tuple[str, ...] = ()


class Typed(msgspec.Struct, frozen=True):
    """A line as it stood in the plain form: times as written, and whether the box at its words was ticked."""

    text: str
    start: str = ""
    end: str = ""
    looked: bool = False


class LinesChanged(Conflict):
    """The lines that somebody corrected do not stand any more as they were shown."""

    code = "lines_changed"
    sentence = (
        "Somebody changed this line in another window. Your words are kept here; load the newest lines to compare."
    )


class LinesUnchecked(Conflict):
    """A review is finished before all doubtful lines were looked at."""

    code = "lines_unchecked"
    sentence = "Some lines are still marked. Listen to each of them, then mark the captions as reviewed."


def lines_of(cues: Sequence[Cue], doubts: dict[int, tuple[str, ...]]) -> tuple[Line, ...]:
    """Cues with their doubtful words, which are kept by the place of the cue."""
    return tuple(Line(cue.start_ms, cue.end_ms, cue.text, doubts.get(n, ())) for n, cue in enumerate(cues))


def cues_of(lines: Sequence[Line]) -> tuple[Cue, ...]:
    """The captions alone."""
    return tuple(Cue(line.start_ms, line.end_ms, line.text) for line in lines)


def doubts_of(lines: Sequence[Line]) -> dict[int, tuple[str, ...]]:
    """The doubtful words alone, by the place of their line."""
    return {n: line.doubts for n, line in enumerate(lines) if line.doubts}


def patched(lines: Sequence[Line], was: Sequence[Line], now: Sequence[Line], *, near: int) -> tuple[Line, ...]:
    """All lines with one run of them replaced. `was`: the run as the reader saw it, `near`: where it stood then.

    Lines may have moved because others were split or joined elsewhere: the run is found by its times and words. Raises
    LinesChanged when it is not there any more, Invalid when the new lines cannot stand there.
    """
    at = _place(lines, was, near)
    whole = (*lines[:at], *map(_tidy, now), *lines[at + len(was) :])
    _demand_order(whole[max(0, at - 1) : at + len(now) + 1])
    if not whole or len(whole) > MOST_CUES:
        raise Invalid(fields={"text": f"Captions have between one line and {MOST_CUES:,}."})
    return whole


def _place(lines: Sequence[Line], was: Sequence[Line], near: int) -> int:
    wanted = cues_of(was)
    places = range(len(lines) - len(was) + 1) if was else range(0)
    for at in sorted(places, key=lambda at: abs(at - near)):
        if cues_of(lines[at : at + len(was)]) == wanted:
            return at
    raise LinesChanged()


def _tidy(line: Line) -> Line:
    text = "\n".join(part for raw in line.text.split("\n") if (part := raw.strip()))
    if not text:
        raise Invalid(fields={"text": "Write the words of this line, or join it with the next one."})
    if len(text) > LONGEST_TEXT:
        raise Invalid(fields={"text": f"Shorten this line to {LONGEST_TEXT} characters, or split it."})
    return msgspec.structs.replace(line, text=text)


def _demand_order(lines: Sequence[Line]) -> None:
    if any(not 0 <= line.start_ms < line.end_ms for line in lines):
        raise Invalid(fields={"text": "A line must end after it starts."})
    if any(later.start_ms < earlier.end_ms for earlier, later in pairwise(lines)):
        raise Invalid(fields={"text": "A line cannot start before the line before it has ended."})


def retyped(lines: Sequence[Line], typed: Sequence[Typed]) -> tuple[Line, ...]:
    """The lines as a person left them in the plain form, one entry for each.

    Raises LinesChanged for another number of lines, Invalid naming each line that cannot stand.
    """
    if len(typed) != len(lines):
        raise LinesChanged()
    new = [_corrected(line, entry) for line, entry in zip(lines, typed, strict=True)]
    faults = [f"Line {n}: {told}" for n, (line, told) in enumerate(new, start=1) if told]
    faults += [
        f"Line {n}: this starts before the line before it has ended."
        for n, ((earlier, _), (later, _)) in enumerate(pairwise(new), start=2)
        if later.start_ms < earlier.end_ms
    ]
    if faults:
        raise Invalid(fields={"text": " ".join(faults[:10])})
    return tuple(line for line, _ in new)


def _corrected(line: Line, typed: Typed) -> tuple[Line, str]:
    """The line and what is wrong with it. A time left as it was shown keeps its milliseconds."""
    start_ms = _retimed(line.start_ms, typed.start)
    end_ms = _retimed(line.end_ms, typed.end)
    text = "\n".join(part for raw in typed.text.split("\n") if (part := raw.strip()))
    if start_ms is None or end_ms is None:
        return line, "write times like 1:02.5."
    new = Line(start_ms, end_ms, text, () if typed.looked else line.doubts)
    return new, _fault_of(new)


def _fault_of(line: Line) -> str:
    if not line.text:
        return "write its words, or upload a file without it."
    if len(line.text) > LONGEST_TEXT:
        return f"shorten this to {LONGEST_TEXT} characters."
    return "" if line.start_ms < line.end_ms else "this ends before it starts."


def _retimed(ms: int, typed: str) -> int | None:
    return ms if not typed.strip() or typed.strip() == clock_text(ms) else clock_ms(typed)


def clock_text(ms: int) -> str:
    """A time as the editor shows it, to a tenth: 0:41.2, 1:02:03.4."""
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    tail = f"{seconds:02}.{rest // 100}"
    return f"{hours}:{minutes:02}:{tail}" if hours else f"{minutes}:{tail}"


def clock_ms(text: str) -> int | None:
    """The time a person wrote, as `clock_text` prints it or with more digits; None when it is no time."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found[4] or "0").ljust(3, "0"))
