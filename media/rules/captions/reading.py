"""Reading WebVTT, SubRip and SBV files: cues in order, what was mended on the way, and faults by line."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from media.rules.captions.cues import Cue
from media.rules.captions.decoding import LOST, decoded
from media.rules.captions.mending import mend

MOST_BYTES: Final = 2_000_000
MOST_CUES: Final = 20_000

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{3})"
_TIMING: Final = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")
_SBV_TIMING: Final = re.compile(r"^\s*(\d{1,4}):(\d{1,2}):(\d{2})\.(\d{3}),(\d{1,4}):(\d{1,2}):(\d{2})\.(\d{3})\s*$")
_SPEAKER: Final = re.compile(r"<v(?:\.[^ >]*)?[ \t]+([^>]+)>")
_TAG: Final = re.compile(r"</?(?:[a-zA-Z][^<>]*|\d[\d:.]*)?>")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", ""), ("&amp;", "&"))
_ASIDE: Final = ("NOTE", "STYLE", "REGION")
_NO_TEXT: Final = "This caption has no text and was left out."


class Remark(msgspec.Struct, frozen=True):
    """Something to say about a caption file, and in which line (counted from 1; 0 means the whole file)."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}" if self.line else self.sentence


class CaptionFile(msgspec.Struct, frozen=True):
    """What could be read and what was put right on the way. Use the cues only when there is no fault."""

    cues: tuple[Cue, ...]
    faults: tuple[Remark, ...] = ()
    repairs: tuple[Remark, ...] = ()


def read(data: bytes) -> CaptionFile:
    """Read an uploaded WebVTT, SubRip or SBV file in UTF-8, UTF-16 or Windows-1252."""
    if len(data) > MOST_BYTES:
        return _refused(0, f"The file is larger than {MOST_BYTES // 1_000_000} MB; captions never are.")
    text = decoded(data)
    if "\0" in text:
        return _refused(0, "This is not a text file. Upload a WebVTT (.vtt), SubRip (.srt) or SBV (.sbv) file.")
    return parse(text)


def _refused(line: int, sentence: str) -> CaptionFile:
    return CaptionFile((), (Remark(line, sentence),))


def parse(text: str) -> CaptionFile:
    """Read the text of a caption file. Cues come back in order of time, one after the other; faults name their line."""
    placed: list[tuple[int, Cue]] = []
    faults: list[Remark] = []
    repairs: list[Remark] = []
    for line, block in _blocks(text):
        found = _cue(line, block)
        if isinstance(found, Remark):
            (repairs if found.sentence == _NO_TEXT else faults).append(found)
        else:
            placed.append((line, found))
    if not placed and not faults:
        faults.append(Remark(0, "There is not one caption in the file. Upload a .vtt, .srt or .sbv file."))
    if len(placed) > MOST_CUES:
        told = f"The file has {len(placed):,} captions; more than {MOST_CUES:,} are not taken. Split the recording."
        faults.append(Remark(0, told))
    repairs += [*_of_characters(text), *_of_order(placed), *_of_overlaps(placed)]
    return CaptionFile(mend([cue for _, cue in placed]), tuple(faults), tuple(repairs))


def _of_characters(text: str) -> Iterator[Remark]:
    for number, line in enumerate(text.split("\n"), start=1):
        if LOST in line:
            yield Remark(number, f"A character here could not be read; {LOST} stands for it.")


def _of_order(placed: Sequence[tuple[int, Cue]]) -> Iterator[Remark]:
    for (_, before), (line, cue) in pairwise(placed):
        if cue.start_ms < before.start_ms:
            yield Remark(line, "This caption stood after a later one and was put in its place.")


def _of_overlaps(placed: Sequence[tuple[int, Cue]]) -> Iterator[Remark]:
    """Where `mend` had to part or join two."""
    end_ms = 0
    for line, cue in sorted(placed, key=lambda one: (one[1].start_ms, one[1].end_ms)):
        if cue.start_ms < end_ms:
            yield Remark(line, "This caption began before the one before it ended; now it follows it.")
        end_ms = max(end_ms, cue.end_ms)


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Groups of lines between blank ones, each with the number of its first line; header and notes left out."""
    block: list[str] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
            continue
        if block and not _is_aside(block, number - len(block)):
            yield number - len(block), block
        block = []


def _is_aside(block: list[str], line: int) -> bool:
    if any(_timing(text) for text in block[:2]):
        return False
    return (line == 1 and block[0].startswith("WEBVTT")) or block[0].startswith(_ASIDE)


def _timing(line: str) -> re.Match[str] | None:
    return _TIMING.match(line) or _SBV_TIMING.match(line)


def _cue(line: int, block: list[str]) -> Cue | Remark:
    at = next((place for place, text in enumerate(block[:2]) if "-->" in text or _timing(text)), None)
    if at is None:
        return Remark(line, "Here is text without a time. Leave no blank line inside a caption.")
    timing = _timing(block[at])
    if not timing:
        return Remark(line + at, "This time cannot be read. Write it like 00:01:02.500 --> 00:01:05.000.")
    start, end = _ms(timing.groups()[:4]), _ms(timing.groups()[4:])
    if end <= start:
        return Remark(line + at, "This caption ends before it starts.")
    said = "\n".join(block[at + 1 :])
    broken = said.replace("[br]", "\n") if _SBV_TIMING.match(block[at]) else said
    text = "\n".join(part for raw in broken.split("\n") if (part := _plain(raw)))
    return Cue(start, end, text) if text else Remark(line + at, _NO_TEXT)


def _ms(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, milliseconds = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds


def _plain(line: str) -> str:
    text = _TAG.sub("", _SPEAKER.sub(lambda found: f"{found[1].strip()}: ", line))
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text.strip()
