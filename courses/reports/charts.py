"""What the three charts find: completion over time, by unit, and how long overdue, each from counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from courses.learning.lines.rules import Taken, counts, week_of
from courses.reports.rules import UNCOUNTED, Cell, CellState, Column, Row

SMALLEST_GROUP = 5
"""Fewer people than this are put in words, not bars: a bar would speak of persons (small-cell rule)."""
TREND_WEEKS = 12
AGE_CLASSES = ((7, "1–7 days"), (14, "8–14 days"), (30, "15–30 days"), (None, "Over 30 days"))


class Bar(msgspec.Struct, frozen=True):
    """One bar or point of a chart: a label, a value, and whether it is the subject of the title."""

    label: str
    value: int
    subject: bool = False


class Chart(msgspec.Struct, frozen=True):
    """A chart whose title is its finding. `scale` is the muted word beside it; `said` when there are too few people.

    `unit`: what a value counts, "%" or "people".
    """

    title: str
    scale: str
    bars: tuple[Bar, ...]
    said: str = ""
    unit: str = "%"


class Group(msgspec.Struct, frozen=True):
    """A unit's people, and what they were given and completed. `code`: "none" for people in no unit."""

    code: str
    name: str
    people: int
    given: int
    done: int


class Weeks(msgspec.Struct, frozen=True):
    """How many were given and completed by the Monday of the week; everything older stands at any earlier day."""

    given: Mapping[date, int]
    done: Mapping[date, int]


def trend(weeks: Weeks, today: date) -> Chart:
    """Share completed at the end of each of the last 12 weeks; the last is the one that goes on."""
    mondays = [week_of(today) - timedelta(weeks=TREND_WEEKS - 1 - number) for number in range(TREND_WEEKS)]
    ends = [min(monday + timedelta(days=6), today) for monday in mondays]
    points = tuple(
        Bar(f"{day:%b} {day.day}", _percent(weeks, monday)) for monday, day in zip(mondays, ends, strict=True)
    )
    first, last = points[0].value, points[-1].value
    change = "no change" if last == first else f"{'up' if last > first else 'down'} {abs(last - first)} points"
    said = _too_few(sum(weeks.given.values()))
    return Chart(f"{last} % complete, {change}", f"{TREND_WEEKS} weeks", points, said)


def _percent(weeks: Weeks, monday: date) -> int:
    given, done = (sum(people for week, people in part.items() if week <= monday) for part in (weeks.given, weeks.done))
    return 100 * done // given if given else 0


def weeks_of(taken: Iterable[Taken], today: date) -> Weeks:
    """The same counts as are kept of a whole site, of some people's courses."""
    found: dict[str, Counter[date]] = defaultdict(Counter)
    for (_, kind, day), people in counts(taken, today).items():
        found[kind][day] += people
    return Weeks(found["given"], found["done"])


def by_unit(groups: Iterable[Group]) -> Chart:
    """Share completed per unit, furthest behind first."""
    large = [one for one in groups if one.given and one.people >= SMALLEST_GROUP]
    values = sorted((100 * one.done // one.given, one.name) for one in large)
    bars = tuple(Bar(unit, value, index == 0) for index, (value, unit) in enumerate(values[:6]))
    behind = len(bars) > 1 and bars[0].value < bars[1].value
    title = f"{bars[0].label} is furthest behind" if behind else "Completion by unit"
    return Chart(title, "by unit", bars, "" if bars else _too_few(0))


def groups_of(rows: Sequence[Row]) -> tuple[Group, ...]:
    """The units of the rows; whoever is in two counts in both."""
    people: Counter[str] = Counter()
    cells: dict[str, list[Cell]] = defaultdict(list)
    for row in rows:
        for unit in row.member.in_units:
            people[unit] += 1
            cells[unit] += [one for one in row.cells if one.state not in UNCOUNTED]
    return tuple(
        Group("", unit or "In no unit", people[unit], len(given), sum(one.state is CellState.DONE for one in given))
        for unit, given in cells.items()
    )


def ageing(ages: Sequence[int]) -> Chart:
    """How many people are overdue, by their longest overdue item; `ages`: of each class of AGE_CLASSES."""
    labels = [label for _, label in AGE_CLASSES]
    bars = tuple(Bar(label, count, label == labels[-1]) for label, count in zip(labels, ages, strict=True))
    over = f", {ages[-1]} over 30 days" if ages[-1] else ""
    title = f"{_people(sum(ages))} overdue{over}" if sum(ages) else "Nobody is overdue"
    return Chart(title, "longest item each", bars, unit="people")


def ages_of(rows: Sequence[Row]) -> tuple[int, ...]:
    """How many people of the rows are in each class of AGE_CLASSES."""
    longest = [max((one.days for one in row.cells if one.state is CellState.OVERDUE), default=0) for row in rows]
    found, lower = [], 0
    for upper, _ in AGE_CLASSES:
        found.append(sum(lower < days <= (upper or days) for days in longest if days))
        lower = upper or lower
    return tuple(found)


def taken_in(rows: Sequence[Row], columns: Sequence[Column]) -> list[Taken]:
    """What the people of the rows take of some courses."""
    ids = {column.id for column in columns}
    return [taken for row in rows for taken in row.member.taken if taken.course_id in ids]


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _too_few(count: int) -> str:
    return "" if count >= SMALLEST_GROUP else "Too few assignments to draw. The table below has them all."
