"""An accommodation: set once on a person, without a reason, by who may; in force in every quiz and on every page."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from academy import jobs
from academy.accommodations.actions import accommodate
from academy.accommodations.queries import accommodation_of
from academy.accommodations.rules import MOST_EXTRA_PERCENT, STANDARD, Settings, lengthened
from academy.accommodations.tables import Accommodation
from academy.audit import AuditEvent
from academy.db.engine import DatabaseEngine
from academy.errors import NotFound
from courses.learning.actions import attempts, enrollments
from courses.learning.rules.outages import Outage
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course as taken

PERCENT = st.integers(0, MOST_EXTRA_PERCENT)
MORE = Settings(extra_time_percent=50, captions_first=True, reduced_motion=True)


@given(st.integers(0, 10_000), PERCENT, PERCENT)
def test_more_percent_is_never_less_time(seconds: int, one: int, other: int) -> None:
    limit = timedelta(seconds=seconds)
    assert lengthened(limit, 0) == limit
    assert lengthened(limit, min(one, other)) <= lengthened(limit, max(one, other))
    assert timedelta() <= lengthened(limit, one) - limit * (100 + one) / 100 < timedelta(seconds=1)


@pytest.mark.parametrize("who", ["maria", "tyler", "nora", "sam", "ines", "ravi", "visitor"])
async def test_only_the_own_sites_coordinator_and_administrators_set_it(
    database: DatabaseEngine, cast: Cast, who: str
) -> None:
    with pytest.raises(NotFound):
        await accommodate(getattr(cast, who), code=cast.maria.code, settings=MORE)
    assert await Accommodation.count() == 0
    for number, allowed in enumerate((cast.ruth, cast.ada), 1):
        await accommodate(allowed, code=cast.maria.code, settings=Settings(extra_time_percent=number))
    assert await accommodation_of(cast.maria.id) == Settings(extra_time_percent=2)
    assert await accommodation_of(cast.tyler.id) == STANDARD


async def test_setting_the_same_twice_is_one_entry_and_no_reason_is_kept(database: DatabaseEngine, cast: Cast) -> None:
    for _ in range(2):
        await accommodate(cast.ruth, code=cast.maria.code, settings=MORE)
    told = await AuditEvent.select(AuditEvent.details).where(AuditEvent.action == "people:accommodation:set")
    assert [row["details"] for row in told] == ['{"extra_time_percent":50,"captions_first":true,"reduced_motion":true}']
    named = {column._meta.name for column in Accommodation._meta.columns}
    assert named == {"id", "created_at", "person", "set_by", "set_at", *Settings.__struct_fields__}


async def test_every_timed_quiz_is_longer_also_the_one_that_is_open(
    database: DatabaseEngine, cast: Cast, the_clock: Clock
) -> None:
    app.wire()
    await taken.publish(taken.content(time_limit_minutes=40))
    opened = {}
    for person in (cast.maria, cast.tyler):
        code = await enrollments.enroll(person, course_slug="rain")
        opened[person.name] = await attempts.start(person, code=code, key="first-steps")
    began = the_clock.now
    the_clock.move(minutes=5)
    outage = Outage(began, the_clock.now)
    await attempts.report_outage(cast.maria, code=opened[cast.maria.name], op="phone.1", outage=outage)
    await accommodate(cast.ruth, code=cast.maria.code, settings=MORE)
    await jobs.drain()
    assert await _ends(opened[cast.maria.name]) == began + timedelta(minutes=60 + 5)
    assert await _ends(opened[cast.tyler.name]) == began + timedelta(minutes=40)
    await accommodate(cast.ruth, code=cast.maria.code, settings=STANDARD)
    await jobs.drain()
    assert await _ends(opened[cast.maria.name]) == began + timedelta(minutes=60 + 5)


async def test_a_quiz_started_later_has_the_time_from_its_start(
    database: DatabaseEngine, cast: Cast, the_clock: Clock
) -> None:
    await taken.publish(taken.content(time_limit_minutes=40))
    await accommodate(cast.ada, code=cast.maria.code, settings=MORE)
    code = await enrollments.enroll(cast.maria, course_slug="rain")
    attempt = await attempts.start(cast.maria, code=code, key="first-steps")
    assert await _ends(attempt) == the_clock.now + timedelta(minutes=60)


async def test_the_coordinator_sets_it_and_the_person_sees_it(cast: Cast, browser_as: Browser) -> None:
    ruth, maria, path = await browser_as(cast.ruth), await browser_as(cast.maria), f"/people/{cast.maria.code}/"
    wrong = await ruth.post(path + "accommodation", data={"extra_time_percent": "301", "captions_first": "on"})
    assert wrong.status_code == 422
    assert 'value="301"' in wrong.text
    saved = await ruth.post(path + "accommodation", data={"extra_time_percent": "50", "reduced_motion": "on"})
    assert "Saved." in (await ruth.get(saved.headers["location"])).text
    own = (await maria.get("/account/training")).text
    assert "50 % more" in own
    assert '<html lang="en" data-motion="none">' in own
    ada = await browser_as(cast.ada)
    assert cast.maria.name in (await ada.get("/admin/accommodations")).text
    assert "Nobody has this address" in (await ada.get("/admin/accommodations?email=x@y.gov")).text
    found = await ada.get(f"/admin/accommodations?email={cast.maria.email.upper()}")
    assert found.headers["location"] == path + "accommodation"


async def _ends(attempt: str) -> datetime:
    deadline = (await taken.attempt_row(attempt))["deadline"]
    assert isinstance(deadline, datetime)
    return deadline
