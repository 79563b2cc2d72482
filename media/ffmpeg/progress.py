"""From ffmpeg's progress lines to a percentage that only grows and an honest guess of the rest."""

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

import msgspec

PASS_SHARE: Final = 96
"""Percent of a render that the pass over the recording takes; previews, poster and storing are the rest."""


HELD_BACK_MS: Final = 500
"""Encoders look ahead: when the last frame is read, this much is still to be written."""


class Progress(msgspec.Struct, frozen=True):
    """How far a render is. `eta_s` is None until there is a speed to judge by; `note` says what is done beside it."""

    percent: int
    eta_s: int | None
    note: str = ""


OnProgress = Callable[[Progress], Awaitable[None]]


class Meter:
    """Reads `key=value` lines of one run of ffmpeg over a recording of known length."""

    def __init__(self, duration_ms: int) -> None:
        self._duration_ms = max(1, duration_ms)
        self._done_ms = 0
        self._speed = 0.0
        self._standings: deque[tuple[float, int]] = deque()
        """Seconds since the start and milliseconds done, of the later half of the time."""

    def read(self, line: str) -> Progress | None:
        """Take one line; at the end of each block of lines there is a new standing."""
        key, _, value = line.partition("=")
        if key == "out_time_us" and value.lstrip("-").isdigit():
            # A tiled storyboard reports times far beyond the end in its last block: never more than all of it.
            self._done_ms = min(self._duration_ms, max(self._done_ms, int(value) // 1000))
        elif key == "speed":
            self._speed = _number(value.removesuffix("x"))
        elif key == "progress":
            return self._standing()
        return None

    def _standing(self) -> Progress:
        return Progress(self._done_ms * PASS_SHARE // self._duration_ms, self._left_s())

    def _left_s(self) -> int | None:
        """By the pace of the later half: what ffmpeg calls speed counts the slow start for ever."""
        if self._speed <= 0:
            return None
        elapsed_s = self._done_ms / 1000 / self._speed
        self._standings.append((elapsed_s, self._done_ms))
        while len(self._standings) > 2 and self._standings[1][0] <= elapsed_s / 2:
            self._standings.popleft()
        since_s, before_ms = self._standings[0]
        moved = self._done_ms > before_ms and elapsed_s > since_s
        pace = (self._done_ms - before_ms) / (elapsed_s - since_s) if moved else self._speed * 1000
        return round((self._duration_ms + HELD_BACK_MS - self._done_ms) / pace)


def _number(text: str) -> float:
    text = text.strip()
    return float(text) if text.replace(".", "", 1).isdigit() else 0.0
