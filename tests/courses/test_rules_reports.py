"""The completion matrix: nobody is lost, the most urgent come first, totals add up, small groups are not drawn."""

from datetime import UTC, datetime, timedelta
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.reports import rules
from courses.reports.rules import Cell, CellState, Column, Filters, Member, Row, Taken
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
    assert [rules.need(row.worst) for row in arranged(tuple(mixed))] == [
        rules.need(row.worst) for row in arranged(people)
    ]


@given(crowd())
def test_rows_come_by_need(people: tuple[Member, ...]):
    needs = [rules.need(row.worst) for row in arranged(people)]
    assert needs == sorted(needs)


@given(crowd())
def test_longest_overdue_comes_first(people: tuple[Member, ...]):
    late = [row.worst.days for row in arranged(people) if row.worst.state is CellState.OVERDUE]
    assert late == sorted(late, reverse=True)
    assert [row.worst.state for row in arranged(people)][: len(late)] == [CellState.OVERDUE] * len(late)


@given(taken(1))
def test_overdue_wins_over_everything_but_done_and_withdrawn(one: Taken):
    past = one.due_on is not None and one.due_on < TODAY
    is_open = one.state in ("enrolled", "in_progress")
    assert (rules.cell(one, TODAY).state is CellState.OVERDUE) == (past and is_open)


@given(taken(1))
def test_withdrawn_counts_as_not_assigned(one: Taken):
    assert rules.cell(msgspec.structs.replace(one, state="withdrawn"), TODAY) == rules.NOTHING
    assert rules.cell(None, TODAY) == rules.NOTHING


@given(taken(1))
def test_a_cell_becomes_overdue_the_day_after_it_was_due_and_not_before(one: Taken):
    due = msgspec.structs.replace(one, state="enrolled", due_on=TODAY)
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
    one = Taken(code="e", course_id=1, state=state, enrolled_at=NOON, due_on=due, completed_on=None,
                lessons_done=1, lessons=4)  # fmt: skip
    assert rules.cell(one, TODAY) == Cell(expected, days, 25, None, "e")


NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@given(crowd(), filters)
def test_totals_add_up(people: tuple[Member, ...], wanted: Filters):
    rows = arranged(people, wanted)
    shown = tuple(column for column in COURSES if wanted.course in ("", column.slug))
    cells = [cell for row in rows for cell in row.cells]
    totals = rules.totals(rows, shown)
    assert sum(one.assigned for one in totals) == sum(cell.state is not CellState.NOT_ASSIGNED for cell in cells)
    assert sum(one.done for one in totals) == sum(cell.state is CellState.DONE for cell in cells)
    assert sum(one.overdue for one in totals) == sum(cell.state is CellState.OVERDUE for cell in cells)
    assert all(one.done + one.overdue <= one.assigned for one in totals)


def test_a_course_nobody_has_is_zero_percent():
    assert Column(1, "s", "C", "T", 60).percent == 0


@given(crowd())
def test_a_percentage_never_rounds_up_to_all(people: tuple[Member, ...]):
    for column in rules.totals(arranged(people), COURSES):
        assert (column.percent == 100) == (column.assigned > 0 and column.done == column.assigned)


@pytest.mark.parametrize("text", ["%", "_", "%%", "' OR 1=1"])
def test_signs_of_the_query_language_are_only_letters(text: str):
    one = Member(code="p", name="Ana Li", rank="", number="1", agency="A", unit="")
    assert arranged((one,), Filters(q=text)) == ()


@pytest.mark.parametrize("text", ["ana", "LI", "li ana", " 17 ", "ana 1745"])
def test_words_are_found_in_name_and_number_in_any_order_and_case(text: str):
    one = Member(code="p", name="Ana Li", rank="", number="1745", agency="A", unit="")
    assert len(arranged((one,), Filters(q=text))) == 1


@given(crowd())
def test_units_and_no_unit_divide_everybody(people: tuple[Member, ...]):
    by_unit = [row for unit in ("none", "Patrol South", "Patrol North") for row in arranged(people, Filters(unit=unit))]
    assert len(by_unit) == len(people)


def test_somebody_in_two_units_is_found_in_both():
    one = Member(code="p", name="Ana Li", rank="", number="1", agency="A", unit="K9, South", units=("K9", "South"))
    assert [len(arranged((one,), Filters(unit=unit))) for unit in ("K9", "South", "none", "")] == [1, 1, 0, 1]


@given(crowd())
def test_ages_of_what_is_overdue_add_up_to_the_late(people: tuple[Member, ...]):
    rows = arranged(people)
    chart = rules.ageing(rows)
    assert sum(bar.value for bar in chart.bars) == sum(row.worst.state is CellState.OVERDUE for row in rows)


@given(crowd())
def test_units_of_fewer_than_five_are_never_drawn(people: tuple[Member, ...]):
    rows = arranged(people)
    sizes = {unit: sum((row.member.unit or "In no unit") == unit for row in rows) for unit in rules_units(rows)}
    assert all(sizes[bar.label] >= rules.SMALLEST_GROUP for bar in rules.by_unit(rows).bars)


def rules_units(rows: tuple[Row, ...]) -> set[str]:
    return {row.member.unit or "In no unit" for row in rows}


@given(st.lists(member(), max_size=6))
def test_the_trend_ends_where_the_matrix_stands(people: list[Member]):
    chart = rules.trend(people, TODAY)
    assert len(chart.bars) == rules.TREND_WEEKS
    assert all(0 <= bar.value <= 100 for bar in chart.bars)
    count = sum(one.state != "withdrawn" for person in people for one in person.taken)
    assert bool(chart.said) == (count < rules.SMALLEST_GROUP)
