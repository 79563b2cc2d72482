"""State credit as rules: periods meet without gaps, rounding never gives, nothing counts twice, each file says its
sources."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.credit import profile
from courses.credit.rules.hours import (
    Approval,
    Outside,
    Requirement,
    Rounding,
    Taken,
    counted,
    credit_of,
    credited_minutes,
    hours_line,
    outside_line,
    span_for,
)
from courses.credit.rules.periods import Period, Span, local_day, neighbors, shifted, span_at, span_ending

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = st.sampled_from([12, 24, 36, 48, 60])
PERIODS = st.builds(
    lambda kind, year, month, months: Period(kind, date(year, month, 1), months),
    st.sampled_from(["calendar_year", "fiscal_year", "fixed_cycle"]),
    st.integers(1995, 2030),
    st.integers(1, 12),
    MONTHS,
)
YEAR = Period("calendar_year")
TOTAL = Requirement(key="total", title="Any", minutes=120, period=YEAR, source="s")
TAKEN = st.builds(
    lambda number, person, course, minutes, on: Taken(
        completion_id=number, person_id=person, course_id=course, minutes=minutes, on=on
    ),
    *(st.integers(1, 10_000), st.integers(1, 3), st.integers(1, 4), st.integers(0, 900)),
    st.dates(date(2024, 6, 1), date(2027, 6, 1)),
)
OUTSIDE = st.builds(
    Outside,
    person_id=st.just(1),
    minutes=st.integers(0, 900),
    on=st.dates(date(2025, 6, 1), date(2027, 6, 1)),
    category=st.sampled_from(["", "force"]),
)
TAKENS = st.lists(TAKEN, max_size=20, unique_by=lambda one: one.completion_id)


@given(PERIODS, DAYS)
def test_periods_hold_their_day_and_meet_without_gap_or_overlap(period: Period, day: date):
    span = span_at(period, day)
    assert span.holds(day)
    assert span_at(period, span.first) == span_at(period, span.last) == span
    before, after = neighbors(period, span)
    assert before.last + timedelta(days=1) == span.first
    assert after.first - timedelta(days=1) == span.last


@given(DAYS, MONTHS)
def test_an_officers_own_period_ends_on_its_day_and_starts_where_the_last_one_ended(ends_on: date, months: int):
    span = span_ending(Period("per_officer", months=months), ends_on)
    assert span.last == ends_on
    assert shifted(span.first, months) <= ends_on + timedelta(days=1) < shifted(span.first, months) + timedelta(days=4)


@pytest.mark.parametrize(
    ("state", "day", "first", "last"),
    [
        ("UT", date(2026, 6, 30), date(2025, 7, 1), date(2026, 6, 30)),
        ("TX", date(2026, 11, 26), date(2025, 9, 1), date(2027, 8, 31)),
        ("IN", date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31)),
        ("CA", date(2026, 12, 31), date(2025, 1, 1), date(2026, 12, 31)),
        ("NC", date(2026, 11, 26), date(2026, 1, 1), date(2026, 12, 31)),
        ("MN", date(2026, 11, 26), date(2024, 7, 1), date(2027, 6, 30)),
    ],
)
def test_periods_of_the_states(state: str, day: date, first: date, last: date):
    assert span_at(profile.profiles()[state].main.period, day) == Span(first, last)


def test_a_course_done_late_on_the_last_evening_counts_for_that_year_at_the_site():
    late = datetime(2027, 1, 1, 4, 30, tzinfo=UTC)
    assert local_day(late, "America/New_York") == date(2026, 12, 31)
    assert late.astimezone(ZoneInfo("Europe/Berlin")).date() == date(2027, 1, 1)


@given(st.integers(0, 5000), st.integers(1, 120), st.integers(0, 120))
def test_rounding_never_gives_what_was_not_there(minutes: int, step: int, least: int):
    rounding = Rounding(step, least)
    credit = credited_minutes(minutes, rounding)
    assert 0 <= credit <= minutes
    assert credit % step == 0
    assert credit > minutes - step or minutes < least
    assert credited_minutes(credit, rounding) in (0, credit)


@given(TAKENS, st.randoms(use_true_random=False))
def test_each_course_counts_once_for_each_person_whatever_the_order(taken: list[Taken], random):
    span = Span(date(2026, 1, 1), date(2026, 12, 31))
    found = list(counted(taken, span))
    random.shuffle(taken)
    assert list(counted(taken, span)) == found
    assert len({(one.person_id, one.course_id) for one in found}) == len(found)
    assert list(counted(found, span)) == found
    wanted = {(one.person_id, one.course_id) for one in taken if span.holds(one.on)}
    assert {(one.person_id, one.course_id) for one in found} == wanted


@given(TAKENS, st.dates(date(2024, 6, 1), date(2027, 6, 1)), PERIODS, DAYS)
def test_a_marked_duplicate_adds_nothing_to_the_period_of_what_it_repeats(
    taken: list[Taken], day: date, period: Period, shown: date
):
    span = span_at(period, shown)
    marked = [msgspec.structs.replace(one, repeats=min(day, one.on)) for one in taken]
    found = list(counted([*taken, *marked], span))
    assert all(one.repeats is None or not span.holds(one.repeats) for one in found)
    assert {one.course_id for one in found} == {one.course_id for one in counted(taken, span)}
    assert not [one for one in counted(marked, span) if span.holds(min(day, one.on))]


@given(TAKENS, st.sampled_from(["", "force"]))
def test_hours_add_up_and_categories_are_part_of_the_total(taken: list[Taken], category: str):
    mine = [one for one in taken if one.person_id == 1]
    approvals = [Approval(course_id=1, minutes=90, since=date(2026, 2, 1), category="force", number="7")]
    credits_ = [credit_of(one, approvals, Rounding(60)) for one in mine]
    span = Span(date(2026, 1, 1), date(2026, 12, 31))
    total = hours_line(TOTAL, span, credits_)
    part = hours_line(
        Requirement(key="p", title="P", minutes=60, period=YEAR, source="s", category="force"), span, credits_
    )
    assert part.approved == total.approved <= 90
    assert part.unapproved == 0
    assert total.missing == max(120 - total.approved, 0)
    assert (total.state == "met") == (total.approved >= 120)


@given(st.lists(OUTSIDE, max_size=5), st.booleans())
def test_training_elsewhere_fills_a_rule_only_where_the_state_lets_it(there: list[Outside], counts: bool):
    span = Span(date(2026, 1, 1), date(2026, 12, 31))
    bare = hours_line(TOTAL, span, [])
    line = outside_line(bare, there, counts=counts)
    assert line.outside == sum(one.minutes for one in there if span.holds(one.on))
    assert (line.approved, line.unapproved) == (0, 0)
    assert line.missing == max(120 - (line.outside if counts else 0), 0)
    forced = Requirement(key="p", title="P", minutes=60, period=YEAR, source="s", category="force")
    assert outside_line(hours_line(forced, span, []), there, counts=counts).outside <= line.outside
    assert outside_line(bare, there[::-1], counts=counts) == line


HELD = st.builds(
    Outside,
    person_id=st.just(1),
    minutes=st.sampled_from([0, 10, 60]),
    on=st.dates(date(2025, 6, 1), date(2026, 12, 31)),
    kind=st.just("roll_call"),
    taken_minutes=st.integers(5, 20),
    same=st.sampled_from(["1/a", "1/b"]),
)


@given(st.lists(HELD, max_size=6), st.lists(OUTSIDE, max_size=3), st.booleans())
def test_a_roll_call_counts_once_for_a_pack_and_only_where_the_state_says_so(
    held: list[Outside], there: list[Outside], counts: bool
):
    span = Span(date(2026, 1, 1), date(2026, 12, 31))
    line = outside_line(hours_line(TOTAL, span, []), [*held, *there], counts=False, roll_calls_count=counts)
    packs = {one.same for one in held if span.holds(one.on)}
    firsts = [min((one for one in held if span.holds(one.on) and one.same == pack), key=lambda one: one.on)
              for pack in packs]  # fmt: skip
    assert line.roll_calls == sum(one.minutes for one in firsts)
    assert line.at_roll_call == sum(one.taken_minutes for one in firsts)
    assert line.outside == sum(one.minutes for one in there if span.holds(one.on))
    assert line.missing == max(120 - (line.roll_calls if counts else 0), 0)


def test_an_approval_counts_from_its_day_and_the_newest_one_decides():
    done = Taken(completion_id=1, person_id=1, course_id=1, minutes=100, on=date(2026, 3, 1))
    early = Approval(course_id=1, minutes=60, since=date(2026, 1, 1))
    newer = Approval(course_id=1, minutes=30, since=date(2026, 3, 1))
    later = Approval(course_id=1, minutes=500, since=date(2026, 3, 2))
    other = Approval(course_id=2, minutes=500, since=date(2026, 1, 1))
    assert credit_of(done, [early, newer, later, other], Rounding(60)).minutes == 30
    unapproved = credit_of(done, [later, other], Rounding(60))
    assert (unapproved.minutes, unapproved.approval) == (60, None)


def test_a_shorter_rule_is_looked_at_today_or_at_the_end_of_what_is_past():
    main = Period("fixed_cycle", date(2025, 1, 1), 24)
    yearly = Requirement(key="y", title="Y", minutes=60, period=YEAR, source="s", category="c")
    past, present = Span(date(2023, 1, 1), date(2024, 12, 31)), Span(date(2025, 1, 1), date(2026, 12, 31))
    today = date(2025, 5, 5)
    assert span_for(yearly, main, past, today) == Span(date(2024, 1, 1), date(2024, 12, 31))
    assert span_for(yearly, main, present, today) == Span(date(2025, 1, 1), date(2025, 12, 31))
    assert span_for(TOTAL, YEAR, past, today) == past


def test_six_states_are_there_and_each_fact_has_source_and_date():
    found = profile.profiles()
    assert set(found) == {"UT", "TX", "IN", "CA", "NC", "MN"}
    for one in found.values():
        assert one.unknown
        assert one.officer_id.value
        assert one.columns
        assert sum(part.minutes or 0 for part in one.requirements if part.within == "total") <= (one.main.minutes or 0)
        assert all(source.checked_on == date(2026, 11, 26) for source in one.sources)
        said = (one.officer_id, one.reported_by, one.approval, *one.notes, *one.requirements, *one.attachments)
        assert all(one.source(part.source) for part in said)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('board = "', 'borad = "', "borad"),
        ('source = "R728-410-3"', 'source = "hearsay"', "hearsay"),
        ('within = "total"', 'within = "all"', "no requirement"),
        ("starts = 2000-07-01", "starts = 2000-07-15", "first of a month"),
        ("minutes = 2400", "hours = 40", "hours"),
        ("increment_minutes = 60", "increment_minutes = 0", "step"),
        ('state = "UT"', 'state = "NV"', "NV"),
        ("unknown = [", "unknown = [[", "cannot be read"),
    ],
)
def test_a_faulty_file_is_refused_with_what_is_wrong(before: str, after: str, words: str, tmp_path: Path):
    text = (profile.STATES / "ut.toml").read_text()
    assert before in text
    file = tmp_path / "ut.toml"
    file.write_text(text.replace(before, after))
    with pytest.raises(profile.ProfileFaulty, match=words):
        profile.read(file)
