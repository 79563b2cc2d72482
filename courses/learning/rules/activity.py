"""How long somebody was there: wall seconds with the page in sight, each counted once for a person.

Apart from credit: a lecture heard at double speed earns its whole length, and takes half of it. What several pages
report is the union of the seconds they name, so no order, repetition or second tab makes it more than the time that
went by. It is told to the learner before credit is given and to those who run training; it never stops anybody.
"""

import math
from collections.abc import Sequence
from datetime import datetime

import msgspec

from courses.learning.rules.budget import KEPT
from courses.learning.rules.completion import Step
from courses.learning.rules.intervals import Ranges, total, union, without


class Present(msgspec.Struct, frozen=True):
    """A person's active seconds of the last days, counted from 1970, and how many of them a report added."""

    known: Ranges
    added_seconds: int


class ActiveTime(msgspec.Struct, frozen=True):
    """Active minutes of a course beside its credit minutes. `unmeasured`: lessons begun whose time nobody measured."""

    minutes: int
    credit_minutes: int
    unmeasured: int = 0

    @property
    def short_minutes(self) -> int:
        """By how much the active time stays below the credit."""
        return max(self.credit_minutes - self.minutes, 0)


def present(known: Ranges, reported: Ranges, *, since: datetime, at: datetime) -> Present:
    """Add what a page that was opened at `since` reports, in seconds from then; nothing after `at` counts."""
    start, now = math.floor(since.timestamp()), math.ceil(at.timestamp())
    oldest = math.floor((at - KEPT).timestamp())
    moments = union(tuple((max(start + a, oldest), min(start + b, now)) for a, b in reported))
    new = without(moments, known)
    return Present(without(union(known, new), ((0, oldest),)), total(new))


def active_time(steps: Sequence[Step], credit_minutes: int) -> ActiveTime:
    """The active time of a course's steps, rounded down to minutes."""
    seconds = sum(step.active_seconds or 0 for step in steps)
    unmeasured = sum(1 for step in steps if step.active_seconds is None and (step.is_begun or step.is_done))
    return ActiveTime(seconds // 60, credit_minutes, unmeasured)
