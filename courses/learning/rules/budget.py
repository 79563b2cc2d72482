"""How much a person can have listened to: each half second of wall time pays for one second of lecture, once.

A person has one clock, however many tabs, lessons and devices play: what all of them report is paid from one account,
so nobody is credited with more than FASTEST times the time that went by. Reports may come late, in any order and after
hours without a network: a page pays with any moment since it was opened that nothing else has paid with.

An account is a set of ticks (`rules.intervals.Ranges`) counted from 1970; a tick is 1/FASTEST seconds.
"""

import math
from datetime import datetime, timedelta

import msgspec

from courses.learning.rules.intervals import FASTEST, Ranges, first, total, union, without

KEPT = timedelta(days=2)
"""How far back a page may pay: as long as the proof of its opening lives."""


class Account(msgspec.Struct, frozen=True):
    """What a page may pay with at the moment: `paid` by the person so far, `free` ticks for this page, both sorted."""

    paid: Ranges
    free: Ranges

    @property
    def allowance(self) -> int:
        """Seconds of lecture that may still count."""
        return total(self.free)

    def after(self, seconds: int) -> Ranges:
        """What is paid once that many seconds of lecture count. The earliest free ticks go first: no later page could
        pay with them."""
        return union(self.paid, first(self.free, seconds))


def account(paid: Ranges, *, since: datetime, at: datetime) -> Account:
    """The account at the moment `at` for a page that was opened at `since`; what nobody can use any more is dropped."""
    end, oldest = math.ceil(_ticks(at)), math.floor(_ticks(at - KEPT))
    kept = without(paid, ((0, oldest),))
    start = max(math.floor(_ticks(since)), oldest)
    return Account(kept, without(((start, end),), kept) if start < end else ())


def _ticks(moment: datetime) -> float:
    return moment.timestamp() * FASTEST
