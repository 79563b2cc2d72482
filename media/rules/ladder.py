"""Which renditions a recording gets: the ladder of sizes, frame rate, gain, storyboard and poster."""

from typing import Final

import msgspec

from media.rules import tracks
from media.rules.source import Picture, Sound, SourceFacts

SEGMENT_SECONDS: Final = 4
"""Longer segments save bytes on slides, shorter ones start sooner; four seconds start in under five at 300 kb/s."""
FRAME_RATES: Final = (10, 12, 15, 24, 25, 30)
TARGET_LUFS: Final = -16.0
GAIN_DB: Final = (-12.0, 15.0)
CELL: Final = (160, 90)
"""Largest width and height of one storyboard cell."""
POSTER_SIDE: Final = 540
"""Short side of a poster: it weighs a quarter of one at 1080, which nobody could tell from it on a page."""
WIDEST: Final = 2.4
"""Wider pictures than cinema scope are fitted by width, or a strip of 8192 x 1080 would count as a 1080 rung."""


LONG_MS: Final = 8 * 60_000
"""Recordings longer than this play at their smallest size while the sharper ones are made: a ladder takes about a third
of the length, and nobody should wait longer than three minutes to see that the right file came."""
MOST_SOUNDS: Final = 5
"""Sound tracks offered; a player's menu is no place for more."""


class Rung(msgspec.Struct, frozen=True):
    """One size of the picture. `name` is its short side; `ceiling_kbps` the highest rate of any two seconds."""

    name: str
    width: int
    height: int
    quality: int
    ceiling_kbps: int
    profile: str

    @property
    def purpose(self) -> str:
        return f"hls_{self.name}"


class Storyboard(msgspec.Struct, frozen=True):
    """Small stills under the time line: one cell at each key frame, `columns` x `rows` cells a sheet."""

    width: int
    height: int
    every_s: int = SEGMENT_SECONDS
    columns: int = 10
    rows: int = 10


class PicturePlan(msgspec.Struct, frozen=True):
    """How the picture is rendered. Rungs from the largest down; `hold_ms` keeps the last frame until the sound ends.

    `repeats_frames`: the source has fewer frames than `fps` asks for, as slides and screen recordings do.
    """

    index: int
    rungs: tuple[Rung, ...]
    fps: int
    storyboard: Storyboard
    poster_at_ms: int
    deinterlace: bool
    tone_map: bool
    standard_definition_color: bool
    video_color: bool
    hold_ms: int
    repeats_frames: bool
    notes_slides: bool = True
    """Whether the pass writes down when slides change."""

    @property
    def poster_rung(self) -> Rung:
        """The size that posters are taken from: the smallest that still fills a page, or else the largest there is."""
        wide = (rung for rung in reversed(self.rungs) if min(rung.width, rung.height) >= POSTER_SIDE)
        return next(wide, self.rungs[0])


class FurtherSound(msgspec.Struct, frozen=True):
    """A sound track beside the first one. `name` is unique, `language` a code of two or three letters, or empty."""

    index: int
    name: str
    language: str


class SoundPlan(msgspec.Struct, frozen=True):
    """How the sound is rendered. `index` None means a silent track is made; all tracks get the same gain."""

    index: int | None
    gain_db: float
    name: str = "English"
    language: str = "en"
    further: tuple[FurtherSound, ...] = ()

    @property
    def folders(self) -> tuple[str, ...]:
        """Where the tracks lie, the first one first."""
        return ("audio", *(f"audio-{number}" for number, _ in enumerate(self.further, start=2)))


class RenditionPlan(msgspec.Struct, frozen=True):
    """Everything one render makes from one recording. `picture` None means an audio lecture."""

    duration_ms: int
    sound: SoundPlan
    picture: PicturePlan | None

    @property
    def purposes(self) -> tuple[str, ...]:
        """The renditions an asset needs before it is ready, smallest picture first."""
        if not self.picture:
            return self.sound.folders
        return (*self.sound.folders, *(rung.purpose for rung in reversed(self.picture.rungs)), "poster", "sprite")


