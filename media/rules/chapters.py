"""Chapters of a recording: proposed from the moments its slides change, named and arranged by the instructor."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from academy.errors import Conflict, Invalid

APART_MS: Final = 20_000
"""Slides that follow each other faster belong together: a chapter shorter than this is not worth jumping to."""
MOST: Final = 60
TITLE_LENGTH: Final = 120
_TIME: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})", re.ASCII)


class Chapter(msgspec.Struct, frozen=True):
    """A named part of a recording and the moment it starts."""

    start_ms: int
    title: str


class ChapterLine(msgspec.Struct, frozen=True):
    """A chapter as it is typed; `fault` says what to correct. A line with neither time nor title is none."""

    time: str = ""
    title: str = ""
    fault: str = ""

    @property
    def empty(self) -> bool:
        return not (self.time or self.title)


class ChaptersFaulty(Invalid):
    """Some lines are no chapters; `lines` are all of them as typed, each fault in its place."""

    code = "chapters_faulty"

    def __init__(self, lines: tuple[ChapterLine, ...]) -> None:
        self.lines = lines
        super().__init__(fields={f"chapter-{place}": line.fault for place, line in enumerate(lines, 1) if line.fault})


class ChaptersExact(Conflict):
    """The chapters of a deck are the headings of its slides."""

    code = "chapters_exact"
    sentence = "The chapters of this lecture come from its slides and are exact. Change the headings of the slides."


def proposed(changes_ms: Iterable[int], duration_ms: int) -> tuple[Chapter, ...]:
    """Parts that begin where slides change, none shorter than 20 seconds; no parts where nothing changes."""
    starts = [0]
    for change in sorted(changes_ms):
        if change - starts[-1] >= APART_MS and duration_ms - change >= APART_MS and len(starts) < MOST:
            starts.append(change)
    if len(starts) == 1:
        return ()
    return tuple(Chapter(start, f"Part {number}") for number, start in enumerate(starts, start=1))


def arranged(lines: Sequence[ChapterLine], duration_ms: int) -> tuple[Chapter, ...]:
    """Typed lines as chapters in order of time. Raises ChaptersFaulty; no lines at all mean no chapters."""
    typed = [line for line in lines if not line.empty]
    if len(typed) > MOST:
        raise ChaptersFaulty((*typed[:MOST], _with(typed[MOST], f"Keep to {MOST} chapters.")))
    judged = tuple(_with(line, _fault(line, typed[:place], duration_ms)) for place, line in enumerate(typed))
    if any(line.fault for line in judged):
        raise ChaptersFaulty(judged)
    found = sorted((Chapter(_ms(line.time), line.title) for line in judged), key=lambda chapter: chapter.start_ms)
    if found and found[0].start_ms:
        raise ChaptersFaulty((_with(judged[0], "One chapter has to begin at 0:00."), *judged[1:]))
    return tuple(found)


def _with(line: ChapterLine, fault: str) -> ChapterLine:
    return msgspec.structs.replace(line, fault=fault)


def _fault(line: ChapterLine, before: Sequence[ChapterLine], duration_ms: int) -> str:
    """What keeps a line from being a chapter; empty when nothing does."""
    start = _ms(line.time)
    if start < 0:
        return "Write the time as minutes and seconds, for example 12:30."
    if start >= duration_ms:
        return "The recording is over by then."
    if any(_ms(other.time) == start for other in before):
        return "Another chapter begins at this time."
    if not line.title:
        return "Name this chapter."
    return f"Shorten this to {TITLE_LENGTH} characters or fewer." if len(line.title) > TITLE_LENGTH else ""


def _ms(time: str) -> int:
    """`1:02:30` or `62:30` in milliseconds; -1 for what is no time."""
    found = _TIME.fullmatch(time.strip())
    if found is None or int(found[3]) > 59:
        return -1
    return (int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])) * 1000


def written(chapters: Iterable[Chapter]) -> tuple[ChapterLine, ...]:
    """Chapters as lines to be typed over."""
    return tuple(ChapterLine(_time(chapter.start_ms), chapter.title) for chapter in chapters)


def _time(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}:{seconds:02}" if hours else f"{rest}:{seconds:02}"
