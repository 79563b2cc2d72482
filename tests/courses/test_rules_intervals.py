"""Played seconds: a union that forgives repetition and order."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.intervals import (
    FaultyRanges,
    Ranges,
    clipped,
    first,
    judge,
    parse,
    printed,
    total,
    union,
    watched_percent,
    without,
)
from tests.strategies_learning import DURATION, ranges, raw_ranges


def seconds(spans: Ranges) -> set[int]:
    return {second for start, end in spans for second in range(start, end)}


def test_the_written_form_is_gap_and_length_in_base_36() -> None:
    assert parse("0-1e.5-a") == ((0, 50), (55, 65))
    assert printed(((0, 50), (55, 65))) == "0-1e.5-a"
    assert parse("") == ()


@pytest.mark.parametrize("text", ["x", "0-", "-5", "0-5,3-2", "0-5.", "0-A", "0--5", "0-zzzzz", "1-1." * 6000])
def test_what_no_player_writes_is_refused(text: str) -> None:
    with pytest.raises(FaultyRanges):
        parse(text)


@given(ranges)
def test_printing_and_parsing_loses_nothing(spans: Ranges) -> None:
    assert parse(printed(spans)) == spans


@given(raw_ranges, raw_ranges)
def test_a_union_holds_exactly_the_seconds_of_its_parts(one: Ranges, other: Ranges) -> None:
    assert seconds(union(one, other)) == seconds(one) | seconds(other)


@given(raw_ranges, raw_ranges, raw_ranges)
def test_a_union_is_free_of_order_and_repetition(one: Ranges, two: Ranges, three: Ranges) -> None:
    assert union(one, two, three) == union(three, union(two, one), one)
    assert union(union(one)) == union(one)


@given(raw_ranges)
def test_a_union_is_sorted_disjoint_and_never_touching(spans: Ranges) -> None:
    merged = union(spans)
    assert all(start < end for start, end in merged)
    assert all(one[1] < other[0] for one, other in pairwise(merged))


@given(ranges, ranges)
def test_the_difference_holds_the_seconds_that_are_new(spans: Ranges, known: Ranges) -> None:
    assert seconds(without(spans, known)) == seconds(spans) - seconds(known)


@given(ranges, st.integers(0, 700))
def test_the_first_seconds_are_the_earliest_ones(spans: Ranges, count: int) -> None:
    assert seconds(first(spans, count)) == set(sorted(seconds(spans))[:count])


@given(ranges, st.integers(0, DURATION))
def test_nothing_counts_beyond_the_end(spans: Ranges, duration: int) -> None:
    assert total(clipped(spans, duration)) <= duration


@given(ranges, raw_ranges, st.integers(0, 700))
def test_a_report_only_adds_and_what_it_may_not_add_is_told(known: Ranges, reported: Ranges, allowed: int) -> None:
    known = clipped(known, DURATION)
    judged = judge(known, reported, duration=DURATION, allowance=allowed)
    assert seconds(known) <= seconds(judged.ranges) <= seconds(known) | seconds(reported)
    assert total(judged.ranges) == total(known) + judged.added_seconds
    assert judged.added_seconds <= allowed
    new = seconds(clipped(union(reported), DURATION)) - seconds(known)
    assert judged.added_seconds + judged.refused_seconds == len(new)


@given(raw_ranges)
def test_the_same_report_twice_adds_nothing_the_second_time(reported: Ranges) -> None:
    once = judge((), reported, duration=DURATION, allowance=1000)
    again = judge(once.ranges, reported, duration=DURATION, allowance=1000)
    assert (again.ranges, again.added_seconds) == (once.ranges, 0)


@given(ranges, ranges)
def test_watching_more_never_lowers_the_share(one: Ranges, other: Ranges) -> None:
    fewer, more = clipped(one, DURATION), clipped(union(one, other), DURATION)
    assert 0 <= watched_percent(fewer, DURATION) <= watched_percent(more, DURATION) <= 100


def test_the_closing_seconds_are_forgiven_but_not_to_those_who_never_began() -> None:
    assert watched_percent(((0, 590),), 600) == 100
    assert watched_percent(((0, 589),), 600) == 99
    assert watched_percent((), 600) == 0
    assert watched_percent(((0, 1),), 8) == 12
