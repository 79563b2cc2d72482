"""Letters about training as a site's people get them: the plan over days, kept back and why, two sites apart."""

import asyncio
import re
from datetime import date, timedelta

import pytest

from academy import clock, jobs
from academy.messages.tables import OutgoingMessage, RefusedAddress
from academy.settings import Settings
from academy.sites.tables import UnitSupervisor
from courses.learning.actions.leave import enter_leave
from courses.learning.tables import Enrollment, Exemption
from courses.notices import jobs as notices_jobs
from courses.notices import running
from courses.notices.queries.runs import alarms_of_all
from courses.notices.tables import NoticeRun, Unsubscribed
from tests.academy.mail_server import mail_server
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses.site_training import assign, two_courses

pytestmark = pytest.mark.usefixtures("database", "the_clock")
TODAY = date(2026, 11, 21)


async def run(the_clock: Clock, *, days: int = 0) -> list[tuple[str, str, str]]:
    """Move the clock, let the runs happen, and give what was written since: to, subject, state."""
    the_clock.move(days=days)
    before = await OutgoingMessage.count()
    await notices_jobs.run_what_is_due()
    await jobs.drain()
    rows = (await OutgoingMessage.objects().order_by(OutgoingMessage.id))[before:]
    return [(row.recipient.partition("@")[0], row.subject, row.state) for row in rows]


@pytest.fixture
async def morning(the_clock: Clock) -> None:
    """Eight in the morning in Raleigh, with two courses to assign."""
    await two_courses()
    the_clock.move(hours=5)


async def supervised_by_ruth(cast: Cast) -> None:
    place = cast.places["raleigh-nc"]
    await UnitSupervisor.insert(UnitSupervisor(unit=place.unit_id, person=cast.ruth.id, starts_on=TODAY))


async def test_a_course_is_told_reminded_of_and_chased_for_a_while(morning: None, cast: Cast, the_clock: Clock):
    await supervised_by_ruth(cast)
    await assign(cast, "maria", due_on=TODAY + timedelta(days=14))
    story = [(day, *line) for day in range(60) for line in await run(the_clock, days=bool(day)) if line[0] == "maria"]
    assert [(day, to, subject) for day, to, subject, _ in story] == [
        (0, "maria", "1 course assigned to you"),
        (7, "maria", "1 course due soon"),
        (13, "maria", "1 course due soon"),
        *((15 + 7 * week, "maria", "1 course overdue") for week in range(5)),
    ]
    told = await OutgoingMessage.objects().where(OutgoingMessage.about == "courses/notices/escalation")
    assert [one.subject for one in told] == ["1 person on your team with overdue training"]
    assert "Maria Elena Castañeda-Okonkwo" in told[0].body


async def test_one_letter_tells_of_all_courses_and_two_runs_never_tell_twice(
    morning: None, cast: Cast, the_clock: Clock
):
    await assign(cast, "maria", "tyler", due_on=TODAY + timedelta(days=7))
    await assign(cast, "maria", course="snow")
    assert await run(the_clock) == [
        ("maria", "2 courses assigned to you", "queued"), ("tyler", "1 course assigned to you", "queued"),
    ]  # fmt: skip
    row = await OutgoingMessage.objects().where(OutgoingMessage.recipient == cast.maria.email).first()
    assert row
    for part in (
        "Hello Ofc. Maria Elena", "Due Saturday, November 28, 2026, 23:59 EST, in 7 days", "No due date",
        "Why: New policy. (Ruth Okafor)", "http://academy.test/enrollments/", "Ask Lt. Ruth Okafor (ruth@example.gov)",
        "Such messages cannot be ended.",
    ):  # fmt: skip
        assert part in " ".join(row.body.split()), part
    assert (row.attachment_type, row.attachment.count("BEGIN:VEVENT"), row.unsubscribe) == ("text/calendar", 1, "")
    assert await run(the_clock) == []
    await NoticeRun.delete(force=True)  # as if another worker had not seen that run
    assert await run(the_clock) == []


async def test_a_weekend_without_a_server_brings_one_letter(morning: None, cast: Cast, the_clock: Clock):
    await assign(cast, "maria", due_on=TODAY + timedelta(days=8))
    assert len(await run(the_clock)) == 1
    late = await run(the_clock, days=8)
    assert [line for line in late if line[0] == "maria"] == [("maria", "1 course due soon", "queued")]


