"""A deck as one file: pictures, narration, captions and chapters in an MP4, to be played without the academy."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from anyio import to_thread

from media import places
from media.ffmpeg.render import RenderFailed
from media.ffmpeg.runner import Bounds, Ended, Reach, find_program, run
from media.ffmpeg.stills import write_clip_list
from media.lecture.cutting import VOICE, Cut, OnSlide, cut
from media.lecture.deck import Deck
from media.lecture.making import words_of
from media.lecture.pieces import Pieces
from media.rules.chapters import Chapter

FILM: Final = "film.mp4"
CAPTIONS: Final = "captions.vtt"
_CHAPTERS: Final = "chapters.txt"


async def write_film(deck: Deck, folder: Path, pieces: Pieces, *, fonts: Path | None, on_slide: OnSlide) -> Path:
    """A deck as an MP4 in a folder, named by its key, with its captions beside it; returns the film's path.

    Raises DeckInvalid when a slide does not fit, RenderFailed when ffmpeg gives no film.
    """
    name = re.sub(r"[^\w.-]+", "-", deck.key)
    async with places.scratch("film") as work:
        film = await make_film(deck, await cut(deck, work, pieces, fonts=fonts, on_slide=on_slide), work)
        await to_thread.run_sync(_move, film, folder / f"{name}.mp4")
        await to_thread.run_sync(_move, work / CAPTIONS, folder / f"{name}.vtt")
    return folder / f"{name}.mp4"


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, target)


async def make_film(deck: Deck, made: Cut, folder: Path) -> Path:
    """Join what was cut in a folder into its `film.mp4`, with `captions.vtt` beside it. Raises RenderFailed."""
    assert made.plan.picture, "a deck is pictures"
    words, size = words_of(deck, made), made.plan.picture.rungs[0].name
    write_clip_list(folder, made.stills, size, made.plan.picture.fps)
    (folder / CAPTIONS).write_text(words.captions)
    (folder / _CHAPTERS).write_text(_metadata(deck, words.chapters, made.facts.held_ms))
    seconds = made.facts.held_ms // 1000
    bounds = Bounds(wall_s=300 + 10 * seconds, cpu_s=300 + seconds)
    done = await run(_arguments(made, size), bounds, Reach(folder, writes=(folder,)))
    if done.ended is not Ended.DONE:
        raise RenderFailed("film_failed", "The slides could not be made into a film. Try again.", done.log_tail)
    return folder / FILM


def _arguments(made: Cut, size: str) -> list[str]:
    inputs = [
        *("-f", "concat", "-safe", "0", "-i", f"{size}.ffconcat"),
        *("-i", VOICE, "-i", CAPTIONS, "-f", "ffmetadata", "-i", _CHAPTERS),
    ]
    kept = ["-map", "0:v", "-map", "1:a", "-map", "2:s", "-map_metadata", "3", "-map_chapters", "3", "-c:v", "copy"]
    level = f"aformat=channel_layouts=stereo,aresample=48000,volume={made.plan.sound.gain_db}dB,alimiter=limit=0.75"
    sound = ["-af", f"{level}:level=disabled", "-c:a", "aac", "-b:a", "128k"]
    words = ["-c:s", "mov_text", "-metadata:s:a:0", "language=eng", "-metadata:s:s:0", "language=eng"]
    length = ["-t", f"{made.facts.held_ms / 1000:.3f}", "-movflags", "+faststart", FILM]
    return [find_program("ffmpeg"), "-hide_banner", "-nostdin", "-y", *inputs, *kept, *sound, *words, *length]


def _metadata(deck: Deck, parts: Sequence[Chapter], length_ms: int) -> str:
    """Title and chapters as ffmpeg reads them: its few signs of meaning are escaped."""
    lines = [";FFMETADATA1", f"title={_escaped(deck.title)}", f"artist={_escaped(deck.instructor)}"]
    ends = [*(part.start_ms for part in parts[1:]), length_ms]
    for part, end in zip(parts, ends, strict=True):
        lines += [
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={part.start_ms}",
            f"END={end}",
            f"title={_escaped(part.title)}",
        ]
    return "\n".join([*lines, ""])


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "=;#\\\n" else sign for sign in text)
