"""Pace, sessions and the way back after signing in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.sign_in import rules
from academy.sign_in.rules import SlowDown

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
tries = st.lists(st.timedeltas(timedelta(0), timedelta(hours=2)).map(lambda ago: NOW - ago), max_size=40)


@given(tries, st.timedeltas(timedelta(0), timedelta(hours=2)))
def test_one_more_failure_never_shortens_the_wait(failures: list[datetime], ago: timedelta):
    before = rules.next_try_at(failures)
    after = rules.next_try_at([*failures, NOW - ago])
    assert before is None or (after is not None and after >= before)


@given(tries)
def test_nobody_waits_longer_than_a_quarter_of_an_hour(failures: list[datetime]):
    until = rules.next_try_at(failures)
    assert until is None or until - max(failures) <= rules.LONGEST_WAIT


@given(tries)
def test_after_the_window_everybody_may_try_again(failures: list[datetime]):
    rules.check_pace(failures, NOW + rules.FAILURE_WINDOW)


@pytest.mark.parametrize(("count", "seconds"), [(4, 0), (5, 30), (6, 60), (9, 480), (10, 900), (60, 900)])
def test_the_wait_doubles(count: int, seconds: int):
    until = rules.next_try_at([NOW] * count)
    assert (until - NOW if until else timedelta(0)) == timedelta(seconds=seconds)


def test_a_refusal_says_how_long_in_seconds():
    with pytest.raises(SlowDown) as refusal:
        rules.check_pace([NOW] * 5, NOW)
    assert refusal.value.retry_after == 31
    assert "31 seconds" in refusal.value.sentence


@pytest.mark.parametrize(("seen", "ends", "over"), [(29, 1, False), (30, 1, True), (1, 0, True), (0, -1, True)])
def test_a_session_ends_by_idleness_or_by_age(seen: int, ends: int, over: bool):
    seen_at, ends_at = NOW - timedelta(minutes=seen), NOW + timedelta(minutes=ends)
    assert rules.session_over(now=NOW, seen_at=seen_at, ends_at=ends_at, idle=timedelta(minutes=30)) is over


@pytest.mark.parametrize(
    "wanted",
    ["", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/a\\b", "/a\nb",
     "/sign-in", "/sign-in?next=/x", "\t//evil.example", " /x", "evil"],
)  # fmt: skip
def test_the_way_back_never_leaves_the_house(wanted: str):
    assert rules.local_path(wanted) == ""


@given(st.text(max_size=40))
def test_the_way_back_is_a_path_of_ours_or_none(wanted: str):
    path = rules.local_path(wanted)
    assert path == "" or path.startswith("/")
    assert not path.startswith("//")
    assert "\\" not in path


def test_the_way_back_keeps_page_and_question():
    assert rules.local_path("/sites/raleigh-nc/completion?unit=none") == "/sites/raleigh-nc/completion?unit=none"
