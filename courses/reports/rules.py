"""How the completion matrix is read: the state of a cell, the order of need, totals, and what the charts find."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

DUE_SOON_DAYS = 7
SMALLEST_GROUP = 5
"""Fewer people than this are put in words, not bars: a bar would speak of persons (small-cell rule)."""
TREND_WEEKS = 12
AGE_CLASSES = ((7, "1–7 days"), (14, "8–14 days"), (30, "15–30 days"), (None, "Over 30 days"))


class CellState(StrEnum):
    """What a cell says, in the order of need."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    IN_PROGRESS = "in_progress"
    DUE = "due"
    NOT_STARTED = "not_started"
    DONE = "done"
    NOT_ASSIGNED = "not_assigned"


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A person's latest enrollment in a course; `lessons_done` of `lessons` of its version."""

    code: str
    course_id: int
    state: str
    enrolled_at: datetime
    due_on: date | None
    completed_on: date | None
    lessons_done: int
    lessons: int
    elsewhere: bool = False


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """Someone with an open membership at the site, and what they take. `unit`: their units in words; `units`: by name,
    when they are in more than one.
    """

    code: str
    name: str
    rank: str
    number: str
    agency: str
    unit: str
    taken: tuple[Taken, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def in_units(self) -> tuple[str, ...]:
        """Every unit they are in; "" for people in none, so that a blank field hides nobody."""
        return self.units or (self.unit,)


class Cell(msgspec.Struct, frozen=True):
    """One course for one person. `days`: overdue by or due in; `percent`: of lessons done; `on`: day of completion."""

    state: CellState
    days: int = 0
    percent: int = 0
    on: date | None = None
    enrollment: str = ""
    elsewhere: bool = False


NOTHING = Cell(CellState.NOT_ASSIGNED)


class Column(msgspec.Struct, frozen=True):
    """A course as a column of the matrix, with its totals under the current filter."""

    id: int
    slug: str
    code: str
    title: str
    minutes: int
    assigned: int = 0
    done: int = 0
    overdue: int = 0

    @property
    def percent(self) -> int:
        return 100 * self.done // self.assigned if self.assigned else 0


class Row(msgspec.Struct, frozen=True):
    """A person as a row; `cells` in the order of the columns."""

    member: Member
    cells: tuple[Cell, ...]

    @property
    def worst(self) -> Cell:
        return min(self.cells, key=need, default=NOTHING)


class Filters(msgspec.Struct, frozen=True):
    """What a coordinator is looking for. `unit` is a unit's name, "none" for people in no unit."""

    q: str = ""
    unit: str = ""
    state: str = ""
    course: str = ""

    @property
    def is_set(self) -> bool:
        return any((self.q, self.unit, self.state, self.course))


def cell(taken: Taken | None, today: date) -> Cell:
    """What one enrollment says on `today` (the site's day). Overdue wins over everything but done."""
    if taken is None or taken.state == "withdrawn":
        return NOTHING
    if taken.state == "completed":
        return Cell(
            CellState.DONE, on=taken.completed_on, percent=100, enrollment=taken.code, elsewhere=taken.elsewhere
        )
    percent = 100 * taken.lessons_done // taken.lessons if taken.lessons else 0
    state, days = _open_state(taken, today)
    return Cell(state, days, percent, None, taken.code, taken.elsewhere)


def _open_state(taken: Taken, today: date) -> tuple[CellState, int]:
    days = (taken.due_on - today).days if taken.due_on else None
    if days is not None and days < 0:
        return CellState.OVERDUE, -days
    if days is not None and days <= DUE_SOON_DAYS:
        return CellState.DUE_SOON, days
    if taken.state == "in_progress":
        return CellState.IN_PROGRESS, days or 0
    return (CellState.NOT_STARTED, 0) if days is None else (CellState.DUE, days)


def need(one: Cell) -> tuple[int, int]:
    """Sorts by need: longest overdue first, then what is due soonest."""
    order = list(CellState).index(one.state)
    return order, -one.days if one.state is CellState.OVERDUE else one.days


def arrange(members: Iterable[Member], columns: Sequence[Column], today: date, filters: Filters) -> tuple[Row, ...]:
    """The rows that pass the filter, most urgent first, then by name."""
    shown = [column for column in columns if filters.course in ("", column.slug)]
    rows = [_row(member, shown, today) for member in members if _wanted(member, filters)]
    if filters.state:
        rows = [row for row in rows if any(one.state == filters.state for one in row.cells)]
    return tuple(sorted(rows, key=lambda row: (need(row.worst), row.member.name.lower())))


def _row(member: Member, columns: Sequence[Column], today: date) -> Row:
    by_course = {taken.course_id: taken for taken in member.taken}
    return Row(member, tuple(cell(by_course.get(column.id), today) for column in columns))


def _wanted(member: Member, filters: Filters) -> bool:
    text = f"{member.name} {member.number}".lower()
    if not all(word in text for word in filters.q.lower().split()):
        return False
    return not filters.unit or filters.unit in [unit or "none" for unit in member.in_units]


def totals(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[Column, ...]:
    """Each column with what the shown rows add up to."""
    counted = []
    for index, column in enumerate(columns):
        states = [row.cells[index].state for row in rows]
        counted.append(
            msgspec.structs.replace(
                column,
                assigned=sum(state is not CellState.NOT_ASSIGNED for state in states),
                done=states.count(CellState.DONE),
                overdue=states.count(CellState.OVERDUE),
            )
        )
    return tuple(counted)


class Bar(msgspec.Struct, frozen=True):
    """One bar or point of a chart: a label, a value, and whether it is the subject of the title."""

    label: str
    value: int
    subject: bool = False


class Chart(msgspec.Struct, frozen=True):
    """A chart whose title is its finding. `scale` is the muted word beside it; `said` when there are too few people."""

    title: str
    scale: str
    bars: tuple[Bar, ...]
    said: str = ""


def trend(members: Iterable[Member], today: date) -> Chart:
    """Share of assignments completed at the end of each of the last 12 weeks."""
    taken = [one for member in members for one in member.taken if one.state != "withdrawn"]
    days = [today - timedelta(weeks=TREND_WEEKS - 1 - week) for week in range(TREND_WEEKS)]
    points = tuple(Bar(f"{day:%b} {day.day}", _percent_on(taken, day)) for day in days)
    first, last = points[0].value, points[-1].value
    change = "no change" if last == first else f"{'up' if last > first else 'down'} {abs(last - first)} points"
    return Chart(f"{last} % complete, {change}", f"{TREND_WEEKS} weeks", points, _too_few(len(taken)))


def _percent_on(taken: Sequence[Taken], day: date) -> int:
    given = [one for one in taken if one.enrolled_at.date() <= day]
    done = sum(one.completed_on is not None and one.completed_on <= day for one in given)
    return 100 * done // len(given) if given else 0


def by_unit(rows: Sequence[Row]) -> Chart:
    """Share completed per unit, furthest behind first."""
    cells: dict[str, list[Cell]] = defaultdict(list)
    people: dict[str, int] = defaultdict(int)
    for row in rows:
        for unit in (name or "In no unit" for name in row.member.in_units):
            people[unit] += 1
            cells[unit] += [one for one in row.cells if one.state is not CellState.NOT_ASSIGNED]
    large = {unit: given for unit, given in cells.items() if given and people[unit] >= SMALLEST_GROUP}
    values = sorted(
        (100 * sum(one.state is CellState.DONE for one in given) // len(given), unit) for unit, given in large.items()
    )
    bars = tuple(Bar(unit, value, index == 0) for index, (value, unit) in enumerate(values[:6]))
    behind = len(bars) > 1 and bars[0].value < bars[1].value
    title = f"{bars[0].label} is furthest behind" if behind else "Completion by unit"
    return Chart(title, "by unit", bars, "" if bars else _too_few(0))


def ageing(rows: Sequence[Row]) -> Chart:
    """How many people are overdue, by their longest overdue item."""
    longest = [max((one.days for one in row.cells if one.state is CellState.OVERDUE), default=0) for row in rows]
    late = [days for days in longest if days]
    bars, lower = [], 0
    for upper, label in AGE_CLASSES:
        bars.append(Bar(label, sum(lower < days <= (upper or days) for days in late), upper is None))
        lower = upper or lower
    over = f", {bars[-1].value} over 30 days" if bars[-1].value else ""
    title = f"{_people(len(late))} overdue{over}" if late else "Nobody is overdue"
    return Chart(title, "longest item each", tuple(bars))


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _too_few(count: int) -> str:
    return "" if count >= SMALLEST_GROUP else "Too few assignments to draw. The table below has them all."
