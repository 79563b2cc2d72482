"""From a deck to what its film is joined from: the narration, a clip of each slide, and when each of them comes.

What was made before, for this deck or another, is taken from the pieces; only what is new is drawn, said and encoded.
"""

import shutil
import wave
from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Final

import msgspec

from media.ffmpeg import listen
from media.ffmpeg.stills import Shown, clip_name, encoder, make_clips
from media.lecture.background import beside
from media.lecture.deck import Deck, Slide
from media.lecture.drawing import Drawer
from media.lecture.pieces import Pieces, name_of
from media.lecture.speech import RATE, Narrator
from media.lecture.speech import made_of as said_of
from media.lecture.timing import FRAME_RATE, Stay, lay_out
from media.rules.ladder import PicturePlan, RenditionPlan, plan
from media.rules.source import Picture, Sound, SourceFacts

VOICE: Final = "voice.wav"
_SAMPLE_BYTES: Final = 2

OnSlide = Callable[[int, int], Awaitable[None]]
"""Told before each slide: its number, and of how many."""


class Cut(msgspec.Struct, frozen=True):
    """A deck ready to be joined: in its folder lie `voice.wav` and the clips of `stills` in every size of `plan`."""

    facts: SourceFacts
    plan: RenditionPlan
    stays: tuple[Stay, ...]
    stills: tuple[Shown, ...]


async def cut(deck: Deck, into: Path, pieces: Pieces, *, fonts: Path | None, on_slide: OnSlide) -> Cut:
    """Lay everything that the film of a deck is joined from into the folder `into`.

    Raises DeckInvalid when a slide does not fit, RenderFailed when ffmpeg makes no clip of one.
    """
    studio = await beside(partial(Studio, pieces, fonts))
    spoken: list[list[bytes]] = []
    for place, slide in enumerate(deck.slides):
        await on_slide(place + 1, len(deck.slides))
        spoken.append(await beside(partial(studio.voices, slide)))
        await _lay_clips(studio, deck, place, into)
    stays = lay_out(deck, [[len(voice) // _SAMPLE_BYTES for voice in voices] for voices in spoken], RATE)
    await beside(partial(_write_voice, into / VOICE, stays, [voice for voices in spoken for voice in voices]))
    facts = await listen(into / VOICE, _facts(stays[-1].end * 1000 // RATE, "wav"))
    loudness = facts.sound.loudness if facts.sound else None
    return Cut(
        facts=_facts(facts.held_ms, "mp4", loudness),
        plan=_plan(facts.held_ms, loudness),
        stays=stays,
        stills=tuple(_shown(number, stay) for number, stay in enumerate(stays, start=1)),
    )


class Studio(Drawer):
    """Printer and voice in front of the pieces; the voice is loaded only when a sentence is missing."""

    def __init__(self, pieces: Pieces, fonts: Path | None) -> None:
        super().__init__(pieces, fonts)
        self._encoder = encoder(_picture_plan())

    @cached_property
    def _narrator(self) -> Narrator:
        return Narrator()

    def voices(self, slide: Slide) -> list[bytes]:
        """The sentences of a slide, as 16-bit samples."""
        return [
            self.pieces.get(name_of("voices", "pcm", *said_of(said)), partial(self._say, said))
            for said in slide.sentences
        ]

    def _say(self, sentence: str) -> bytes:
        return self._narrator.say(sentence)

    def clip(self, deck: Deck, place: int, size: str) -> str:
        """The name of a slide's clip in one size among the pieces."""
        return name_of("clips", "mp4", size, self._encoder, *self.made_of(deck, place))


async def _lay_clips(studio: Studio, deck: Deck, place: int, into: Path) -> None:
    """The clips of one slide in the folder, encoded first unless all of them are among the pieces."""
    still, picture = _still_name(place + 1), _picture_plan()
    names = {clip_name(still, rung.name): studio.clip(deck, place, rung.name) for rung in picture.rungs}
    kept = {clip: studio.pieces.find(name) for clip, name in names.items()}
    if None in kept.values():
        drawn = await beside(partial(studio.picture, deck, place))
        await beside(partial((into / f"{still}.png").write_bytes, drawn))
        await make_clips(into, still, picture)
        kept = {clip: studio.pieces.keep(name, partial(_link, into / clip)) for clip, name in names.items()}
    for clip, path in kept.items():
        if path:
            _link(path, into / clip)


def _link(source: Path, target: Path) -> None:
    """A second name for a file that never changes; a copy where the two places lie on different disks."""
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def _still_name(number: int) -> str:
    return f"slide-{number:03}"


def _shown(number: int, stay: Stay) -> Shown:
    return Shown(_still_name(number), (stay.end - stay.start) * FRAME_RATE // RATE)


def _facts(length_ms: int, family: str, loudness: float | None = None) -> SourceFacts:
    """What a probe would find out about the film."""
    sound = Sound(index=0, codec="pcm_s16le", held_ms=length_ms, loudness=loudness)
    picture = Picture(index=0, codec="h264", width=1920, height=1080, fps=FRAME_RATE, held_ms=length_ms)
    return SourceFacts(size=1, family=family, sound=sound, picture=picture if family == "mp4" else None)


def _picture_plan() -> PicturePlan:
    """How slides are encoded, whatever the length of their film."""
    picture = _plan(0, None).picture
    assert picture, "a deck is pictures"
    return picture


def _plan(length_ms: int, loudness: float | None) -> RenditionPlan:
    return plan(_facts(length_ms, "mp4", loudness))


def _write_voice(path: Path, stays: Sequence[Stay], voices: Sequence[bytes]) -> None:
    """All sentences at their places on the time line, silence between them."""
    line = bytearray(stays[-1].end * _SAMPLE_BYTES)
    spans = [span for stay in stays for span in stay.spans]
    for span, voice in zip(spans, voices, strict=True):
        line[span.start * _SAMPLE_BYTES : span.end * _SAMPLE_BYTES] = voice
    with wave.open(str(path), "wb") as file:
        file.setparams((1, _SAMPLE_BYTES, RATE, 0, "NONE", "not compressed"))
        file.writeframes(line)
