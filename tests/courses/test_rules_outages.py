"""Time given back: once, capped, and never for a second in which the academy heard of the attempt."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.outages import MOST, Outage, give_back, within

START = datetime(2026, 11, 21, 8, tzinfo=UTC)
MOMENTS = st.integers(0, 3600).map(lambda second: START + timedelta(seconds=second))
OUTAGES = st.lists(st.tuples(MOMENTS, MOMENTS).map(lambda pair: Outage(min(pair), max(pair))), max_size=6)
HEARD = st.lists(MOMENTS, max_size=8)
LIMITS = st.integers(1, 120).map(lambda minutes: timedelta(minutes=minutes))
HOUR = timedelta(hours=1)


@given(OUTAGES, HEARD, LIMITS)
def test_never_more_than_the_cap_nor_than_the_longest_outage(
    outages: list[Outage], heard: list[datetime], limit: timedelta
) -> None:
    given_back = give_back(outages, limit=limit, heard=heard)
    told = sum((outage.ended_at - outage.began_at for outage in outages), timedelta())
    assert timedelta() <= given_back <= min(MOST, limit / 4, told)


@given(OUTAGES, HEARD, LIMITS, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(outages, heard, limit, dice) -> None:  # type: ignore[no-untyped-def]
    again = [*outages, *outages]
    dice.shuffle(again)
    assert give_back(again, limit=limit, heard=heard) == give_back(outages, limit=limit, heard=heard)


@given(OUTAGES, OUTAGES, HEARD, MOMENTS, LIMITS)
def test_another_outage_never_takes_time_and_another_word_never_gives_any(
    outages: list[Outage], more: list[Outage], heard: list[datetime], word: datetime, limit: timedelta
) -> None:
    before = give_back(outages, limit=limit, heard=heard)
    assert give_back([*outages, *more], limit=limit, heard=heard) >= before
    assert give_back(outages, limit=limit, heard=[*heard, word]) <= before


@given(MOMENTS, st.integers(0, 1200), st.integers(1, 60))
def test_whoever_is_heard_all_the_time_gets_nothing(began: datetime, seconds: int, step: int) -> None:
    outage = Outage(began, began + timedelta(seconds=seconds))
    heard = [began + timedelta(seconds=second) for second in range(0, seconds + step, step)]
    assert give_back([outage], limit=HOUR, heard=heard) <= timedelta(seconds=step)


def test_an_outage_told_in_two_parts_is_one() -> None:
    cut = START + timedelta(minutes=3)
    parts = [Outage(cut, START + timedelta(minutes=7)), Outage(START, cut)]
    assert give_back(parts, limit=HOUR, heard=[]) == timedelta(minutes=7)


@given(MOMENTS, MOMENTS, MOMENTS, MOMENTS)
def test_only_what_lies_within_the_attempt_is_an_outage(
    one: datetime, other: datetime, opened_at: datetime, later: datetime
) -> None:
    opened_at, at = min(opened_at, later), max(opened_at, later)
    kept = within(Outage(one, other), opened_at=opened_at, at=at)
    assert opened_at <= kept.began_at <= kept.ended_at <= at
