"""An outage during a quiz with a clock: on the record, and its time given back once, by rule, in words."""

import asyncio
from datetime import datetime, timedelta

import pytest

from academy.db.engine import DatabaseEngine
from academy.errors import NotFound
from courses.learning.actions import attempts, enrollments
from courses.learning.rules.attempts import AttemptClosed, TooLate
from courses.learning.rules.outages import MOST, Outage
from courses.learning.tables import AttemptOutage
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course as taken


@pytest.fixture
async def attempt(database: DatabaseEngine, the_clock: Clock, cast: Cast) -> str:
    """Maria's, with forty minutes."""
    await taken.publish(taken.content(time_limit_minutes=40))
    code = await enrollments.enroll(cast.maria, course_slug="rain")
    return await attempts.start(cast.maria, code=code, key="first-steps")


async def ends(attempt: str) -> datetime:
    deadline = (await taken.attempt_row(attempt))["deadline"]
    assert isinstance(deadline, datetime)
    return deadline


async def test_the_quiz_ends_later_by_the_outage_once(cast: Cast, attempt: str, the_clock: Clock) -> None:
    before = await ends(attempt)
    await attempts.answer(cast.maria, code=attempt, position=1, chosen=frozenset("b"))
    outage = Outage(the_clock.now, the_clock.now + timedelta(minutes=6))
    the_clock.move(minutes=6)
    for op in ("phone.1", "phone.1", "desk.7"):
        told = await attempts.report_outage(cast.maria, code=attempt, op=op, outage=outage)
        assert (told.extended_s, told.deadline) == (360, before + timedelta(minutes=6))
    assert await ends(attempt) == before + timedelta(minutes=6)
    assert await AttemptOutage.count() == 2


async def test_an_answer_within_it_shows_that_there_was_a_network(cast: Cast, attempt: str, the_clock: Clock) -> None:
    began = the_clock.now
    the_clock.move(minutes=4)
    await attempts.answer(cast.maria, code=attempt, position=1, chosen=frozenset("b"))
    the_clock.move(minutes=2)
    outage = Outage(began - timedelta(days=1), the_clock.now + timedelta(days=1))
    told = await attempts.report_outage(cast.maria, code=attempt, op="phone.1", outage=outage)
    assert (told.began_at, told.ended_at, told.extended_s) == (began, the_clock.now, 240)


async def test_who_comes_back_after_the_end_may_go_on(cast: Cast, attempt: str, the_clock: Clock) -> None:
    the_clock.move(minutes=38)
    began = the_clock.now
    the_clock.move(minutes=8)
    with pytest.raises(TooLate):
        await attempts.answer(cast.maria, code=attempt, position=1, chosen=frozenset("b"))
    assert await attempts.close_late() == 0
    await attempts.report_outage(cast.maria, code=attempt, op="phone.1", outage=Outage(began, the_clock.now))
    assert (await attempts.answer(cast.maria, code=attempt, position=1, chosen=frozenset("b"))).revision == 1
    the_clock.move(minutes=2, seconds=MOST.total_seconds() + 11)
    assert await attempts.close_late() == 1
    with pytest.raises(AttemptClosed):
        await attempts.report_outage(cast.maria, code=attempt, op="phone.2", outage=Outage(began, the_clock.now))


async def test_nobody_else_tells_of_it(cast: Cast, attempt: str, the_clock: Clock) -> None:
    outage = Outage(the_clock.now, the_clock.now)
    for other in (cast.tyler, cast.ruth, cast.ada):
        with pytest.raises(NotFound):
            await attempts.report_outage(other, code=attempt, op="phone.1", outage=outage)
    assert await AttemptOutage.count() == 0


async def test_the_same_report_many_times_at_once_counts_once(cast: Cast, attempt: str, the_clock: Clock) -> None:
    began = the_clock.now
    the_clock.move(minutes=5)
    telling = [
        attempts.report_outage(cast.maria, code=attempt, op="phone.1", outage=Outage(began, the_clock.now))
        for _ in range(4)
    ]
    await asyncio.gather(*telling)
    assert await AttemptOutage.count() == 1
    assert (await taken.attempt_row(attempt))["extended_s"] == 300


async def test_the_learner_is_told_in_words(cast: Cast, attempt: str, the_clock: Clock, browser_as: Browser) -> None:
    maria, began = await browser_as(cast.maria), the_clock.now.isoformat()
    the_clock.move(minutes=4, seconds=30)
    report = {"op": "phone.1", "began_at": began, "ended_at": the_clock.now.isoformat()}
    told = await maria.post(f"/attempts/{attempt}/outages", data=report)
    words = "You were without a network from 03:12:00 EST to 03:16:30 EST. This is on the record of the attempt."
    assert told.json()["words"].replace("\N{NO-BREAK SPACE}", " ").startswith(words + " 4:30 minutes were given back")
    assert "4:30 minutes were given back" in (await maria.get(f"/attempts/{attempt}/items/1")).text
    assert (await maria.post(f"/attempts/{attempt}/outages", data={**report, "began_at": "noon"})).status_code == 422
    await attempts.submit(cast.maria, code=attempt)
    assert "4:30 min, outage of the network" in (await maria.get(f"/attempts/{attempt}/result")).text