async def test_who_is_not_written_to_and_why_is_kept(morning: None, cast: Cast, the_clock: Clock, config: Settings):
    await supervised_by_ruth(cast)
    await assign(cast, "maria", "tyler", due_on=TODAY + timedelta(days=20))
    await Unsubscribed.insert(Unsubscribed(person=cast.tyler.id, what="reminders"))
    away = (TODAY, TODAY + timedelta(days=1))
    await enter_leave(cast.ruth, slug="raleigh-nc", person=cast.maria.code, days=away, reason="Court.")
    with mail_server(config, "tyler@"):
        await run(the_clock)
    assert await reasons("maria") == ["On leave until November 22, 2026."]
    assert await run(the_clock) == []
    assert ("maria", "1 course assigned to you", "queued") in await run(the_clock, days=2)
    await run(the_clock, days=4)
    assert (await reasons("tyler"))[1] == (
        "They ended reminders before a due date. Letters about overdue courses still go to them."
    )
    await run(the_clock, days=15)
    assert (await reasons("tyler"))[2].startswith(
        "This address was refused on November 21, 2026 (The mail server answered"
    )
    await Enrollment.update({Enrollment.state: "withdrawn"}, force=True)
    assert [line for line in await run(the_clock, days=1) if line[0] in ("maria", "tyler")] == []


async def reasons(name: str) -> list[str]:
    rows = (
        await OutgoingMessage.objects()
        .where(OutgoingMessage.recipient == f"{name}@example.gov")
        .order_by(OutgoingMessage.id)
    )
    return [row.reason for row in rows]


async def test_nobody_supervises_and_that_is_said_where_people_look(morning: None, cast: Cast, the_clock: Clock):
    place = cast.places["raleigh-nc"]  # Otis is of another agency by now
    await UnitSupervisor.insert(UnitSupervisor(unit=place.unit_id, person=cast.otis.id, starts_on=TODAY))
    await assign(cast, "maria", due_on=TODAY + timedelta(days=1))
    await run(the_clock)
    written = await run(the_clock, days=8)
    assert ("", "1 person on your team with overdue training", "suppressed") in written
    assert "Nobody supervises a unit of Ofc. Maria" in (await reasons_without_address())[0]


async def reasons_without_address() -> list[str]:
    return [row.reason for row in await OutgoingMessage.objects().where(OutgoingMessage.recipient == "")]


async def test_each_site_hears_of_its_own_people_at_its_own_hour(morning: None, cast: Cast, the_clock: Clock):
    await supervised_by_ruth(cast)
    await assign(cast, "maria", due_on=TODAY - timedelta(days=2))
    the_clock.move(days=2, hours=-1)  # Monday, 7 in Raleigh, 6 in Tulsa
    assert {line[0] for line in await run(the_clock)} == {"maria", "ruth"}
    the_clock.move(hours=1)
    assert await run(the_clock) == [("nora", "Training at Tulsa, OK: nobody overdue", "queued")]
    digests = await OutgoingMessage.objects().where(OutgoingMessage.about == "courses/notices/digest")
    bodies = {row.recipient: row.body for row in digests}
    assert "Maria Elena" in bodies["ruth@example.gov"]
    assert "Maria" not in bodies["nora@example.gov"]
    assert await run(the_clock, days=1) == []


async def test_what_is_assigned_in_the_day_is_told_soon_and_never_in_the_night(
    morning: None, cast: Cast, the_clock: Clock
):
    await run(the_clock)
    the_clock.move(hours=15)  # 23:00
    await assign(cast, "maria")
    assert await run(the_clock) == []
    the_clock.move(minutes=11)
    assert await run(the_clock) == [("maria", "1 course assigned to you", "queued")]
    row = await OutgoingMessage.objects().first()
    assert row
    assert row.not_before
    assert row.not_before.isoformat() == "2026-11-22T11:00:00+00:00"  # 6 in the morning
    assert row.next_try_at == row.not_before
    before = await NoticeRun.count()
    the_clock.move(minutes=5)
    await run(the_clock)
    assert await NoticeRun.count() == before
    assert clock.now() < row.not_before


