"""How often somebody may try: kept in this process's memory, which is enough for what is only slowed down."""

import logging
from datetime import datetime, timedelta
from math import ceil

import msgspec

from academy.errors import TooMany
from academy.web.networks import network_of as network_of

_MANY = 10_000
log = logging.getLogger(__name__)


class Pace:
    """At most `tries` within `window` for each key."""

    def __init__(self, tries: int, window: timedelta) -> None:
        self._tries = tries
        self._window = window
        self._made: dict[str, list[datetime]] = {}

    def step(self, key: str, at: datetime) -> None:
        """Count one try. Raises TooMany, without counting, when the window is full."""
        recent = [moment for moment in self._made.get(key, ()) if at - moment < self._window]
        if len(recent) >= self._tries:
            seconds = ceil((recent[0] + self._window - at).total_seconds())
            raise TooMany(f"There were several tries. Wait {seconds} seconds, then try again.", retry_after=seconds)
        self._made[key] = [*recent, at]
        if len(self._made) > _MANY:
            self._forget(at)

    def _forget(self, at: datetime) -> None:
        self._made = {key: made for key, made in self._made.items() if at - made[-1] < self._window}


class Bucket(msgspec.Struct, frozen=True):
    """A token bucket: `left` tries at the moment `at`."""

    left: float
    at: datetime


class Buckets:
    """For each key `burst` tries at once, and one more every `seconds`.

    Remembers the keys used last, so that tries from very many networks cost no more memory than from some.
    """

    def __init__(self, burst: int, seconds: float, sentence: str) -> None:
        self._burst, self._seconds, self._sentence = burst, seconds, sentence
        self._buckets: dict[str, Bucket] = {}

    def take(self, key: str, at: datetime, tries: int = 1) -> None:
        """Take `tries` (what is there of them, at least one). Raises TooMany, taking nothing, from an empty bucket."""
        left = self._left(key, at)
        if left < 1:
            seconds = ceil((1 - left) * self._seconds)
            raise TooMany(self._sentence.format(wait=_wait(seconds)), retry_after=seconds)
        self._buckets.pop(key, None)
        self._buckets[key] = Bucket(max(left - tries, 0), at)
        if len(self._buckets) > _MANY:
            del self._buckets[next(iter(self._buckets))]

    def clear(self) -> None:
        """Forget everybody."""
        self._buckets.clear()

    def _left(self, key: str, at: datetime) -> float:
        """A clock that was set back gives nothing and takes nothing."""
        bucket = self._buckets.get(key, Bucket(self._burst, at))
        gained = max((at - bucket.at).total_seconds(), 0) / self._seconds
        return min(bucket.left + gained, self._burst)


class Misses:
    """How many numbers were wrong within the last hour; says so in the log, once a while, when that is unusual."""

    UNUSUAL = 1000
    _HOUR = timedelta(hours=1)

    def __init__(self) -> None:
        self._by_minute: dict[datetime, int] = {}
        self._told: datetime | None = None

    def note(self, count: int, at: datetime) -> None:
        """Count wrong numbers."""
        minute = at.replace(second=0, microsecond=0)
        self._by_minute[minute] = self._by_minute.get(minute, 0) + count
        self._by_minute = {key: made for key, made in self._by_minute.items() if abs(at - key) < self._HOUR}
        total = self.last_hour(at)
        if total >= self.UNUSUAL and (self._told is None or abs(at - self._told) >= self._HOUR / 6):
            self._told = at
            log.warning("certificate check: %s wrong numbers within an hour; somebody may be guessing", total)

    def last_hour(self, at: datetime) -> int:
        return sum(made for minute, made in self._by_minute.items() if abs(at - minute) < self._HOUR)

    def clear(self) -> None:
        """Forget all of them."""
        self._by_minute.clear()
        self._told = None


checks = Buckets(120, 1, "Many numbers were checked from your network. Wait {wait}, then try again.")
"""By network: a training office looks papers up quickly, but not by the hundred; for that there is the list."""
wrong_numbers = Buckets(600, 1, "Very many wrong numbers are being tried at the moment. Try yours again in {wait}.")
"""For everybody together: guesses from many networks. Only wrong numbers wait; a real one is always answered."""
lists = Buckets(12, 30, "Several lists were checked from your network. Wait {wait}, then send yours again.")
by_key = Buckets(60, 1, "This key was used many times in a minute. Wait {wait}, then send the numbers again.")
misses = Misses()


def note_misses(count: int, at: datetime) -> None:
    """Count wrong numbers of one check. Raises TooMany when very many were tried by everybody together."""
    if count:
        misses.note(count, at)
        wrong_numbers.take("", at, count)


def forget() -> None:
    """As if nobody had tried anything: for tests."""
    for buckets in (checks, wrong_numbers, lists, by_key):
        buckets.clear()
    misses.clear()


def _wait(seconds: int) -> str:
    if seconds < 120:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    return f"{ceil(seconds / 60)} minutes"
