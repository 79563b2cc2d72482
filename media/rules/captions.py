"""Timed text: reading WebVTT and SubRip, checking it against a recording, printing one clean WebVTT."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

LINE_CHARACTERS: Final = 42
CUE_LINES: Final = 2
FASTEST: Final = 20
"""Characters a second most people can still read (common broadcasters' rule)."""
MOST_BYTES: Final = 2_000_000
MOST_CUES: Final = 20_000

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{3})"
_TIMING: Final = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")
_SPEAKER: Final = re.compile(r"<v(?:\.[^ >]*)?[ \t]+([^>]+)>")
_TAG: Final = re.compile(r"</?(?:[a-zA-Z][^<>]*|\d[\d:.]*)?>")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", ""), ("&amp;", "&"))
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ASIDE: Final = ("NOTE", "STYLE", "REGION")


class Cue(msgspec.Struct, frozen=True):
    """One caption: shown from start to end, lines split by newline, plain text without tags."""

    start_ms: int
    end_ms: int
    text: str


class Fault(msgspec.Struct, frozen=True):
    """What is wrong in a caption file, and in which line (counted from 1; 0 means the whole file)."""

    line: int
    sentence: str


class CaptionFile(msgspec.Struct, frozen=True):
    """What could be read. Use the cues only when there is no fault."""

    cues: tuple[Cue, ...]
    faults: tuple[Fault, ...] = ()


def read(data: bytes) -> CaptionFile:
    """Read an uploaded WebVTT or SubRip file in UTF-8, UTF-16 or Windows-1252."""
    if len(data) > MOST_BYTES:
        fault = Fault(0, f"The file is larger than {MOST_BYTES // 1_000_000} MB; captions never are.")
        return CaptionFile((), (fault,))
    return parse(_decoded(data))


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def parse(text: str) -> CaptionFile:
    """Read WebVTT or SubRip text. Cues come back in order of time; every fault names its line."""
    cues: list[Cue] = []
    faults: list[Fault] = []
    for line, block in _blocks(text):
        found = _cue(line, block)
        if isinstance(found, Cue):
            cues.append(found)
        elif found:
            faults.append(found)
    if not cues and not faults:
        faults.append(Fault(0, "There is not one caption in the file. Upload a WebVTT (.vtt) or SubRip (.srt) file."))
    if len(cues) > MOST_CUES:
        faults.append(Fault(0, f"The file has more than {MOST_CUES} captions."))
    return CaptionFile(tuple(sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms))), tuple(faults))


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
    if any(_TIMING.match(text) for text in block[:2]):
        return False
    return (line == 1 and block[0].startswith("WEBVTT")) or block[0].startswith(_ASIDE)


def _cue(line: int, block: list[str]) -> Cue | Fault:
    at = next((place for place, text in enumerate(block[:2]) if "-->" in text), None)
    if at is None:
        return Fault(line, "Here is text without a time. Leave no blank line inside a caption.")
    timing = _TIMING.match(block[at])
    if not timing:
        return Fault(line + at, "This time cannot be read. Write it like 00:01:02.500 --> 00:01:05.000.")
    start, end = _ms(timing.groups()[:4]), _ms(timing.groups()[4:])
    if end <= start:
        return Fault(line + at, "This caption ends before it starts.")
    text = "\n".join(part for raw in block[at + 1 :] if (part := _plain(raw)))
    return Cue(start, end, text) if text else Fault(line + at, "This caption has no text.")


def _ms(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, milliseconds = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds


def _plain(line: str) -> str:
    text = _TAG.sub("", _SPEAKER.sub(lambda found: f"{found[1].strip()}: ", line))
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text.strip()


def to_vtt(cues: Iterable[Cue], *, note: str = "") -> str:
    """Print WebVTT that every player reads; `parse` gives the same cues back. `note` is one line for human readers."""
    head = "WEBVTT\n" + (f"\nNOTE {note}\n" if note else "")
    return head + "".join(f"\n{stamp(cue.start_ms)} --> {stamp(cue.end_ms)}\n{_escaped(cue.text)}\n" for cue in cues)


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
