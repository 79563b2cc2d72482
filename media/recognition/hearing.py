"""Hearing a recording: a program of its own does it, confined like ffmpeg, so that it can be stopped at any time."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import msgspec

from media.ffmpeg.runner import Bounds, Ended, Reach, run
from media.rules.captions.recognized import Word

_PROGRAM: Final = Path(__file__).with_name("listen.py")
_GIB: Final = 1024**3
SLOWEST: Final = 4
"""Seconds of work for a second of sound, at most: ten times what a small model needs."""

OnHeard = Callable[[int], Awaitable[None]]
"""Told how many milliseconds were heard so far; may raise to stop."""


class RecognitionFailed(Exception):
    """The recognizer gave no words. The sentence is for the instructor, the end of the log for operators."""

    def __init__(self, sentence: str, log_tail: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.log_tail = log_tail


class _Part(msgspec.Struct, frozen=True):
    """What the program prints after each stretch of speech: (start, end, text, probability), times in milliseconds."""

    until_ms: int
    words: tuple[tuple[int, int, str, float], ...]


async def hear(samples: Path, *, model: Path, glossary: str, duration_ms: int, on_heard: OnHeard) -> tuple[Word, ...]:
    """The words of a file of samples, with times and probabilities. Raises RecognitionFailed, and what `on_heard` does.

    glossary: names that the recognizer should expect, as a sentence.
    """
    words: list[Word] = []

    async def take(line: str) -> None:
        part = msgspec.json.decode(line, type=_Part)
        words.extend(Word(*word) for word in part.words)
        await on_heard(part.until_ms)

    asked = msgspec.json.encode({"samples": str(samples), "model": str(model), "glossary": glossary}).decode()
    reach = Reach(samples.parent, reads=(*_own_places(), model, samples))
    done = await run([sys.executable, "-I", str(_PROGRAM), asked], _bounds(duration_ms), reach, listener=take)
    match done.ended:
        case Ended.OUT_OF_TIME:
            raise RecognitionFailed("Listening to this recording took too long. Upload a caption file instead.")
        case Ended.FAILED:
            raise RecognitionFailed("This recording could not be listened to. Try again later.", done.log_tail)
    return tuple(words)


def _own_places() -> tuple[Path, ...]:
    """Where Python and its packages lie: this environment, and the one it was made from."""
    return tuple({Path(sys.prefix), Path(sys.base_prefix), _PROGRAM})


def _bounds(duration_ms: int) -> Bounds:
    seconds = 300 + SLOWEST * duration_ms // 1000
    return Bounds(wall_s=2 * seconds, cpu_s=seconds, memory_bytes=8 * _GIB)
