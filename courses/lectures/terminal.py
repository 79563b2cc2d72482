"""How far the making of lectures is, as one line for whoever waits at a terminal."""

import time
from collections.abc import Callable, Sequence
from typing import TextIO

from courses.lectures.wanted import Wanted


class Progress:
    """Writes one line over itself on a terminal, and one line a lecture anywhere else."""

    def __init__(self, wanted: Sequence[Wanted], out: TextIO, now: Callable[[], float] = time.monotonic) -> None:
        self._wanted = wanted
        self._out = out
        self._now = now
        self._began = now()
        self._number = 0
        self._words_before = 0

    def begin(self, number: int) -> None:
        """The lecture of this number comes next; they are counted from 1."""
        self._number = number
        self._words_before = sum(one.words for one in self._wanted[: number - 1])

    async def on_slide(self, slide: int, of: int) -> None:
        """A slide of the lecture comes next."""
        one = self._wanted[self._number - 1]
        done = self._words_before + one.words * (slide - 1) // of
        line = f"Lecture {self._number} of {len(self._wanted)}, slide {slide} of {of}{self._left(done)}: {one.name}"
        if self._out.isatty():
            self._out.write(f"\r\x1b[K{line[:160]}")
            self._out.flush()
        elif slide == 1:
            self._out.write(f"{line}\n")
            self._out.flush()

    def end(self, words: str) -> None:
        """What became of the lecture."""
        self._out.write(f"\r\x1b[K{words}\n" if self._out.isatty() else f"  {words}\n")
        self._out.flush()

    def _left(self, done: int) -> str:
        """By the pace so far, in words said."""
        total = sum(one.words for one in self._wanted)
        if not done:
            return ""
        minutes = (self._now() - self._began) * (total - done) / done / 60
        return ", less than a minute left" if minutes < 1 else f", about {round(minutes)} min left"
