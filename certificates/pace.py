"""How often somebody may try: kept in this process's memory, which is enough for what is only slowed down."""

from datetime import datetime, timedelta
from math import ceil

from academy.errors import TooMany

_MANY = 10_000


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
