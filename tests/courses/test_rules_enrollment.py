"""Enrollments: their life, and the minute they are due."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.enrollment import MOVES, OPEN_STATES, CannotMove, days_from, due_moment, is_overdue, move

STATES = ("enrolled", "in_progress", "completed", "withdrawn")
VERBS = ("begin", "withdraw", "complete")


@given(st.lists(st.sampled_from(VERBS), max_size=8))
def test_an_enrollment_ends_once_and_stays_ended(verbs: list[str]) -> None:
    state, ended = "enrolled", ""
    for verb in verbs:
        try:
            state = move(state, verb)
        except CannotMove:
            assert ended or (state, verb) in {("enrolled", "complete"), ("in_progress", "begin")}
        ended = ended or (state if state not in OPEN_STATES else "")
        assert not ended or state == ended


def test_every_move_leads_between_known_states() -> None:
    assert {state for state, _ in MOVES} | set(MOVES.values()) == set(STATES)


def test_a_course_is_due_at_the_end_of_the_day_where_the_site_is() -> None:
    assert due_moment(date(2026, 11, 18), "America/New_York") == datetime(2026, 11, 19, 4, 59, tzinfo=UTC)
    assert due_moment(date(2026, 7, 18), "America/Phoenix") == datetime(2026, 7, 19, 6, 59, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (59, False), (60, True)])
def test_late_begins_with_the_next_day(seconds: int, late: bool) -> None:
    due = date(2026, 3, 8)
    assert is_overdue(due, "America/Chicago", due_moment(due, "America/Chicago") + timedelta(seconds=seconds)) is late


def test_without_a_date_nothing_is_late() -> None:
    assert is_overdue(None, "America/Chicago", datetime(2100, 1, 1, tzinfo=UTC)) is False


def test_days_are_counted_on_the_calendar_of_the_site() -> None:
    at = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    assert days_from(date(2026, 11, 18), "America/New_York", at) == -2
    assert days_from(date(2026, 11, 18), "UTC", at) == -3