class _Step(msgspec.Struct, frozen=True):
    side: int
    quality: int
    ceiling_kbps: int
    profile: str


_STEPS: Final = (
    _Step(1080, 23, 4200, "high"),
    _Step(720, 23, 2200, "high"),
    _Step(540, 23, 1200, "main"),
    _Step(360, 22, 700, "main"),
)


def plan(facts: SourceFacts) -> RenditionPlan:
    """The renditions of an accepted recording. Never larger than the source, every side even."""
    picture = _picture_plan(facts.picture, facts.held_ms) if facts.picture else None
    return RenditionPlan(facts.held_ms, _sound_plan(facts.sound), picture)


def first_pass(whole: RenditionPlan) -> RenditionPlan | None:
    """What a long recording is published with at once: its smallest size. None where the whole ladder comes soon."""
    picture = whole.picture
    if picture is None or len(picture.rungs) == 1 or whole.duration_ms <= LONG_MS:
        return None
    return msgspec.structs.replace(whole, picture=msgspec.structs.replace(picture, rungs=picture.rungs[-1:]))


def second_pass(whole: RenditionPlan) -> RenditionPlan:
    """The whole ladder for a recording that plays already; when its slides change is known from the first pass."""
    picture = whole.picture and msgspec.structs.replace(whole.picture, notes_slides=False)
    return msgspec.structs.replace(whole, picture=picture)


def _sound_plan(sound: Sound | None) -> SoundPlan:
    if sound is None:
        return SoundPlan(None, 0.0)
    first, *others = tracks.named(sound.labels or (tracks.Label(sound.index),))
    return SoundPlan(
        sound.index,
        0.0 if sound.silent else gain(sound.loudness or 0.0),
        first.name,
        first.language,
        tuple(FurtherSound(one.index, one.name, one.language) for one in others[: MOST_SOUNDS - 1]),
    )


def gain(loudness: float) -> float:
    """The change in dB that brings a programme to -16 LUFS, within what a limiter can carry without pumping."""
    lowest, highest = GAIN_DB
    return round(min(highest, max(lowest, TARGET_LUFS - loudness)), 2)


def _picture_plan(picture: Picture, duration_ms: int) -> PicturePlan:
    width, height = picture.display_size()
    return PicturePlan(
        index=picture.index,
        rungs=rungs(width, height),
        fps=frame_rate(picture.fps),
        storyboard=Storyboard(*_fit(width, height, min(1.0, CELL[0] / width, CELL[1] / height))),
        poster_at_ms=duration_ms // 10,
        deinterlace=picture.interlaced,
        tone_map=picture.high_dynamic_range,
        standard_definition_color=picture.standard_definition_color,
        video_color=picture.video_color,
        hold_ms=max(0, duration_ms - picture.held_ms),
        repeats_frames=picture.fps < frame_rate(picture.fps),
    )


def rungs(width: int, height: int) -> tuple[Rung, ...]:
    """The ladder for an upright picture of square pixels; a source between two steps keeps its own size on top."""
    own = max(min(width, height), int(max(width, height) / WIDEST))
    sides = [step.side for step in _STEPS if step.side <= own]
    if not sides or sides[0] * 1.15 < own < _STEPS[0].side:
        sides.insert(0, own)
    return tuple(_rung(width, height, side, own) for side in sides)


def _rung(width: int, height: int, side: int, own: int) -> Rung:
    step = next((step for step in reversed(_STEPS) if step.side >= side), _STEPS[0])
    fitted = _fit(width, height, side / own)
    return Rung(str(side), *fitted, step.quality, step.ceiling_kbps, step.profile)


def _fit(width: int, height: int, scale: float) -> tuple[int, int]:
    """Both sides scaled and rounded down to even numbers: 4:2:0 color needs them."""
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


def frame_rate(average: float) -> int:
    """The nearest rate of the grid. Rates above 31 are halved to it; below 10 key frames would miss the segments."""
    if average > 31:
        return 25 if abs(average - 50) < 2.5 else 30
    return min(FRAME_RATES, key=lambda rate: abs(rate - average))
