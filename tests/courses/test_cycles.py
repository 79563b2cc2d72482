"""Taking a course again: a new cycle on the current version, the old one readable, its hours once a calendar year."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from academy.record_log.auditing import audit
from academy.record_log.tables import LoggedRecord
from academy.record_log.writing import catch_up, extend, verifier
from courses.learning.records import COMPLETION
from courses.learning.rules.cycles import credit_period
from courses.learning.tables import Completion, Enrollment
from courses.migrations.m0010_cycles import forwards
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course as taken

ZONES = st.sampled_from(["America/New_York", "America/Anchorage", "Pacific/Guam", "UTC"])


@given(
    st.integers(0, 3_400_000_000).map(lambda seconds: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(0, seconds)), ZONES
)
def test_every_moment_lies_in_one_credit_period_and_these_join(at: datetime, zone: str) -> None:
    first, following = credit_period(at, zone)
    assert first <= at < following
    assert credit_period(following, zone)[0] == following
    assert credit_period(first - timedelta(microseconds=1), zone)[1] == first


async def rows_of_cycles() -> list[dict[str, object]]:
    columns = (Enrollment.code, Enrollment.cycle, Enrollment.follows.code)
    return await Enrollment.select(*columns).order_by(Enrollment.id)


async def test_the_second_time_is_a_cycle_of_its_own(cast: Cast, the_clock: Clock, browser_as: Browser) -> None:
    await taken.publish(taken.content())
    first = await taken.complete(cast.maria, the_clock)
    the_clock.move(days=400)
    maria, ruth = await browser_as(cast.maria), await browser_as(cast.ruth)
    told = await maria.post("/courses/rain/enrollments")
    assert (told.status_code, "time 2, on version 1" in told.text, "its hours count in 2027" in told.text) == (
        409,
        True,
        True,
    )
    started = await maria.post("/courses/rain/enrollments", data={"again": "yes"})
    second = started.headers["location"].rpartition("/")[2]
    page = (await maria.get(f"/enrollments/{second}")).text
    assert "This is time 2." in page
    assert f'href="/enrollments/{first}">Time 1, version 1</a>' in page
    assert "Nothing is left" in (await maria.get(f"/enrollments/{first}")).text
    assert "1 earlier time" in (await ruth.get(f"/sites/raleigh-nc/people/{cast.maria.code}")).text
    rows = await rows_of_cycles()
    numbered = [(first, 1, None), (second, 2, first)]
    assert [tuple(row.values()) for row in rows] == numbered
    await Enrollment.update({Enrollment.cycle: 1, Enrollment.follows: None}, force=True)
    await forwards()
    assert [tuple(row.values()) for row in await rows_of_cycles()] == numbered


async def test_hours_count_once_in_a_year_and_the_log_says_which(
    cast: Cast, the_clock: Clock, browser_as: Browser
) -> None:
    await taken.publish(taken.content())
    await taken.complete(cast.maria, the_clock)
    the_clock.move(days=10)
    maria = await browser_as(cast.maria)
    assert "It counts once in 2026." in (await maria.post("/courses/rain/enrollments")).text
    second = await taken.complete(cast.maria, the_clock)
    the_clock.move(days=60)
    third = await taken.complete(cast.maria, the_clock)
    rows = await Completion.select(Completion.id, Completion.duplicate_of).order_by(Completion.id)
    assert [row["duplicate_of"] for row in rows] == [None, rows[0]["id"], None]
    maria = await browser_as(cast.maria)
    assert "The hours count once" in (await maria.get(f"/enrollments/{second}/completion")).text
    assert "The hours count once" not in (await maria.get(f"/enrollments/{third}/completion")).text
    training = (await maria.get("/my-training")).text
    assert training.count("counted already this year") == 1
    assert '<span class="hours__number">1.00</span>' in training
    await catch_up()
    await extend(0)
    assert (await audit(await verifier())).faults == ()
    kept = await LoggedRecord.select().where(LoggedRecord.kind == COMPLETION).order_by(LoggedRecord.subject_id)
    assert [json.loads(one["content"]).get("duplicate_of") for one in kept] == [None, rows[0]["id"], None]


async def test_who_completed_it_can_be_assigned_it_again(cast: Cast, the_clock: Clock, browser_as: Browser) -> None:
    await taken.publish(taken.content())
    await taken.complete(cast.maria, the_clock)
    ruth = await browser_as(cast.ruth)
    assert "Assign it again" in (await ruth.get(f"/sites/raleigh-nc/people/{cast.maria.code}")).text
    where = "/sites/raleigh-nc/assignments/new?step=4&course=rain&reason=Recertify&people=" + cast.maria.code
    assert "Everybody you chose has this course already" in (await ruth.get(where)).text
    review = (await ruth.get(where + "&again=yes")).text
    assert "1 person completed it in 2026 already" in review
    form = {"course": "rain", "people": cast.maria.code, "reason": "Recertify", "again": "yes"}
    assert (await ruth.post("/sites/raleigh-nc/assignments", data=form)).status_code == 303
    assert [row["cycle"] for row in await Enrollment.select(Enrollment.cycle).order_by(Enrollment.id)] == [1, 2]
