"""One clock for each person: nobody outruns it with tabs, lessons or devices, and honest reports lose nothing."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.budget import KEPT, account
from courses.learning.rules.intervals import FASTEST, Ranges, judge, total
from tests.strategies_learning import DURATION, NOON, raw_ranges

WINDOWS = ("one lesson", "the same lesson again", "another lesson", "a phone")
reports = st.lists(st.tuples(raw_ranges, st.floats(0, 120), st.sampled_from(WINDOWS)), max_size=10)


@given(reports, st.dictionaries(st.sampled_from(WINDOWS), st.floats(0, 600)))
def test_nobody_is_credited_with_more_than_the_clock_allows(
    told: list[tuple[Ranges, float, str]], opened: dict[str, float]
) -> None:
    known: dict[str, Ranges] = {}
    paid: Ranges = ()
    at = NOON
    for reported, elapsed, window in told:
        at += timedelta(seconds=elapsed)
        since = min(NOON + timedelta(seconds=opened.get(window, 0)), at)
        purse = account(paid, since=since, at=at)
        judged = judge(known.get(window, ()), reported, duration=DURATION, allowance=purse.allowance)
        known[window], paid = judged.ranges, purse.after(judged.added_seconds)
    wall = (at - NOON).total_seconds()
    assert sum(map(total, known.values())) == total(paid) <= FASTEST * wall + 1


@given(st.permutations(range(8)), st.integers(1, 20), st.sampled_from((1, 2)))
def test_honest_reports_count_in_full_in_whatever_order_they_arrive(order: list[int], span: int, speed: int) -> None:
    known: Ranges = ()
    paid: Ranges = ()
    at = NOON + timedelta(seconds=8 * span / speed)
    for place in order:
        purse = account(paid, since=NOON, at=at)
        judged = judge(known, ((place * span, place * span + span),), duration=DURATION, allowance=purse.allowance)
        known, paid = judged.ranges, purse.after(judged.added_seconds)
    assert known == ((0, 8 * span),)


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 200))
def test_what_is_paid_grows_by_what_counts_and_is_never_paid_twice(opened: int, other: int, seconds: int) -> None:
    first = account((), since=NOON - timedelta(seconds=opened), at=NOON)
    paid = first.after(seconds)
    assert total(paid) == min(seconds, first.allowance)
    again = account(paid, since=NOON - timedelta(seconds=other), at=NOON)
    assert again.allowance == max(2 * other - (max(total(paid) - 2 * max(opened - other, 0), 0)), 0)


def test_a_leap_to_the_end_counts_for_nothing() -> None:
    judged = judge((), ((0, 600),), duration=600, allowance=account((), since=NOON, at=NOON).allowance)
    assert (judged.ranges, judged.refused_seconds) == ((), 600)


def test_a_page_that_was_opened_in_the_future_or_long_ago_gains_nothing_by_it() -> None:
    assert account((), since=NOON + KEPT, at=NOON).allowance == 0
    assert account((), since=NOON - 5 * KEPT, at=NOON).allowance == KEPT.total_seconds() * FASTEST


def test_moments_that_no_page_can_pay_with_any_more_are_forgotten() -> None:
    paid = account((), since=NOON - KEPT, at=NOON).after(10)
    assert account(paid, since=NOON, at=NOON + KEPT).paid == ()
