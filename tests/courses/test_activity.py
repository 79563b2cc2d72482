"""Active time: never more than the wall time of the person, whatever pages report; kept apart from what was played."""

import asyncio
import re
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.db.engine import DatabaseEngine
from courses.learning.actions import enrollments, lessons
from courses.learning.actions.activity import ActiveReport, active
from courses.learning.rules.activity import active_time, present
from courses.learning.rules.completion import Step
from courses.learning.rules.enrollment import CannotMove
from courses.learning.rules.intervals import Ranges, clipped, total, union
from courses.learning.standing import step_row_for
from courses.learning.tables import LessonProgress
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course as taken
from tests.strategies_learning import NOON, raw_ranges

reports = st.lists(st.tuples(raw_ranges, st.integers(0, 600), st.integers(0, 120)), max_size=10)


@given(reports)
def test_no_pages_report_more_than_the_time_that_went_by(told: list[tuple[Ranges, int, int]]) -> None:
    known: Ranges = ()
    added, at = 0, NOON
    for reported, opened, elapsed in told:
        at += timedelta(seconds=elapsed)
        since = min(NOON + timedelta(seconds=opened), at)
        found = present(known, reported, since=since, at=at)
        known, added = found.known, added + found.added_seconds
    assert added == total(known) <= (at - NOON).total_seconds()


@given(st.permutations(range(4)), st.lists(raw_ranges, min_size=4, max_size=4))
def test_order_and_repetition_change_nothing(order: list[int], told: list[Ranges]) -> None:
    at = NOON + timedelta(seconds=300)
    known: Ranges = ()
    for place in (*order, *order):
        known = present(known, told[place], since=NOON, at=at).known
    assert total(known) == total(clipped(union(*told), 300))


def test_the_sum_tells_what_was_never_measured() -> None:
    step = Step(lesson_id=1, key="a", number="1.1", title="A", has_text=True)
    steps = (
        Step(lesson_id=2, key="b", number="1.2", title="B", active_seconds=659, touched_at=NOON),
        Step(lesson_id=3, key="c", number="1.3", title="C", touched_at=NOON),
        step,
        msgspec.structs.replace(step, done_at=NOON, active_seconds=0),
    )
    found = active_time(steps, 60)
    assert (found.minutes, found.short_minutes, found.unmeasured) == (10, 50, 1)
    assert active_time(steps, 5).short_minutes == 0


@pytest.fixture
async def code(database: DatabaseEngine, the_clock: Clock, cast: Cast) -> str:
    await taken.publish(taken.content())
    return await enrollments.enroll(cast.maria, course_slug="rain")


async def test_two_pages_at_once_share_the_time(cast: Cast, code: str, the_clock: Clock) -> None:
    opened = the_clock.now
    the_clock.move(seconds=60)
    report = ActiveReport("0-3c")

    async def tell(key: str) -> None:
        await active(cast.maria, code=code, key=key, report=report, opened_at=opened)

    await asyncio.gather(tell("lecture"), tell("first-steps"))
    await tell("lecture")
    assert sum([row.active_s or 0 for row in await LessonProgress.objects()]) == 60


async def test_being_there_begins_nothing_and_a_closed_course_counts_none(
    cast: Cast, code: str, the_clock: Clock
) -> None:
    opened = the_clock.now
    the_clock.move(seconds=60)
    report = ActiveReport("0-1o", hidden=7)
    await active(cast.maria, code=code, key="first-steps", report=report, opened_at=opened)
    row = await step_row_for(cast.maria.id, code, "first-steps")
    assert (row["enrollment_state"], row["active_s"], row["opened_at"]) == ("enrolled", 60, None)
    assert await LessonProgress.count().where(LessonProgress.hidden_s == 7) == 1
    await lessons.read(cast.maria, code=code, key="first-steps")
    assert (await step_row_for(cast.maria.id, code, "first-steps"))["opened_at"] == the_clock.now
    await active(cast.maria, code=code, key="first-steps", report=ActiveReport("0-a0"), opened_at=None)
    await enrollments.withdraw(cast.maria, code=code)
    with pytest.raises(CannotMove):
        await active(cast.maria, code=code, key="first-steps", report=report, opened_at=opened)
    assert (await step_row_for(cast.maria.id, code, "first-steps"))["active_s"] == 60


async def test_active_time_is_told_before_the_statement_and_to_those_who_train(
    cast: Cast, code: str, the_clock: Clock, browser_as: Browser, api_as: Browser
) -> None:
    maria, ruth = await browser_as(cast.maria), await browser_as(cast.ruth)
    officer = f"/sites/raleigh-nc/people/{cast.maria.code}"
    assert "not measured" in (await ruth.get(officer)).text
    await taken.finish_lessons(cast.maria, code, the_clock)
    page = (await maria.get(f"/enrollments/{code}/lessons/first-steps")).text
    proof = re.search(r'/activity" data-token="([^"]+)"', page)
    assert proof
    the_clock.move(minutes=12)
    address = f"/enrollments/{code}/lessons/first-steps/activity"
    for _ in range(2):
        answer = await (await api_as(cast.maria)).post(address, params={"opened": proof[1]}, json={"active": "0-k0"})
        assert (answer.status_code, answer.content) == (204, b"")
    await taken.pass_quiz(cast.maria, code, "final-exam")
    told = "You were active for 12 min of "
    assert told in (await maria.get(f"/enrollments/{code}")).text
    statement = (await maria.get(f"/enrollments/{code}/statement")).text
    assert told in statement
    assert "Sign and finish" in statement
    assert re.search(r"The time in \d lessons? is not known", statement)
    assert "12 min of " in (await ruth.get(officer)).text
