"""How often somebody may try: buckets that never give more than they hold, whatever the clock does."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.errors import TooMany
from certificates.pace import Buckets, Misses, network_of

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MOMENTS = st.lists(st.integers(-300, 300), max_size=60)


def taken(buckets: Buckets, key: str, at: datetime) -> bool:
    try:
        buckets.take(key, at)
    except TooMany:
        return False
    return True


@given(MOMENTS)
def test_nobody_gets_more_than_the_burst_and_what_time_added(seconds: list[int]) -> None:
    buckets, got, forward = Buckets(5, 10, "Wait {wait}."), 0, 0
    moments = [NOON + timedelta(seconds=second) for second in seconds]
    for before, at in zip([NOON, *moments], moments, strict=False):
        got += taken(buckets, "a", at)
        forward += max((at - before).total_seconds(), 0)
    assert got <= 5 + forward / 10
    assert taken(buckets, "b", NOON), "others are not affected"


def test_a_full_refusal_says_when_and_that_is_when() -> None:
    buckets = Buckets(2, 10, "Wait {wait}.")
    assert [taken(buckets, "a", NOON) for _ in range(3)] == [True, True, False]
    with pytest.raises(TooMany, match="Wait 10 seconds") as refusal:
        buckets.take("a", NOON)
    assert not taken(buckets, "a", NOON + timedelta(seconds=refusal.value.retry_after - 1))
    assert taken(buckets, "a", NOON + timedelta(seconds=refusal.value.retry_after))


def test_very_many_networks_are_not_all_remembered() -> None:
    buckets = Buckets(1, 10, "Wait {wait}.")
    for number in range(10_001):
        buckets.take(str(number), NOON)
    assert (taken(buckets, "0", NOON), taken(buckets, "10000", NOON)) == (True, False)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.200", True),
        ("192.0.2.7", "192.0.3.7", False),
        ("2001:db8:0:1::1", "2001:db8:0:2:ffff::1", True),
        ("2001:db8:0:100::1", "2001:db8:0:200::1", False),
        ("::ffff:192.0.2.7", "192.0.2.8", True),
        ("::ffff:192.0.2.7", "::ffff:198.51.100.7", False),
        ("not an address", "", True),
    ],
)
def test_clients_are_counted_by_their_network(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same


def test_unusually_many_wrong_numbers_are_told_once_a_while(caplog: pytest.LogCaptureFixture) -> None:
    misses = Misses()
    for minute in range(15):
        misses.note(Misses.UNUSUAL // 5, NOON + timedelta(minutes=minute))
    assert [line.levelname for line in caplog.records] == ["WARNING", "WARNING"]
    assert misses.last_hour(NOON + timedelta(minutes=14)) == Misses.UNUSUAL * 3
    assert misses.last_hour(NOON + timedelta(minutes=80)) == 0
