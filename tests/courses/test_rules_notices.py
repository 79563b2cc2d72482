"""The plan of letters, quiet hours, wording and the calendar as pure rules."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.notices.rules import ending, quiet, schedule, wording
from courses.notices.rules.calendar import Due, calendar, escaped, fold
from courses.notices.rules.plan import LATEST, Owed, Plan, alarm, days_of, escalation_now, step_now, steps
from courses.notices.rules.reminding import Chosen, verdict

START = date(2026, 1, 1)
days = st.integers(0, 200).map(lambda number: START + timedelta(days=number))
plans = st.builds(
    Plan,
    assigned=st.booleans(),
    before=st.lists(st.integers(1, 90), unique=True, max_size=5).map(tuple),
    overdue=st.booleans(),
    weeks=st.integers(0, 15),
    escalate_after=st.integers(0, 30),
)
owing = st.builds(Owed, set_on=days, due_on=st.none() | days, is_assigned=st.booleans(), back_on=st.none() | days)
zones = st.sampled_from(["America/New_York", "America/Phoenix", "America/Los_Angeles", "Pacific/Honolulu", "UTC"])
minutes = st.integers(0, quiet.DAY_MINUTES - 1)
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda past: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=past))


def said_over(owed: Owed, plan: Plan, on: list[date]) -> list[tuple[date, str]]:
    """What a person gets when the plan runs on these days."""
    said: dict[tuple[str, date], date] = {}
    for day in sorted(on):
        if step := step_now(owed, plan, frozenset(said), day):
            assert (step.name, step.about_on) not in said
            said[step.name, step.about_on] = day
    return [(day, name) for (name, _), day in said.items()]


@given(owing, plans)
def test_who_is_looked_at_daily_gets_every_step_on_its_day_and_once(owed: Owed, plan: Plan):
    owed = Owed(set_on=owed.set_on, due_on=owed.due_on, is_assigned=owed.is_assigned)
    every = [START + timedelta(days=number) for number in range(-100, 500)]
    assert said_over(owed, plan, every) == [(one.on, one.name) for one in steps(owed, plan)]


@given(owing, plans, st.sets(days, max_size=30))
def test_missed_runs_are_made_up_for_by_one_letter_and_never_much_later(owed: Owed, plan: Plan, on: set[date]):
    said = said_over(owed, plan, list(on))
    assert len({day for day, _ in said}) == len(said)
    known = {one.name: one.on for one in steps(owed, plan)}
    for day, name in said:
        assert known[name] <= day <= max(known[name], owed.back_on or known[name]) + LATEST
        assert not [other for other, at in known.items() if known[name] < at <= day], "a later step had come"


@given(owing, plans)
def test_nobody_is_written_to_for_ever(owed: Owed, plan: Plan):
    planned = steps(owed, plan)
    assert len(planned) <= 1 + len(plan.before) + 13
    assert all(one.on > owed.set_on for one in planned if one.kind != "assigned")
    assert not [one for one in planned if one.kind != "assigned" and owed.due_on is None]


@given(owing, plans, st.integers(-50, 300))
def test_supervisors_are_told_once_for_a_due_date(owed: Owed, plan: Plan, offset: int):
    today = START + timedelta(days=offset)
    step = escalation_now(owed, plan, frozenset(), today)
    if step:
        assert owed.due_on
        assert plan.escalate_after
        assert (today - owed.due_on).days >= plan.escalate_after
        assert escalation_now(owed, plan, frozenset({(step.name, step.about_on)}), today) is None


@given(moments, zones, minutes, minutes)
def test_nothing_leaves_in_quiet_hours_and_all_else_at_once(at: datetime, zone: str, start: int, end: int):
    first = quiet.first_moment(at, zone, start, end)
    here = first.astimezone(ZoneInfo(zone))
    own = at.astimezone(ZoneInfo(zone))
    assert at <= first <= at + timedelta(hours=26)
    if quiet.is_quiet(own.hour * 60 + own.minute, start, end):
        # An hour that the clocks repeat, or leave out, may put the end one hour off.
        assert not quiet.is_quiet((here.hour * 60 + here.minute) % quiet.DAY_MINUTES, start, end)
    else:
        assert first == at


@given(st.text(max_size=300), st.sampled_from(sorted(wording.KINDS)))
def test_what_a_site_writes_is_taken_or_told_and_never_breaks(text: str, kind: str):
    found = wording.faults(kind, "Subject", text)
    holds = wording.KINDS[kind].holds
    facts = dict.fromkeys(wording.places(kind), "x")
    if not found:
        assert f"{{{holds}}}" in text
        assert not wording.unknown(text, kind)
    assert not re.search(r"\{(name|count|link)\}", wording.filled(text, facts))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{nmae}: {courses}", "{nmae} cannot be filled in here. These can: {name}, {count},"),
        ("Dear {name}", "Keep {courses} somewhere"),
        ("  ", "Write something here"),
        ("{courses}" * 1000, "Shorten this"),
    ],
)
def test_a_fault_in_the_words_is_one_clear_sentence(body: str, says: str):
    assert says in wording.faults("assigned", "Hello", body)["body"]


lines = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@given(lines)
def test_a_calendar_keeps_every_word_in_short_lines(text: str):
    due = Due(key="k", title=text, due_on=START, address="https://x.example/e", says=text)
    made = calendar([due], host="x.example", at=datetime(2026, 1, 1, tzinfo=UTC))
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    whole = made.replace("\r\n ", "").split("\r\n")
    assert f"SUMMARY:{escaped(f'Due: {text}')}" in whole
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == 1
    assert fold(escaped(text)).replace("\r\n ", "") == escaped(text)


@given(st.text("abc123", min_size=1), st.sampled_from(sorted(wording.ENDABLE)))
def test_only_the_signed_address_ends_mail(person: str, what: str):
    signed = ending.token(person, what, "secret")
    assert ending.opened(signed, "secret") == (person, what)
    for forged in (signed[:-1], signed.replace(person, f"{person}x", 1), "", "a.b.c", f"{signed}é"):
        with pytest.raises(ending.NotOurs):
            ending.opened(forged, "secret")


@pytest.mark.parametrize(
    ("now", "day", "week"),
    [
        (datetime(2026, 11, 23, 11, 59, tzinfo=UTC), None, None),
        (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), "2026-11-23", "2026-W48"),
        (datetime(2026, 11, 25, 20, 0, tzinfo=UTC), "2026-11-25", "2026-W48"),
        (datetime(2026, 11, 26, 20, 0, tzinfo=UTC), "2026-11-26", None),
        (datetime(2027, 1, 2, 4, 0, tzinfo=UTC), "2027-01-01", None),
    ],
)
def test_runs_follow_the_clocks_of_the_site(now: datetime, day: str | None, week: str | None):
    assert schedule.day_slot(now, "America/New_York") == day
    assert schedule.digest_slot(now, "America/New_York") == week


def test_days_are_read_as_people_write_them_and_alarms_say_how_many():
    assert days_of("1, 30 7,14") == (30, 14, 7, 1)
    assert days_of("") == ()
    for wrong in ("0", "400", "soon", "7;1"):
        with pytest.raises(ValueError):  # noqa: PT011 - the field says the sentence
            days_of(wrong)
    assert alarm(0, 0) == alarm(3, 1) == ""
    assert alarm(2, 0).startswith("2 letters were due and none was written")


@given(st.integers(0, 3), st.sampled_from(["", "refused"]), st.sampled_from(["", "away"]), st.none() | days)
def test_a_reminder_by_hand_goes_only_to_who_can_use_it(courses: int, refused: str, away: str, last: date | None):
    today = START + timedelta(days=100)
    chosen = Chosen(courses=courses, refused=refused, away=away, reminded_on=last)
    plain, anyway = verdict(chosen, today, anyway=False), verdict(chosen, today, anyway=True)
    assert (anyway.what == "send") == bool(courses and not refused and not away)
    assert plain.what == anyway.what or (plain.what, anyway.what) == ("hold", "send")
    assert plain.why