async def test_all_overdue_are_reminded_in_two_steps_and_it_can_be_stopped(
    morning: None, cast: Cast, the_clock: Clock, browser_as: Browser
):
    await supervised_by_ruth(cast)
    await assign(cast, "maria", "tyler", due_on=TODAY - timedelta(days=3))
    ruth = await browser_as(cast.ruth)
    page = (await ruth.get("/sites/raleigh-nc/reminders?overdue=all")).text
    for part in ("Remind 2 people and copy 1 supervisor", "Send 2 reminders", "A reminder: 1 course open"):
        assert part in page, part
    form = {"overdue": "all", "copy_supervisor": "yes", "code": re.search(r'name="code" value="(\w+)"', page)[1]}  # type: ignore[index]
    for _ in range(2):  # a second press writes nothing
        done = await ruth.post("/sites/raleigh-nc/reminders", data=form)
        assert done.status_code == 303
    rows = await OutgoingMessage.objects().order_by(OutgoingMessage.id)
    assert [(row.recipient.partition("@")[0], row.copied_to) for row in rows] == [
        ("maria", "Lt. Ruth Okafor"), ("tyler", "Lt. Ruth Okafor"), ("ruth", ""),
    ]  # fmt: skip
    assert "Tyler Brandt" in rows[2].body
    where = f"/sites/raleigh-nc/reminders?done={form['code']}"
    assert "Stop them" in (await ruth.get(where)).text
    nora = await browser_as(cast.nora)
    assert (await nora.post(f"/sites/tulsa-ok/reminders/{form['code']}/undo")).status_code == 409
    assert (await ruth.post(f"/sites/raleigh-nc/reminders/{form['code']}/undo")).status_code == 303
    assert {row.state for row in await OutgoingMessage.objects()} == {"suppressed"}
    assert "Stopped: nothing was sent." in (await ruth.get(where)).text


async def test_who_was_reminded_or_cannot_be_reached_is_named(
    morning: None, cast: Cast, the_clock: Clock, browser_as: Browser
):
    await assign(cast, "maria", "tyler", due_on=TODAY - timedelta(days=3))
    await RefusedAddress.insert(RefusedAddress(address=cast.tyler.email, reason="550"))
    ruth = await browser_as(cast.ruth)
    form = {"code": "x" * 26, "people": [cast.maria.code, cast.tyler.code, cast.otis.code]}
    assert (await ruth.post("/sites/raleigh-nc/reminders", data=form)).status_code == 303
    assert [row.recipient for row in await OutgoingMessage.objects()] == [cast.maria.email]
    asked = f"/sites/raleigh-nc/reminders?people={cast.maria.code}&people={cast.tyler.code}&people={cast.otis.code}"
    page = (await ruth.get(asked)).text
    for part in ("Nobody to remind", "less than 5 days ago", "This address was refused on November 21", "Send anyway"):
        assert part in page, part
    assert "Otis" not in page
    assert "Send 1 reminder" in (await ruth.get(f"{asked}&anyway=yes")).text
    assert (await ruth.post("/sites/raleigh-nc/reminders", data=form | {"code": "y" * 26})).status_code == 409


async def test_two_workers_at_once_share_the_letters(morning: None, cast: Cast):
    await assign(cast, "maria", "tyler", "ruth")
    site = cast.places["raleigh-nc"].site_id
    await asyncio.gather(running.run_day(site, "one"), running.run_day(site, "two"), running.run_day(site, "two"))
    assert sorted(row.recipient for row in await OutgoingMessage.objects()) == [
        "maria@example.gov", "ruth@example.gov", "tyler@example.gov",
    ]  # fmt: skip
    assert sorted([(row.slot, row.alarm) for row in await NoticeRun.objects()]) == [("one", ""), ("two", "")]


async def test_a_run_that_should_write_and_writes_nothing_raises_an_alarm(
    morning: None, cast: Cast, the_clock: Clock, browser_as: Browser
):
    await RefusedAddress.insert(RefusedAddress(address=cast.maria.email, reason="550"))
    await assign(cast, "maria")
    await run(the_clock)
    assert await alarms_of_all() == ("The last daily run wrote to nobody although letters were due: Raleigh.",)
    ruth = await browser_as(cast.ruth)
    assert "1 letter was due and it was not written." in (await ruth.get("/sites/raleigh-nc/messages")).text
    the_clock.move(hours=31)
    assert (await alarms_of_all())[0].startswith("No site's daily letters have run for more than a day")


async def test_who_is_exempt_is_left_in_peace_and_the_ledger_says_so(morning: None, cast: Cast, the_clock: Clock):
    await assign(cast, "maria", "tyler", due_on=TODAY + timedelta(days=3))
    row = await Enrollment.select(Enrollment.course).first() or {}
    exemption = Exemption(
        code="x", person=cast.maria.id, site=cast.places["raleigh-nc"].site_id, course=row["course"],
        from_on=TODAY, until_on=TODAY + timedelta(days=30), reason="Teaches it.", given_by=cast.ruth.id,
    )  # fmt: skip
    await Exemption.insert(exemption)
    assert [line[::2] for line in await run(the_clock)] == [("maria", "suppressed"), ("tyler", "queued")]
    assert await reasons("maria") == ["Exempt from this course: Teaches it."]
    await run(the_clock, days=12)
    [told] = await reasons_without_address()
    assert "Ofc. Tyler" in told
