"""How the completion matrix is read: the state of a cell, the order of need, and totals."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from courses.learning.lines.rules import Taken

DUE_SOON_DAYS = 7


class CellState(StrEnum):
    """What a cell says, in the order of need."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    IN_PROGRESS = "in_progress"
    DUE = "due"
    NOT_STARTED = "not_started"
    DONE = "done"
    EXEMPT = "exempt"
    NOT_ASSIGNED = "not_assigned"


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
    """One course for one person. `days`: overdue by or due in; `percent`: of lessons done; `on`: day of completion, or
    the last day of an exemption.
    """

    state: CellState
    days: int = 0
    percent: int = 0
    on: date | None = None
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
    """What a coordinator is looking for, and in which order.

    unit: a unit's code, "none" for people in no unit. supervisor: a person's code. show: slugs of the courses to show,
    none = all. sort: "" by need, "name", "unit", or the slug of a course; down: the other way round.
    """

    q: str = ""
    unit: str = ""
    supervisor: str = ""
    state: str = ""
    course: str = ""
    show: tuple[str, ...] = ()
    sort: str = ""
    down: bool = False

    @property
    def is_set(self) -> bool:
        """Whether some people, or of somebody some courses, are left out."""
        return any((self.q, self.unit, self.supervisor, self.state, self.course))

    def shows(self, column: Column) -> bool:
        return self.course in ("", column.slug) and (not self.show or column.slug in self.show)


def cell(taken: Taken | None, today: date) -> Cell:
    """What one course says on `today` (the site's day). Overdue wins over everything but done and exempt."""
    if taken is None:
        return NOTHING
    if taken.state == "completed":
        return Cell(CellState.DONE, on=taken.completed_on, percent=100, elsewhere=taken.elsewhere)
    if taken.is_exempt(today):
        return Cell(CellState.EXEMPT, percent=taken.percent, on=taken.exempt_until, elsewhere=taken.elsewhere)
    if not taken.state:
        return NOTHING
    state, days = _open_state(taken, today)
    return Cell(state, days, taken.percent, None, taken.elsewhere)


def _open_state(taken: Taken, today: date) -> tuple[CellState, int]:
    days = (taken.due_on - today).days if taken.due_on else None
    if days is not None and days < 0:
        return CellState.OVERDUE, -days
    if days is not None and days <= DUE_SOON_DAYS:
        return CellState.DUE_SOON, days
    if taken.state == "in_progress":
        return CellState.IN_PROGRESS, days or 0
    return (CellState.NOT_STARTED, 0) if days is None else (CellState.DUE, days)


_ORDER = {state: number for number, state in enumerate(CellState)}


def need(one: Cell) -> tuple[int, int]:
    """Sorts by need: longest overdue first, then what is due soonest."""
    return _ORDER[one.state], -one.days if one.state is CellState.OVERDUE else one.days


NEVER = 10**6


def urgency(cells: Iterable[Cell]) -> tuple[int, int]:
    """Sorts people as courses.reports.site_lines does: who is late or due soon by the earliest date, then who has
    begun, has a date, has something open, something done, and nothing.
    """
    shown = tuple(cells)
    states = {one.state for one in shown}
    soonest = min((_due_in(one) for one in shown), default=NEVER)
    if soonest <= DUE_SOON_DAYS:
        return 0, soonest
    if CellState.IN_PROGRESS in states:
        return 1, soonest
    if soonest < NEVER:
        return 2, soonest
    after = (CellState.NOT_STARTED, CellState.DONE)
    return next((3 + place for place, state in enumerate(after) if state in states), 5), NEVER


def _due_in(one: Cell) -> int:
    """Days until it is due; NEVER without a date. Begun and due today is due soon, so no days there is no date."""
    if one.state is CellState.OVERDUE:
        return -one.days
    if one.state in (CellState.DUE_SOON, CellState.DUE) or (one.state is CellState.IN_PROGRESS and one.days):
        return one.days
    return NEVER


def arrange(members: Iterable[Member], columns: Sequence[Column], today: date, filters: Filters) -> tuple[Row, ...]:
    """The rows that pass the filter's state, in the order it asks for; `columns`: all those the filter is about."""
    rows = [row_of(member, columns, today) for member in members]
    if filters.state:
        rows = [row for row in rows if any(one.state == filters.state for one in row.cells)]
    by_name = sorted(rows, key=lambda row: f"{row.member.name} {row.member.number}".lower(), reverse=filters.down)
    if filters.sort == "name":
        return tuple(by_name)
    if filters.down and filters.sort:
        by_name.reverse()
    place = next((index for index, column in enumerate(columns) if column.slug == filters.sort), None)
    if filters.sort == "unit":
        return tuple(sorted(by_name, key=lambda row: row.member.unit.lower(), reverse=filters.down))
    if place is not None:
        return tuple(sorted(by_name, key=lambda row: need(row.cells[place]), reverse=filters.down))
    return tuple(sorted(by_name, key=lambda row: urgency(row.cells)))


def row_of(member: Member, columns: Sequence[Column], today: date) -> Row:
    """A person with a cell for each column."""
    by_course = {taken.course_id: taken for taken in member.taken}
    return Row(member, tuple(cell(by_course.get(column.id), today) for column in columns))


def only(rows: Sequence[Row], columns: Sequence[Column], filters: Filters) -> tuple[Row, ...]:
    """The same rows with the cells of the columns to show."""
    places = [index for index, column in enumerate(columns) if filters.shows(column)]
    if len(places) == len(columns):
        return tuple(rows)
    return tuple(Row(row.member, tuple(row.cells[place] for place in places)) for row in rows)


UNCOUNTED = (CellState.NOT_ASSIGNED, CellState.EXEMPT)


def totals(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[Column, ...]:
    """Each column with what the rows add up to."""
    counted = []
    for index, column in enumerate(columns):
        states = [row.cells[index].state for row in rows]
        counted.append(
            msgspec.structs.replace(
                column,
                assigned=sum(state not in UNCOUNTED for state in states),
                done=states.count(CellState.DONE),
                overdue=states.count(CellState.OVERDUE),
            )
        )
    return tuple(counted)
