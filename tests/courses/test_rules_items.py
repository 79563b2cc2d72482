"""Item analysis against a plain computation over all answers, and the laws its figures obey."""

from statistics import StatisticsError, correlation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.items.rules import ENOUGH, FEWEST, Sums, facility, item_flags, point_biserial, shown_counts

Answers = list[tuple[bool, int]]
ANSWERS = st.lists(st.tuples(st.booleans(), st.integers(0, 1000)), min_size=2, max_size=12).map(
    lambda answers: answers * (ENOUGH // 2)
)
"""Whether a question was right, and thousandths of the rest of the quiz: a few kinds of takers, each many times."""


def sums(answers: Answers) -> Sums:
    return Sums(
        answers=len(answers),
        right=sum(right for right, _ in answers),
        rest=sum(rest for _, rest in answers),
        squares=sum(rest * rest for _, rest in answers),
        rest_of_right=sum(rest for right, rest in answers if right),
    )


@given(ANSWERS)
def test_the_coefficient_is_pearsons_and_bounded(answers: Answers) -> None:
    found = point_biserial(sums(answers))
    try:
        plain = correlation([float(right) for right, _ in answers], [float(rest) for _, rest in answers])
    except StatisticsError:
        assert found is None
    else:
        assert found == pytest.approx(plain, abs=1e-9)
        assert -1 <= (found or 0) <= 1


@given(ANSWERS, st.data())
def test_it_never_falls_when_a_better_taker_is_right_instead_of_a_weaker(answers: Answers, data: st.DataObject) -> None:
    indexes = st.integers(0, len(answers) - 1)
    one, other = data.draw(indexes), data.draw(indexes)
    weak, strong = sorted((one, other), key=lambda index: answers[index][1])
    answers[weak], answers[strong] = (True, answers[weak][1]), (False, answers[strong][1])
    before = point_biserial(sums(answers))
    answers[weak], answers[strong] = (False, answers[weak][1]), (True, answers[strong][1])
    after = point_biserial(sums(answers))
    assert one == other or (before is None) == (after is None)
    assert one == other or before is None or after is None or after >= before - 1e-12


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 1000)), max_size=ENOUGH - 1))
def test_nothing_is_judged_before_there_is_enough(answers: Answers) -> None:
    found = sums(answers)
    assert point_biserial(found) is None
    assert item_flags(found) == ()
    assert (facility(found) is None) == (len(answers) < FEWEST)


@given(ANSWERS)
def test_flags_follow_the_stated_bounds(answers: Answers) -> None:
    found = sums(answers)
    share, flags = found.right / found.answers, item_flags(found)
    assert ("too_easy" in flags) == (share > 0.95)
    assert ("too_hard" in flags) == (share < 0.30)
    assert ("misleads" in flags) == ((point_biserial(found) or 0) < 0)


@given(st.lists(st.integers(0, 30), max_size=8))
def test_no_small_count_is_shown_and_none_can_be_found_by_taking_away(counts: list[int]) -> None:
    shown = shown_counts(counts)
    assert all(told is None or (told == count and count >= FEWEST) for told, count in zip(shown, counts, strict=True))
    assert shown.count(None) != 1 or len(counts) == 1
