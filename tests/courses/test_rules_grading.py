"""Grades: monotone in right answers, floored, all-or-nothing per question."""

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.grading import Marked, grade, points_needed
from tests.strategies_learning import sheets

Sheet = tuple[Marked, ...]


@given(sheets, st.integers(1, 100), st.data())
def test_one_more_right_answer_never_gives_less(sheet: Sheet, mark: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sheet) - 1))
    corrected = (*sheet[:at], msgspec.structs.replace(sheet[at], chosen=sheet[at].correct), *sheet[at + 1 :])
    before, after = grade(sheet, pass_percent=mark), grade(corrected, pass_percent=mark)
    assert (after.points, after.percent, after.passed) >= (before.points, before.percent, before.passed)


@given(sheets, st.integers(1, 100))
def test_nobody_passes_by_rounding(sheet: Sheet, mark: int) -> None:
    result = grade(sheet, pass_percent=mark)
    assert result.passed == (Fraction(result.points, result.possible) * 100 >= mark)
    assert result.percent <= Fraction(result.points, result.possible) * 100


@given(sheets)
def test_points_add_up(sheet: Sheet) -> None:
    result = grade(sheet, pass_percent=80)
    assert sum(result.per_item) == result.points <= result.possible
    assert all(0 <= points <= item.points for points, item in zip(result.per_item, sheet, strict=True))


@pytest.mark.parametrize(
    ("correct", "chosen", "is_right"),
    [("a", "a", True), ("ab", "ab", True), ("ab", "a", False), ("ab", "abc", False), ("a", "", False)],
)
def test_a_question_is_right_with_all_correct_choices_and_no_other(correct: str, chosen: str, is_right: bool) -> None:
    assert Marked(1, frozenset(correct), frozenset(chosen)).is_right is is_right


@given(st.integers(1, 200), st.integers(1, 100))
def test_the_points_needed_are_the_fewest_that_pass(possible: int, mark: int) -> None:
    needed = points_needed(possible, mark)
    assert needed * 100 >= mark * possible > (needed - 1) * 100


def test_a_quiz_without_points_is_never_passed() -> None:
    assert grade((), pass_percent=80).passed is False
