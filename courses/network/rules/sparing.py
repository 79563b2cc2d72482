"""How exemptions change what is assigned, day by day: so that what is kept of a site never changes with time alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import msgspec

from courses.learning.rules.exemptions import is_exempt_on
from courses.network.rules.figures import Change, Tally, weeks_of

_Key = tuple[str, str | date]
"""What is counted (people, given, week), and of which core area ("" all of the site) or day."""


class Held(msgspec.Struct, frozen=True):
    """An assignment of somebody who is or was exempt from a course; from this one only where the days say it."""

    person: int
    given_on: date
    areas: tuple[str, ...] = ()
    exempt_from: date | None = None
    exempt_until: date | None = None

    @property
    def turns(self) -> Iterator[date]:
        """The days from which on it counts otherwise than before."""
        if self.exempt_from is not None:
            yield self.exempt_from
            if self.exempt_until is not None:
                yield self.exempt_until + timedelta(days=1)


def spared_of(held: Iterable[Held]) -> tuple[Change, ...]:
    """By how much the numbers of a site change on which day. `held`: all that these people have, done or not.

    A person counts as long as one of their assignments does.
    """
    by_person: dict[int, list[Held]] = defaultdict(list)
    for one in held:
        by_person[one.person].append(one)
    found: dict[date, Counter[_Key]] = defaultdict(Counter)
    for mine in by_person.values():
        before = _counted(mine)
        for day in sorted({day for one in mine for day in one.turns}):
            after = _counted([one for one in mine if not is_exempt_on(day, one.exempt_from, one.exempt_until)])
            found[day].update(after)
            found[day].subtract(before)
            before = after
    return tuple(_change(day, found[day]) for day in sorted(found) if any(found[day].values()))


def _counted(held: Sequence[Held]) -> Counter[_Key]:
    found: Counter[_Key] = Counter()
    for one in held:
        found["week", one.given_on] += 1
        for area in ("", *one.areas):
            found["given", area] += 1
            found["people", area] = 1
    return found


def _change(day: date, found: Counter[_Key]) -> Change:
    areas = sorted(area for kind, area in found if kind == "given" and isinstance(area, str))
    tallies = {area: Tally(found["people", area], found["given", area]) for area in areas}
    weeks = weeks_of((week, number, 0) for (_, week), number in found.items() if isinstance(week, date))
    return Change(
        day,
        whole=tallies.pop(""),
        areas={area: tally for area, tally in tallies.items() if tally != Tally()},
        weeks=tuple(week for week in weeks if week.given),
    )
