"""What the numbers of sites mean, and that no hidden one can be worked out from those that are shown."""

from datetime import date, timedelta
from fractions import Fraction

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.exemptions import is_exempt_on
from courses.network.rules.engagement import standing
from courses.network.rules.figures import Due, Figures, Tally, Week, late_of, weeks_of
from courses.network.rules.hiding import SMALLEST_SHOWN, People, hidden_cells, with_totals
from courses.network.rules.sparing import Held, spared_of

DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
COUNTS = st.one_of(st.just(0), st.integers(1, 8), st.integers(5, 400))


@st.composite
def tables(draw: st.DrawFn) -> People:
    """Sites by areas; each site's total is no less than its largest area, and may hold some outside of all."""
    columns = draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(COUNTS, min_size=columns, max_size=columns), min_size=1, max_size=6))
    totals = [draw(st.integers(max(row), sum(row) + 9)) for row in rows]
    return with_totals(rows, totals)


def determined(people: People, hidden: frozenset[tuple[int, int]], cell: tuple[int, int]) -> bool:
    """Whether the sums of rows and columns leave one value only for a hidden cell: exact elimination, no graph.

    Each row and each column says: the sum of its cells, its total taken as negative, is zero.
    """
    unknown = sorted(hidden)
    last = (len(people) - 1, len(people[0]) - 1)
    sign = {one: (-1 if one[0] == last[0] else 1) * (-1 if one[1] == last[1] else 1) for one in unknown}
    lines = [[(sign[one] if one[axis] == place else 0) for one in unknown]
             for axis in (0, 1) for place in range(last[axis] + 1)]  # fmt: skip
    asked = [int(one == cell) for one in unknown]
    return rank(lines) == rank([*lines, asked])


def rank(lines: list[list[int]]) -> int:
    left = [[Fraction(one) for one in line] for line in lines]
    found = 0
    while left:
        line = left.pop()
        pivot = next((n for n, value in enumerate(line) if value), None)
        if pivot is not None:
            found += 1
            left = [[a - b * other[pivot] / line[pivot] for a, b in zip(other, line, strict=True)] for other in left]
    return found


@given(tables())
def test_no_hidden_number_can_be_worked_out(people: People):
    found, outside = hidden_cells(people), len(people[0]) - 2
    never_shown = {(row, outside) for row, counts in enumerate(people) if counts[outside]}
    secret = {(row, column) for row, column in found if column != outside or people[row][column] < SMALLEST_SHOWN}
    assert not [cell for cell in secret if determined(people, found | never_shown, cell)]


@given(tables())
def test_what_speaks_of_few_people_is_hidden_and_what_speaks_of_nobody_is_not(people: People):
    hidden = hidden_cells(people)
    for row, counts in enumerate(people):
        for column, count in enumerate(counts):
            assert (row, column) in hidden or not 0 < count < SMALLEST_SHOWN
            assert count or (row, column) not in hidden


def test_a_second_cell_is_hidden_where_one_could_be_worked_out():
    wide = with_totals([(3, 20, 40), (9, 30, 50), (11, 60, 70)], [63, 89, 141])
    assert hidden_cells(wide) == {(0, 0), (1, 0), (0, 1), (1, 1)}
    assert determined(wide, frozenset({(0, 0), (0, 1)}), (0, 0))
    assert hidden_cells(with_totals([(30, 20), (9, 30)], [50, 39])) == frozenset()


@given(st.lists(st.builds(Due, DAYS, st.integers(1, 3), st.none() | DAYS, st.none() | DAYS)), DAYS)
def test_overdue_is_the_sum_of_what_changed_up_to_a_day(dues: list[Due], today: date):
    def late(due: Due) -> bool:
        away = due.exempt_from and due.exempt_from <= today and (not due.exempt_until or today <= due.exempt_until)
        return due.on < today and not away

    assert Figures(late=late_of(dues)).overdue(today) == sum(due.count for due in dues if late(due))


HELD = st.builds(
    Held, st.integers(1, 3), DAYS, st.sampled_from([(), ("Gun",), ("Gun", "Drugs")]), st.none() | DAYS, st.none() | DAYS
)


def plain(held: list[Held]) -> Figures:
    """What assignments add up to, all of them counting."""
    everywhere = {area for one in held for area in one.areas}
    mine = {area: [one for one in held if not area or area in one.areas] for area in {"", *everywhere}}
    tallies = {area: Tally(len({one.person for one in some}), len(some)) for area, some in mine.items()}
    return Figures(tallies.pop(""), tallies, weeks_of((one.given_on, 1, 0) for one in held))


@given(st.lists(HELD), DAYS)
def test_on_a_day_nothing_counts_from_which_somebody_is_exempt(held: list[Held], today: date):
    kept = msgspec.structs.replace(plain(held), spared=spared_of(held))
    owed = plain([one for one in held if not is_exempt_on(today, one.exempt_from, one.exempt_until)])
    found = msgspec.json.decode(msgspec.json.encode(kept), type=Figures).on(today)
    assert found.whole == owed.whole
    assert {area: tally for area, tally in found.areas.items() if tally.given} == owed.areas
    assert tuple(week for week in found.weeks if week.given) == owed.weeks


@given(st.lists(st.tuples(DAYS, st.integers(0, 5), st.integers(0, 5))), DAYS)
def test_the_trend_ends_with_what_is_complete_now(happened: list[tuple[date, int, int]], today: date):
    past = [one for one in happened if one[0] <= today]
    gave, did = sum(one[1] for one in past), sum(one[2] for one in past)
    trend = Figures(weeks=weeks_of(past)).trend(today)
    assert trend[-1] == (100 * did // gave if gave >= SMALLEST_SHOWN else None)


def test_few_assignments_make_no_point():
    monday = date(2026, 11, 2)
    weeks = (Week(monday, 4, 4), Week(monday + timedelta(weeks=1), 4, 0), Week(monday + timedelta(weeks=2), 2, 1))
    assert Figures(weeks=weeks).trend(date(2026, 11, 21))[-4:] == (None, None, 50, 50)


def test_where_a_site_stands():
    first, last = date(2024, 10, 1), date(2027, 9, 30)
    days = (date(2024, 9, 30), first, date(2025, 9, 30), date(2026, 11, 21), date(2027, 10, 1))
    assert [standing(first, last, day).words for day in days] == [
        "From October 2024",
        "Year 1 of 3",
        "Year 1 of 3",
        "Year 3 of 3",
        "Alumni",
    ]
    assert standing(None, None, first).words == "Not said"
