"""What is kept of a person's courses, what they add up to, and which counts they belong to."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import msgspec

from courses.learning.rules.exemptions import is_exempt_on

OPEN = ("enrolled", "in_progress")

Key = tuple[int, str, date]
"""Course, kind of count, and day."""


class Taken(msgspec.Struct, frozen=True, kw_only=False, array_like=True, omit_defaults=True):
    """A person's latest enrollment in a course that was not withdrawn, or with no `state` only an exemption from it.

    Days are the site's. `percent`: of lessons done. `elsewhere`: it counts for another site.
    """

    course_id: int
    state: str = ""
    given_on: date | None = None
    due_on: date | None = None
    completed_on: date | None = None
    percent: int = 0
    elsewhere: bool = False
    exempt_from: date | None = None
    exempt_until: date | None = None

    def is_exempt(self, day: date) -> bool:
        """Whether nothing is owed on a day. What was completed stays completed."""
        return self.state != "completed" and is_exempt_on(day, self.exempt_from, self.exempt_until)


class Sums(msgspec.Struct, frozen=True):
    """What the courses of a person add up to; the columns of TrainingLine."""

    given: int
    done: int
    started: int
    open: int
    due_on: date | None
    look_again_on: date | None


def sums(taken: Iterable[Taken], day: date) -> Sums:
    """What is owed and done on a day; nothing of an exempt course counts."""
    everything = tuple(taken)
    owed = [one for one in everything if one.state and not one.is_exempt(day)]
    still = [one for one in owed if one.state in OPEN]
    changes = [change for one in everything for change in _changes(one) if change > day]
    return Sums(
        given=len(owed),
        done=len(owed) - len(still),
        started=sum(one.state == "in_progress" for one in still),
        open=len(still),
        due_on=min((one.due_on for one in still if one.due_on), default=None),
        look_again_on=min(changes, default=None),
    )


def _changes(one: Taken) -> Iterable[date]:
    """The days from which on something else is true of an exemption."""
    if one.exempt_from is not None:
        yield one.exempt_from
    if one.exempt_until is not None:
        yield one.exempt_until + timedelta(days=1)


def counts(taken: Iterable[Taken], day: date) -> Counter[Key]:
    """The counts these courses are part of, as they were seen on a day."""
    found: Counter[Key] = Counter()
    for one in taken:
        if not one.state or one.is_exempt(day):
            continue
        if one.given_on is not None:
            found[one.course_id, "given", week_of(one.given_on)] += 1
        if one.completed_on is not None:
            found[one.course_id, "done", week_of(one.completed_on)] += 1
        elif one.due_on is not None:
            found[one.course_id, "due", one.due_on] += 1
    return found


@lru_cache(maxsize=4096)
def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())
