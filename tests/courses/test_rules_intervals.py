"""Played seconds: a union that forgives repetition and order, and a clock that nobody outruns."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.intervals import (
    FASTEST,
    TOLERANCE_SECONDS,
    FaultyRanges,
    Ranges,
    allowance,
    clipped,
    first,
    judge,
    parse,
    printed,
    session_since,
    total,
    union,
    watched_percent,
    without,
)
from tests.strategies_learning import DURATION, NOON, ranges, raw_ranges


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


@given(st.lists(st.tuples(raw_ranges, st.floats(0, 120), st.sampled_from("ab")), max_size=8))
def test_nobody_has_watched_more_than_the_clock_allows(reports: list[tuple[Ranges, float, str]]) -> None:
    known: Ranges = ()
    at = since = NOON
    session, counted = "", 0
    for reported, elapsed, sender in reports:
        last, at = at, at + timedelta(seconds=elapsed)
        if sender != session:
            since, counted = session_since(at, last_report_at=last, opened_at=NOON), 0
        session = sender
        judged = judge(known, reported, duration=DURATION, allowance=allowance(at, since=since, counted=counted))
        known, counted = judged.ranges, counted + judged.added_seconds
    wall = (at - NOON).total_seconds()
    assert total(known) <= FASTEST * wall + min(wall, TOLERANCE_SECONDS * len(reports))


@given(st.permutations(range(8)), st.integers(1, 20))
def test_honest_reports_count_in_full_in_whatever_order_they_arrive(order: list[int], span: int) -> None:
    known: Ranges = ()
    counted = 0
    at = NOON + timedelta(seconds=8 * span)
    for place in order:
        reported = ((place * span, place * span + span),)
        judged = judge(known, reported, duration=DURATION, allowance=allowance(at, since=NOON, counted=counted))
        known, counted = judged.ranges, counted + judged.added_seconds
    assert known == ((0, 8 * span),)


@given(ranges, raw_ranges, st.integers(0, 700))
def test_a_report_only_adds_and_what_it_may_not_add_is_told(known: Ranges, reported: Ranges, allowed: int) -> None:
    known = clipped(known, DURATION)
    judged = judge(known, reported, duration=DURATION, allowance=allowed)
    assert seconds(known) <= seconds(judged.ranges) <= seconds(known) | seconds(reported)
    assert total(judged.ranges) == total(known) + judged.added_seconds
    assert judged.added_seconds <= allowed
    new = seconds(clipped(union(reported), DURATION)) - seconds(known)
    assert judged.added_seconds + judged.refused_seconds == len(new)


def test_a_leap_to_the_end_counts_for_nothing() -> None:
    judged = judge((), ((0, 600),), duration=600, allowance=allowance(NOON, since=NOON, counted=0))
    assert (judged.ranges, judged.refused_seconds) == ((), 600)


@pytest.mark.parametrize(
    ("last", "opened", "since"), [(None, None, 0), (-60, None, 0), (None, -30, -30), (-60, -30, -30), (-10, -30, -10)]
)
def test_a_session_speaks_from_its_opening_or_the_last_report(last: int | None, opened: int | None, since: int) -> None:
    moments = [None if shift is None else NOON + timedelta(seconds=shift) for shift in (last, opened)]
    assert session_since(NOON, last_report_at=moments[0], opened_at=moments[1]) == NOON + timedelta(seconds=since)


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
