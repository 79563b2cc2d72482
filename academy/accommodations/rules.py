"""What can be set, and how much longer a time limit becomes by it."""

from datetime import timedelta

import msgspec

MOST_EXTRA_PERCENT = 300


class Settings(msgspec.Struct, frozen=True):
    """How training is shown to a person, and how much more time each quiz with a clock has."""

    extra_time_percent: int = 0
    captions_first: bool = False
    reduced_motion: bool = False


STANDARD = Settings()


def lengthened(limit: timedelta, extra_time_percent: int) -> timedelta:
    """A time limit with somebody's extra time, in whole seconds rounded up."""
    return limit + timedelta(seconds=-(-int(limit.total_seconds()) * extra_time_percent // 100))
