"""What is kept of a site: numbers that change with what people do, never with time alone."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate

import msgspec

TREND_WEEKS = 8
FEWEST_FOR_A_POINT = 5
"""Fewer assignments than this make no point of the trend: it would speak of persons."""


class Tally(msgspec.Struct, frozen=True, array_like=True):
    """People who have an assignment, their assignments, and how many of these are completed."""

    people: int = 0
    given: int = 0
    done: int = 0

    @property
    def percent(self) -> int:
        """Of assignments completed, rounded down."""
        return 100 * self.done // self.given if self.given else 0


class Week(msgspec.Struct, frozen=True, array_like=True):
    """What happened in the week that begins on this Monday."""

    monday: date
    given: int
    done: int


class Change(msgspec.Struct, frozen=True, array_like=True):
    """What is to be added from a day on, because exemptions begin (then it is negative) or are over."""

    day: date
    whole: Tally
    areas: dict[str, Tally]
    weeks: tuple[Week, ...]


class Figures(msgspec.Struct, frozen=True):
    """The numbers of a site. `areas`: by core area, by name; a course of two areas counts in both.

    `weeks`: those in which something happened, oldest first. `late`: by how many the overdue assignments grow or shrink
    from a day on, oldest first: so the sum up to a day is what is overdue on it. `spared`: how exemptions change the
    others, which speak of all assignments as if nobody was exempt.
    """

    whole: Tally = Tally()
    areas: dict[str, Tally] = {}
    weeks: tuple[Week, ...] = ()
    late: tuple[tuple[date, int], ...] = ()
    spared: tuple[Change, ...] = ()

    def on(self, day: date) -> "Figures":
        """The numbers as they stand on a day: without what people are exempt from on it."""
        changes = [one for one in self.spared if one.day <= day]
        return msgspec.structs.replace(total([self, *changes]), late=self.late) if changes else self

    def overdue(self, today: date) -> int:
        """Open assignments whose due date is over on `today`."""
        return sum(change for day, change in self.late if day <= today)

    def trend(self, today: date) -> tuple[int | None, ...]:
        """Percent completed at the ends of the last weeks, the last one as of now; None where too few were assigned."""
        ends = [today - timedelta(days=today.weekday(), weeks=back) for back in range(TREND_WEEKS - 1, -1, -1)]
        mondays = [week.monday for week in self.weeks]
        given = [0, *accumulate(week.given for week in self.weeks)]
        done = [0, *accumulate(week.done for week in self.weeks)]
        upto = [bisect_right(mondays, end) for end in ends]
        return tuple(100 * done[n] // given[n] if given[n] >= FEWEST_FOR_A_POINT else None for n in upto)


def total(parts: Sequence[Figures | Change]) -> Figures:
    """The sum of tallies and weeks."""
    areas = sorted({area for one in parts for area in one.areas})
    return Figures(
        whole=_sum(one.whole for one in parts),
        areas={area: _sum(one.areas.get(area, Tally()) for one in parts) for area in areas},
        weeks=weeks_of((week.monday, week.given, week.done) for one in parts for week in one.weeks),
    )


def _sum(tallies: Iterable[Tally]) -> Tally:
    every = list(tallies)
    return Tally(sum(one.people for one in every), sum(one.given for one in every), sum(one.done for one in every))


class Due(msgspec.Struct, frozen=True):
    """`count` open assignments that are due on a day; exempt from one day to another (included), or for good."""

    on: date
    count: int = 1
    exempt_from: date | None = None
    exempt_until: date | None = None


def weeks_of(happened: Iterable[tuple[date, int, int]]) -> tuple[Week, ...]:
    """Days with what was given and done on them, as weeks."""
    given: Counter[date] = Counter()
    done: Counter[date] = Counter()
    for day, gave, did in happened:
        monday = day - timedelta(days=day.weekday())
        given[monday] += gave
        done[monday] += did
    return tuple(Week(monday, given[monday], done[monday]) for monday in sorted(given))


def late_of(dues: Iterable[Due]) -> tuple[tuple[date, int], ...]:
    """How the number of overdue assignments changes by day: late from the day after, but not while exempt."""
    changes: Counter[date] = Counter()
    for due in dues:
        late_from = due.on + timedelta(days=1)
        changes[late_from] += due.count
        if due.exempt_from is None:
            continue
        starts = max(due.exempt_from, late_from)
        back = due.exempt_until + timedelta(days=1) if due.exempt_until else None
        if back is None or back > starts:
            changes[starts] -= due.count
            if back:
                changes[back] += due.count
    return tuple(sorted((day, change) for day, change in changes.items() if change))
