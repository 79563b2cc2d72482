"""Grades: monotone in what answers bring, and floored."""

from fractions import Fraction

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.grading import Marked, grade, points_needed
from tests.strategies_learning import sheets

Sheet = tuple[Marked, ...]


@given(sheets, st.integers(1, 100), st.data())
def test_a_better_answer_never_gives_less(sheet: Sheet, mark: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sheet) - 1))
    better = msgspec.structs.replace(sheet[at], per_mille=data.draw(st.integers(sheet[at].per_mille, 1000)))
    corrected = (*sheet[:at], better, *sheet[at + 1 :])
    before, after = grade(sheet, pass_percent=mark), grade(corrected, pass_percent=mark)
    assert (after.points, after.percent, after.passed) >= (before.points, before.percent, before.passed)


@given(sheets, st.integers(1, 100))
def test_nobody_passes_by_rounding(sheet: Sheet, mark: int) -> None:
    result = grade(sheet, pass_percent=mark)
    exactly = sum(item.points * Fraction(item.per_mille, 1000) for item in sheet) / result.possible
    assert result.passed == (exactly * 100 >= mark)
    assert result.percent <= exactly * 100 < result.percent + 1


@given(sheets)
def test_points_add_up(sheet: Sheet) -> None:
    result = grade(sheet, pass_percent=80)
    assert sum(item.reached for item in sheet) <= result.points <= result.possible
    assert all(0 <= item.reached <= item.points for item in sheet)


@given(st.integers(1, 200), st.integers(1, 100))
def test_the_points_needed_are_the_fewest_that_pass(possible: int, mark: int) -> None:
    needed = points_needed(possible, mark)
    assert needed * 100 >= mark * possible > (needed - 1) * 100


def test_a_quiz_without_points_is_never_passed() -> None:
    assert grade((), pass_percent=80).passed is False
