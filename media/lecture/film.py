"""From a deck to a film: pictures, narration, captions and chapters, ready for the same pipeline as any upload."""

import asyncio
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from media.ffmpeg.graph import slideshow_arguments
from media.ffmpeg.hearing import listen
from media.ffmpeg.probe import probe
from media.ffmpeg.render import RenderFailed
from media.ffmpeg.runner import Bounds, Ended, Reach, find_program, run
from media.lecture.deck import Deck
from media.lecture.slides import Printer
from media.lecture.speech import LABEL, RATE, Narrator
from media.lecture.timing import FRAME_RATE, Stay, chapters, cues, lay_out
from media.rules.captions import Cue, to_vtt
from media.rules.chapters import Chapter
from media.rules.ladder import gain

FILM: Final = "film.mp4"
VOICE: Final = "voice.wav"
SLIDES: Final = "slides.ffconcat"
_SAMPLE_BYTES: Final = 2


class Film(msgspec.Struct, frozen=True):
    """A narrated deck. Captions are exact to the sample; `voice_label` must be shown wherever the film plays."""

    path: Path
    duration_ms: int
    cues: tuple[Cue, ...]
    captions: str
    chapters: tuple[Chapter, ...]
    voice_label: str = LABEL


async def make_film(deck: Deck, into: Path, *, fonts: Path | None) -> Film:
    """Draw, narrate and assemble a deck in the folder `into`.

    Raises DeckInvalid when a slide does not fit, RenderFailed when ffmpeg gives no film.
    """
    stays = await asyncio.to_thread(_prepare, deck, into, fonts)
    await _assemble(stays, into)
    captions = cues(stays, RATE)
    return Film(
        path=into / FILM,
        duration_ms=stays[-1].end * 1000 // RATE,
        cues=captions,
        captions=to_vtt(captions, note=LABEL),
        chapters=chapters(deck, stays, RATE),
    )


def _prepare(deck: Deck, into: Path, fonts: Path | None) -> tuple[Stay, ...]:
    """Everything before ffmpeg: slide pictures, the narration as one WAV, the list that times the pictures."""
    into.mkdir(parents=True, exist_ok=True)
    for number, picture in enumerate(Printer(fonts).pictures(deck), start=1):
        (into / _slide_name(number)).write_bytes(picture)
    narrator = Narrator()
    spoken = [[narrator.say(sentence) for sentence in slide.sentences] for slide in deck.slides]
    stays = lay_out(deck, [[len(voice) // _SAMPLE_BYTES for voice in voices] for voices in spoken], RATE)
    _write_voice(into / VOICE, stays, [voice for voices in spoken for voice in voices])
    (into / SLIDES).write_text(_concat_list(stays))
    return stays


def _slide_name(number: int) -> str:
    return f"slide-{number:03}.png"


def _write_voice(path: Path, stays: Sequence[Stay], voices: Sequence[bytes]) -> None:
    """All sentences at their places on the time line, silence between them."""
    line = bytearray(stays[-1].end * _SAMPLE_BYTES)
    spans = [span for stay in stays for span in stay.spans]
    for span, voice in zip(spans, voices, strict=True):
        line[span.start * _SAMPLE_BYTES : span.end * _SAMPLE_BYTES] = voice
    with wave.open(str(path), "wb") as file:
        file.setparams((1, _SAMPLE_BYTES, RATE, 0, "NONE", "not compressed"))
        file.writeframes(line)


def _concat_list(stays: Sequence[Stay]) -> str:
    """Which picture is shown how long, on a clock of whole frames; at 25 a second tenths would be rounded away."""
    lines = ["ffconcat version 1.0"]
    for number, stay in enumerate(stays, start=1):
        # The last picture stands twice, the second time for one frame: a list's last duration is not heeded.
        frames = (stay.end - stay.start) * FRAME_RATE // RATE - (number == len(stays))
        lines += _entry(number, frames)
    return "\n".join([*lines, *_entry(len(stays), 1), ""])


def _entry(number: int, frames: int) -> list[str]:
    return [f"file {_slide_name(number)}", f"option framerate {FRAME_RATE}", f"duration {frames / FRAME_RATE:.3f}"]


async def _assemble(stays: Sequence[Stay], into: Path) -> None:
    heard = await listen(into / VOICE, await probe(into / VOICE))
    loudness = heard.sound.loudness if heard.sound else None
    seconds = stays[-1].end / RATE
    arguments = slideshow_arguments(
        find_program("ffmpeg"),
        slides=SLIDES,
        voice=VOICE,
        gain_db=gain(loudness) if loudness is not None else 0.0,
        length=f"{seconds:.3f}",
        film=FILM,
    )
    bounds = Bounds(wall_s=300 + 10 * int(seconds), cpu_s=300 + 5 * int(seconds))
    done = await run(arguments, bounds, Reach(into, writes=(into,)))
    if done.ended is not Ended.DONE:
        raise RenderFailed("film_failed", "The slides could not be made into a film. Try again.", done.log_tail)
