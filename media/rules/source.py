"""May this file become a lecture? Decided from facts alone, with a sentence that tells the instructor what to do."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final

import msgspec

from media.rules.codecs import PICTURE_CODECS, SOUND_CODECS
from media.rules.signature import DEMUXERS
from media.rules.tracks import Label

SILENCE_LUFS: Final = -60.0
"""Programmes below this loudness hold no speech."""
GATE_LUFS: Final = -70.0
"""What EBU R 128 hears nothing under; the loudness of digital silence."""


class Picture(msgspec.Struct, frozen=True):
    """The first moving picture of a file. Width and height as coded, before rotation and pixel shape.

    `standard_definition_color` means colors mixed by BT.601, the rule of old television, instead of BT.709.
    `video_color`: YUV in video range by BT.709 already, as cameras and screen recorders write it. `broken` is the share
    of frames that a sample could not decode whole.
    """

    index: int
    codec: str
    width: int
    height: int
    fps: float
    held_ms: int
    rotation: int = 0
    pixel_shape: tuple[int, int] = (1, 1)
    interlaced: bool = False
    high_dynamic_range: bool = False
    standard_definition_color: bool = False
    video_color: bool = False
    broken: float = 0.0

    def display_size(self) -> tuple[int, int]:
        """Width and height as a viewer sees them: square pixels, upright."""
        width = round(self.width * self.pixel_shape[0] / self.pixel_shape[1])
        return (self.height, width) if self.rotation % 180 == 90 else (width, self.height)


class Sound(msgspec.Struct, frozen=True):
    """The first sound track. Loudness is integrated, in LUFS; None until somebody listened."""

    index: int
    codec: str
    held_ms: int
    tracks: int = 1
    loudness: float | None = None
    labels: tuple[Label, ...] = ()
    """All tracks that can be offered, this one first."""

    @property
    def silent(self) -> bool:
        """Nothing that a gain could bring up, as far as anybody knows."""
        return self.loudness is None or self.loudness < SILENCE_LUFS


class Trouble(StrEnum):
    """Why a file could not be read to its end."""

    NONE = ""
    INDEX_MISSING = "index_missing"
    UNREADABLE = "unreadable"
    TOO_SLOW = "too_slow"


class SourceFacts(msgspec.Struct, frozen=True):
    """What first bytes, header and a scan of all packets say. `claimed_ms` is the header's word, `held_ms` is true.

    `starts_ms` is the time of the first packet, late in broadcasts. `forbidden_codec` is a decoder that the file asks
    for and we never open. Until packets are `counted`, what the tracks hold is the header's word too.
    """

    size: int
    family: str
    container: str = ""
    trouble: Trouble = Trouble.NONE
    claimed_ms: int = 0
    starts_ms: int = 0
    forbidden_codec: str = ""
    counted: bool = True
    picture: Picture | None = None
    sound: Sound | None = None

    @property
    def held_ms(self) -> int:
        return max(self.picture.held_ms if self.picture else 0, self.sound.held_ms if self.sound else 0)


class Limits(msgspec.Struct, frozen=True):
    """What the academy takes in. Sides in pixels; larger pictures are refused before a frame is decoded.

    `most_broken` is a share of frames: below it a lecture can be followed.
    """

    longest_ms: int = 8 * 3_600_000
    shortest_ms: int = 1_000
    longest_side: int = 8192
    shortest_side: int = 32
    most_pixels: int = 35_000_000
    most_broken: float = 0.05


class Decision(StrEnum):
    ACCEPT = "accept"
    WARN = "accept_with_warning"
    REFUSE = "refuse"


class Finding(msgspec.Struct, frozen=True):
    """One thing to say about a file: a code for programs, a sentence for the instructor."""

    code: str
    sentence: str


class Verdict(msgspec.Struct, frozen=True):
    """The decision and all that led to it; a refusal has exactly one finding, an untroubled acceptance none."""

    decision: Decision
    findings: tuple[Finding, ...] = ()

    @property
    def accepted(self) -> bool:
        return self.decision is not Decision.REFUSE

    @property
    def code(self) -> str:
        return self.findings[0].code if self.findings else "fine"

    @property
    def sentence(self) -> str:
        return " ".join(finding.sentence for finding in self.findings) or "The recording is fine."


def judge(facts: SourceFacts, limits: Limits) -> Verdict:
    """Accept, accept with warnings, or refuse; the first reason to refuse is the one told."""
    if reason := refusal(facts, limits):
        return Verdict(Decision.REFUSE, (reason,))
    warnings = tuple(_warnings(facts))
    return Verdict(Decision.WARN if warnings else Decision.ACCEPT, warnings)


def refusal(facts: SourceFacts, limits: Limits) -> Finding | None:
    """The first reason to refuse, by as much as is known: asked after each look, so that refused files are left alone.

    Length is judged by packets alone: a header may claim eleven days for six seconds, and six for fifty hours.
    """
    rules = (*_BY_HEADER, *_BY_PACKETS) if facts.counted else _BY_HEADER
    return next((reason for rule in rules if (reason := rule(facts, limits))), None)


def _empty(facts: SourceFacts, limits: Limits) -> Finding | None:
    if facts.size > 0:
        return None
    return Finding("empty", "The file is empty. Copy or export the recording again, then upload it once more.")


def _not_media(facts: SourceFacts, limits: Limits) -> Finding | None:
    if facts.family in DEMUXERS:
        return None
    kinds = {
        "playlist": "a playlist that only points at recordings",
        "archive": "an archive",
        "picture": "a still picture",
        "document": "a document",
        "text": "a text file or web page",
    }
    kind = kinds.get(facts.family, "not a video or audio recording")
    return Finding("not_media", f"This file is {kind}. Upload the recording itself, as MP4, MOV, WebM or MP3.")


def _unreadable(facts: SourceFacts, limits: Limits) -> Finding | None:
    match facts.trouble:
        case Trouble.INDEX_MISSING:
            return Finding(
                "index_missing",
                "The file's index is missing: recording or copying stopped early. Export it again from the program that"
                " made it, or open it in that program and save a copy.",
            )
        case Trouble.UNREADABLE:
            return Finding("unreadable", "The file is damaged and cannot be read. Export the recording again as MP4.")
        case Trouble.TOO_SLOW:
            return Finding("too_slow", "Checking this file took too long. Export the recording again as MP4.")
        case _:
            return None


def _nothing_playable(facts: SourceFacts, limits: Limits) -> Finding | None:
    if facts.picture or facts.sound:
        return None
    return Finding("nothing_playable", "The file holds neither picture nor sound. Export the recording again as MP4.")


def _unknown_codec(facts: SourceFacts, limits: Limits) -> Finding | None:
    picture, sound = facts.picture, facts.sound
    if facts.forbidden_codec:
        name = facts.forbidden_codec
    elif picture and picture.codec not in PICTURE_CODECS:
        name = picture.codec
    elif sound and sound.codec not in SOUND_CODECS:
        name = sound.codec
    else:
        return None
    coding = name or "an unknown coding"
    return Finding("unknown_codec", f"The recording uses {coding}. Export it as MP4 with H.264 and AAC.")


def _wrong_dimensions(facts: SourceFacts, limits: Limits) -> Finding | None:
    if not (picture := facts.picture):
        return None
    width, height = picture.width, picture.height
    if min(width, height) < limits.shortest_side:
        return Finding("too_small", f"The picture is only {width} x {height} pixels. Record it again larger.")
    shown = max(*picture.display_size(), width, height)
    if shown > limits.longest_side or width * height > limits.most_pixels:
        return Finding("too_large", f"The picture is {width} x {height} pixels. Export the recording at 1920 x 1080.")
    return None


def _duration_lies(facts: SourceFacts, limits: Limits) -> Finding | None:
    claimed, held = facts.claimed_ms, facts.held_ms
    if claimed <= 4 * held + 60_000:
        return None
    return Finding(
        "duration_lies",
        f"The file claims {spoken(claimed)} but holds {spoken(held)}. Export the recording again, then upload it.",
    )


def _truncated(facts: SourceFacts, limits: Limits) -> Finding | None:
    claimed, held = facts.claimed_ms, facts.held_ms
    if held + 1_000 + claimed // 50 >= claimed:
        return None
    return Finding(
        "truncated",
        f"The file claims {spoken(claimed)} but holds {spoken(held)}: copying stopped early. Upload the whole file, or"
        " trim it to the part that plays and upload that.",
    )


def _wrong_length(facts: SourceFacts, limits: Limits) -> Finding | None:
    held = facts.held_ms
    if held > limits.longest_ms:
        most = spoken(limits.longest_ms)
        return Finding("too_long", f"The recording lasts {spoken(held)}. Split it into lectures under {most}.")
    if held < limits.shortest_ms:
        return Finding("too_short", "The recording holds less than a second. Check that it is the file you meant.")
    return None


def _damaged(facts: SourceFacts, limits: Limits) -> Finding | None:
    if not facts.picture or facts.picture.broken <= limits.most_broken:
        return None
    percent = round(facts.picture.broken * 100)
    return Finding(
        "damaged",
        f"About {percent} % of the picture is damaged. Copy the file again from the camera or phone, then upload that.",
    )


_Rule = Callable[[SourceFacts, Limits], Finding | None]
_BY_HEADER: Final[tuple[_Rule, ...]] = (
    _empty,
    _not_media,
    _unreadable,
    _unknown_codec,
    _nothing_playable,
    _wrong_dimensions,
)
_BY_PACKETS: Final[tuple[_Rule, ...]] = (_duration_lies, _truncated, _wrong_length, _damaged)


def _warnings(facts: SourceFacts) -> Iterator[Finding]:
    if facts.picture and facts.picture.broken:
        yield Finding("some_damage", "A few frames of the picture are damaged. Look at it before learners do.")
    if not facts.sound:
        yield Finding("no_sound", "The recording has no sound; we add a silent track. Was the microphone on?")
    elif facts.sound.loudness is not None and facts.sound.silent:
        yield Finding("silence", "The sound track is silent. Listen to it before learners do.")
    if facts.sound and facts.sound.tracks > 1:
        yield Finding(
            "more_sound_tracks",
            f"The file has {facts.sound.tracks} sound tracks; all are offered, the first plays first.",
        )
    if not facts.picture:
        yield Finding("no_picture", "There is no moving picture: it becomes an audio lecture.")


def spoken(ms: int) -> str:
    """A length as people say it: `3.6 s`, `12 min`, `1 h 05 min`."""
    if ms < 60_000:
        return f"{ms / 1000:.1f} s"
    hours, minutes = divmod(round(ms / 60_000), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
