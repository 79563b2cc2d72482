"""What was asked for before its time, more than once or twice: an exam before its lessons, the last signature."""

from collections.abc import Iterable, Iterator

import msgspec

from courses.honesty.rules import Found, Numbers, Whose
from courses.learning.early.rules import What

FEWEST = 3
"""Asked for so often on one day. Less is told to nobody: a record brought back from a copy may explain it."""


class AskedEarly(msgspec.Struct, frozen=True):
    """What no page of ours offered, and how often it was asked for on a day of the site, as 2026-11-26."""

    whose: Whose
    what: What
    day: str
    times: int


def asked_early(asked: Iterable[AskedEarly]) -> Iterator[Found]:
    """One finding for each enrollment, thing and day."""
    for one in asked:
        if one.times >= FEWEST:
            numbers: Numbers = {"what": one.what, "times": one.times, "day": one.day}
            key = f"asked_early:{one.whose.enrollment}:{one.what}:{one.day}"
            yield Found(kind="asked_early", whose=one.whose, key=key, numbers=numbers)
