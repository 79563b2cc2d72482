"""What an assignment gives, and when it is due: never in the past, once for each cycle, on the right day of a month."""

from calendar import monthrange
from datetime import date, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.assigned import (
    DAYS_TO_COME,
    Cycle,
    Due,
    Outcome,
    Standing,
    Terms,
    decide,
    due_on,
    months_after,
    next_due,
    opens_on,
)
from courses.learning.rules.leave import Away

DAY = timedelta(1)
MADE = date(2026, 3, 1)
days = st.integers(-700, 700).map(lambda number: MADE + number * DAY)
kinds = st.sampled_from(["none", "on", "after_assigned", "after_joined", "after_done"])
dues = st.builds(Due, kinds, days.filter(lambda day: day >= MADE), st.integers(0, 400))
cycles = st.builds(Cycle, st.sampled_from([0, 0, 1, 6, 12, 36]), st.integers(0, 60))
terms_ = st.builds(Terms, dues, cycles, st.just(MADE), st.booleans())
leaves = st.lists(
    st.tuples(days, st.none() | st.integers(0, 60)).map(
        lambda one: Away(one[0], None if one[1] is None else one[0] + one[1] * DAY)
    ),
    max_size=2,
).map(tuple)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """Somebody before the assignment said anything of them."""
    times = draw(st.integers(0, 3))
    return Standing(
        joined=draw(days),
        times=times,
        open_cycle=draw(st.sampled_from([0, times + 1])),
        last_done=draw(days) if times else None,
        is_exempt=draw(st.booleans()),
        away=draw(leaves),
    )


@given(days, st.integers(0, 60), st.integers(0, 60))
def test_months_keep_the_day_or_end_with_the_month_and_never_run_back(day: date, few: int, more: int):
    later = months_after(day, few)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == few
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])
    assert months_after(day, few) <= months_after(day, few + more)


@given(terms_, standings(), days.filter(lambda day: day >= MADE))
def test_nothing_is_due_before_it_is_given(terms: Terms, standing: Standing, today: date):
    due = due_on(terms, standing, today)
    assert due is None or due >= today
    assert (due is None) == (terms.due.kind == "none")


@given(dues.filter(lambda due: due.kind == "on"), leaves, days.filter(lambda day: day >= MADE))
def test_leave_never_brings_a_date_forward_and_who_comes_late_gets_days(due: Due, away: tuple[Away, ...], today: date):
    terms = Terms(due, Cycle(), MADE)
    here, gone = Standing(joined=MADE), Standing(joined=MADE, away=away)
    first, moved = due_on(terms, here, today), due_on(terms, gone, today)
    assert first is not None
    assert moved is not None
    assert due.on is not None
    assert first == (due.on if due.on >= today else today + DAYS_TO_COME * DAY)
    assert moved >= min(first, due.on)


@given(cycles.filter(lambda cycle: cycle.months > 0), days, days)
def test_a_cycle_opens_after_the_last_completion_and_before_it_is_due(cycle: Cycle, done: date, today: date):
    assert done < opens_on(cycle, done) <= months_after(done, cycle.months)
    due = next_due(cycle, done, today)
    assert due >= today
    if months_after(done, cycle.months) >= today:
        assert due == months_after(done, cycle.months) + cycle.grace_days * DAY


@given(terms_, standings(), days.filter(lambda day: day >= MADE))
def test_everybody_gets_one_word_and_it_is_said_once(terms: Terms, standing: Standing, today: date):
    said = decide(terms, standing, today)
    assert said is not None
    if said.outcome is Outcome.GIVEN:
        assert not standing.open_cycle
        assert not standing.is_exempt
        assert not standing.is_away(today)
        assert said.cycle == standing.times + 1
    if standing.open_cycle:
        assert said.outcome is (Outcome.EXEMPT if standing.is_exempt else Outcome.HAS_IT)
    held = said.cycle if said.outcome is Outcome.GIVEN else standing.open_cycle
    after = msgspec.structs.replace(standing, lines={said.cycle: said.outcome}, open_cycle=held)
    assert decide(terms, after, today) is None


@given(terms_, standings(), days.filter(lambda day: day >= MADE))
def test_who_completes_it_hears_of_it_again_only_when_a_cycle_opens(terms: Terms, standing: Standing, today: date):
    cycle = standing.times + 1
    done = Standing(joined=standing.joined, times=cycle, last_done=today, lines={cycle: Outcome.GIVEN})
    opens = opens_on(terms.cycle, today) if terms.cycle.months else None
    for day in (today, today + 20 * DAY, today + 800 * DAY):
        said = decide(terms, done, day)
        assert (said is not None) == (opens is not None and opens <= day)
        assert said is None or (said.outcome, said.cycle) == (Outcome.GIVEN, cycle + 1)


@given(terms_, st.sampled_from([Outcome.EXEMPT, Outcome.ON_LEAVE]), days.filter(lambda day: day >= MADE))
def test_who_waited_gets_it_when_the_reason_ends(terms: Terms, why: Outcome, today: date):
    said = decide(terms, Standing(joined=MADE, lines={1: why}), today)
    assert said is not None
    assert (said.outcome, said.cycle) == (Outcome.GIVEN, 1)
