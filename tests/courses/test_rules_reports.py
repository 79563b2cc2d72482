"""The completion matrix: nobody is lost, the most urgent come first, totals add up, small groups are not drawn."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.lines.rules import Taken, counts, sums
from courses.reports import charts, rules
from courses.reports.rules import Cell, CellState, Column, Filters, Member, Row
from tests.strategies_reports import COURSES, TODAY, crowd, filters, member, taken

EVERYBODY = Filters()


def arranged(people: tuple[Member, ...], wanted: Filters = EVERYBODY) -> tuple[Row, ...]:
    return rules.arrange(people, COURSES, TODAY, wanted)


@given(crowd())
def test_everybody_is_in_the_matrix_exactly_once(people: tuple[Member, ...]):
    assert sorted(row.member.code for row in arranged(people)) == sorted(one.code for one in people)


@given(crowd(), filters)
def test_a_filter_only_leaves_people_out(people: tuple[Member, ...], wanted: Filters):
    shown = [row.member.code for row in arranged(people, wanted)]
    assert len(set(shown)) == len(shown)
    assert set(shown) <= {one.code for one in people}


@given(crowd(), st.randoms())
def test_the_order_does_not_depend_on_the_order_of_rows(people: tuple[Member, ...], chance: Random):
    mixed = list(people)
    chance.shuffle(mixed)
    assert arranged(tuple(mixed)) == arranged(people)


@given(crowd())
def test_rows_come_by_urgency(people: tuple[Member, ...]):
    found = [rules.urgency(row.cells) for row in arranged(people)]
    assert found == sorted(found)


@given(crowd())
def test_what_is_kept_of_a_person_sorts_them_as_their_courses_do(people: tuple[Member, ...]):
    for row in arranged(people):
        kept = sums(row.member.taken, TODAY)
        due_in = (kept.due_on - TODAY).days if kept.due_on else rules.NEVER
        held = (due_in <= rules.DUE_SOON_DAYS, kept.started, kept.due_on, kept.open, kept.done, True)
        assert rules.urgency(row.cells) == ([bool(one) for one in held].index(True), due_in)


@given(crowd())
def test_kept_counts_add_up_to_the_table(people: tuple[Member, ...]):
    kept: Counter[tuple[int, str, date]] = Counter()
    for one in people:
        kept.update(counts(one.taken, TODAY))
    for column in rules.totals(arranged(people), COURSES):
        of_it = dict.fromkeys(("given", "done", "late"), 0)
        for (course, kind, day), number in kept.items():
            name = kind if kind != "due" else "late" if day < TODAY else ""
            of_it[name] = of_it.get(name, 0) + number * (course == column.id)
        assert (column.assigned, column.done, column.overdue) == tuple(
            of_it[name] for name in ("given", "done", "late")
        )


@given(taken(1), st.integers(-70, 70))
def test_a_line_is_looked_at_again_before_an_exemption_changes_it(one: Taken, later: int):
    again, day = sums((one,), TODAY).look_again_on, TODAY + timedelta(days=later)
    if day >= TODAY and (again is None or day < again):
        assert one.is_exempt(day) == one.is_exempt(TODAY)


@given(crowd())
def test_longest_overdue_comes_first(people: tuple[Member, ...]):
    late = [row.worst.days for row in arranged(people) if row.worst.state is CellState.OVERDUE]
    assert late == sorted(late, reverse=True)
    assert [row.worst.state for row in arranged(people)][: len(late)] == [CellState.OVERDUE] * len(late)


@given(taken(1))
def test_overdue_wins_over_everything_but_done_and_withdrawn(one: Taken):
    past = one.due_on is not None and one.due_on < TODAY
    is_open = one.state in ("enrolled", "in_progress")
    assert (rules.cell(one, TODAY).state is CellState.OVERDUE) == (past and is_open and not one.is_exempt(TODAY))


@given(taken(1))
def test_what_is_exempt_is_owed_by_nobody_and_what_is_done_stays_done(one: Taken):
    state = rules.cell(one, TODAY).state
    assert (state is CellState.EXEMPT) == one.is_exempt(TODAY)
    assert (state is CellState.DONE) == (one.state == "completed")
    assert sums((one,), TODAY).given == (state not in rules.UNCOUNTED)


def test_nothing_is_not_assigned():
    assert rules.cell(None, TODAY) == rules.NOTHING


@given(taken(1))
def test_a_cell_becomes_overdue_the_day_after_it_was_due_and_not_before(one: Taken):
    due = msgspec.structs.replace(one, state="enrolled", due_on=TODAY, exempt_from=None)
    assert rules.cell(due, TODAY).state is CellState.DUE_SOON
    assert rules.cell(due, TODAY + timedelta(days=1)) == msgspec.structs.replace(
        rules.cell(due, TODAY), state=CellState.OVERDUE, days=1
    )


@pytest.mark.parametrize(
    ("in_days", "state", "expected", "days"),
    [
        (-3, "in_progress", CellState.OVERDUE, 3),
        (0, "in_progress", CellState.DUE_SOON, 0),
        (7, "enrolled", CellState.DUE_SOON, 7),
        (8, "enrolled", CellState.DUE, 8),
        (8, "in_progress", CellState.IN_PROGRESS, 8),
        (None, "in_progress", CellState.IN_PROGRESS, 0),
        (None, "enrolled", CellState.NOT_STARTED, 0),
    ],
)
def test_what_an_open_cell_says(in_days: int | None, state: str, expected: CellState, days: int):
    due = None if in_days is None else TODAY + timedelta(days=in_days)
    one = Taken(1, state, given_on=date(2026, 1, 5), due_on=due, percent=25)
    assert rules.cell(one, TODAY) == Cell(expected, days, 25)


@given(crowd(), filters)
def test_totals_add_up(people: tuple[Member, ...], wanted: Filters):
    shown = tuple(column for column in COURSES if wanted.shows(column))
    rows = rules.only(arranged(people, wanted), COURSES, wanted)
    cells = [cell for row in rows for cell in row.cells]
    totals = rules.totals(rows, shown)
    assert sum(one.assigned for one in totals) == sum(cell.state not in rules.UNCOUNTED for cell in cells)
    assert sum(one.done for one in totals) == sum(cell.state is CellState.DONE for cell in cells)
    assert sum(one.overdue for one in totals) == sum(cell.state is CellState.OVERDUE for cell in cells)
    assert all(one.done + one.overdue <= one.assigned for one in totals)


def test_a_course_nobody_has_is_zero_percent():
    assert Column(1, "s", "C", "T", 60).percent == 0


@given(crowd())
def test_a_percentage_never_rounds_up_to_all(people: tuple[Member, ...]):
    for column in rules.totals(arranged(people), COURSES):
        assert (column.percent == 100) == (column.assigned > 0 and column.done == column.assigned)


@given(crowd())
def test_ages_of_what_is_overdue_add_up_to_the_late(people: tuple[Member, ...]):
    rows = arranged(people)
    chart = charts.ageing(charts.ages_of(rows))
    assert sum(bar.value for bar in chart.bars) == sum(row.worst.state is CellState.OVERDUE for row in rows)


@given(crowd())
def test_units_of_fewer_than_five_are_never_drawn(people: tuple[Member, ...]):
    sizes = Counter(unit or "In no unit" for one in people for unit in one.in_units)
    drawn = charts.by_unit(charts.groups_of(arranged(people))).bars
    assert all(sizes[bar.label] >= charts.SMALLEST_GROUP for bar in drawn)


@given(st.lists(member(), max_size=6))
def test_the_trend_ends_where_the_matrix_stands(people: list[Member]):
    rows = arranged(tuple(people))
    chart = charts.trend(charts.weeks_of(charts.taken_in(rows, COURSES), TODAY), TODAY)
    assert len(chart.bars) == charts.TREND_WEEKS
    count = sum(column.assigned for column in rules.totals(rows, COURSES))
    assert bool(chart.said) == (count < charts.SMALLEST_GROUP)
