"""Reports by mail: made at their time, once, of what each reader may see then; and files only for who may see them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from academy import jobs, storage
from academy.access.tables import RoleGrant
from academy.messages.tables import OutgoingMessage
from academy.sites.tables import UnitSupervisor
from academy.spreadsheets import read_sheet
from courses.learning.actions import enrollments
from courses.standing_reports import due, sending
from courses.standing_reports.rules import Rhythm, next_time
from courses.standing_reports.tables import ReportCopy, ReportRun, StandingReport
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses.site_training import assign, hire, two_courses

FORM = {"kind": "completion", "format": "csv", "every": "weekly", "weekday": "0", "hour": "6"}
ZONES = ("America/New_York", "America/Chicago", "America/Phoenix", "America/Los_Angeles")


@given(
    st.sampled_from(["daily", "weekly", "monthly"]),
    st.integers(1, 31),
    st.integers(0, 23),
    st.integers(0, 3 * 365 * 24 * 60).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from(ZONES),
)
def test_the_next_time_is_the_hour_of_the_site(every: str, day: int, hour: int, after: datetime, zone: str):
    rhythm = Rhythm(every, day % 7 if every == "weekly" else day, hour)
    found = next_time(rhythm, after, zone)
    local = found.astimezone(ZoneInfo(zone))
    assert after < found <= after + timedelta(days={"daily": 1, "weekly": 7, "monthly": 31}[every], hours=1)
    assert local.hour in (hour, hour + 1)  # the hour that a change of clocks leaves out comes an hour later
    assert every != "weekly" or local.weekday() == day % 7
    assert every != "monthly" or local.day == day or (local + timedelta(days=1)).day == 1


@pytest.fixture
async def ruth(cast: Cast, the_clock: Clock, api_as: Browser) -> httpx.AsyncClient:
    """Ruth with a token, which outlives weeks. Maria is late with a course; somebody is named a formula."""
    app.wire()
    await two_courses()
    code = await hire(cast.places["raleigh-nc"], "=cmd|' /C calc'!A0", unit=False)
    await assign(cast, "maria", due_on=date(2026, 11, 22))
    await assign(cast, "tyler", course="snow")
    site_id = cast.places["raleigh-nc"].site_id
    await enrollments.assign(cast.ruth, site_id=site_id, course_slug="snow", people=(code,), due_on=None, reason="New.")
    the_clock.move(days=3)
    client = await api_as(cast.ruth)
    client.headers["accept"] = "text/html"
    return client


async def set_up(ruth: httpx.AsyncClient, *readers: str, **changed: str) -> str:
    answer = await ruth.post("/sites/raleigh-nc/reports", data={**FORM, **changed, "readers": list(readers)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def copies() -> list[dict[str, object]]:
    return await ReportCopy.select().order_by(ReportCopy.id)


async def content() -> str:
    return (await storage.read((await copies())[-1]["stored_as"])).decode()


async def test_a_report_goes_out_at_its_time_once_for_all_that_was_missed(
    cast: Cast, ruth: httpx.AsyncClient, the_clock: Clock
):
    page = await set_up(ruth, cast.ruth.code)
    assert await due.start_due() == 0
    the_clock.move(days=30)
    assert [await due.start_due(), await due.start_due()] == [1, 0]
    await jobs.drain()
    await sending.send((await ReportRun.select().first() or {})["id"])
    [copy] = await copies()
    [letter] = await OutgoingMessage.select().where(OutgoingMessage.about == "courses/standing_reports/report")
    assert (copy["state"], copy["lines"], letter["recipient"]) == ("attached", 3, "ruth@example.gov")
    assert letter["enclosure"] == (await content()).encode()
    assert "computed_at" in (text := await content())
    assert ("'=cmd" in text, "2026-12-24 03:12 EST" in text) == (True, True)
    assert "Sent, attached" in (await ruth.get(page)).text
    assert (await StandingReport.select().first() or {})["next_at"] == datetime(2026, 12, 28, 11, tzinfo=UTC)


async def test_a_reader_gets_what_they_may_see_when_it_is_made(
    cast: Cast, ruth: httpx.AsyncClient, browser_as: Browser
):
    place = cast.places["raleigh-nc"]
    await UnitSupervisor.insert(UnitSupervisor(unit=place.unit_id, person=cast.tyler.id, starts_on=date(2026, 1, 1)))
    page = await set_up(ruth, cast.tyler.code, format="xlsx")
    await ruth.post(f"{page}/runs")
    await jobs.drain()
    [copy] = await copies()
    sheet = read_sheet(await storage.read(copy["stored_as"]), copy["name"])
    assert {row[0] for row in sheet.rows} == {"Maria Elena Castañeda-Okonkwo", "Tyler Brandt"}
    address = f"{page}/files/{copy['code']}"
    tyler, nora = await browser_as(cast.tyler), await browser_as(cast.nora)
    assert [(await one.get(address)).status_code for one in (tyler, ruth, nora)] == [200, 200, 404]
    await UnitSupervisor.update({UnitSupervisor.ends_on: date(2026, 11, 24)}).where(UnitSupervisor.id > 0)
    assert (await tyler.get(address)).status_code == 404


async def test_nothing_is_made_for_who_lost_the_role(cast: Cast, ruth: httpx.AsyncClient, the_clock: Clock):
    await set_up(ruth, cast.ruth.code)
    await RoleGrant.update({RoleGrant.revoked_at: the_clock.now}).where(RoleGrant.person == cast.ruth.id)
    the_clock.move(days=8)
    await due.start_due()
    await jobs.drain()
    [copy] = await copies()
    assert (copy["state"], copy["reason"], copy["stored_as"]) == ("withheld", sending.NO_STAFF, "")
    assert not await OutgoingMessage.exists()


async def test_only_who_is_late_and_hours_against_the_rule(cast: Cast, ruth: httpx.AsyncClient):
    page = await set_up(ruth, cast.ruth.code, kind="overdue")
    await ruth.post(f"{page}/runs")
    await jobs.drain()
    assert [line.split(",")[0] for line in (await content()).splitlines()[1:]] == ["Maria Elena Castañeda-Okonkwo"]
    page = await set_up(ruth, cast.ruth.code, kind="hours")
    await ruth.post(f"{page}/runs")
    await jobs.drain()
    assert (await content()).splitlines()[1].split(",")[-2:] == ["24.0", "2026-11-24 03:12 EST"]


async def test_a_format_that_cannot_hold_it_says_what_to_do(
    cast: Cast, ruth: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("courses.standing_reports.rules.MOST_LINES", {"pdf": 2})
    page = await set_up(ruth, cast.ruth.code, format="pdf")
    await ruth.post(f"{page}/runs")
    await jobs.drain()
    assert "Not made.</b></span> It has more than 2 lines" in (await ruth.get(page)).text
    assert not await OutgoingMessage.exists()


async def test_pausing_deleting_and_what_is_refused(cast: Cast, ruth: httpx.AsyncClient, the_clock: Clock):
    refused = await ruth.post("/sites/raleigh-nc/reports", data={**FORM, "kind": "overdue", "hour": "7"})
    assert (refused.status_code, 'value="overdue" selected' in refused.text) == (422, True)
    assert 'value="7" selected' in refused.text
    page = await set_up(ruth, cast.ruth.code)
    await ruth.post(f"{page}/state", data={"verb": "pause"})
    the_clock.move(days=8)
    assert await due.start_due() == 0
    await ruth.post(f"{page}/state", data={"verb": "delete"})
    assert "Restore it" in (await ruth.get(page)).text
    assert (await ruth.post(f"{page}/runs")).status_code == 409
    await ruth.post(f"{page}/state", data={"verb": "restore"})
    await ruth.post(f"{page}/state", data={"verb": "resume"})
    assert await due.start_due() == 0
    await ruth.post(f"{page}/state", data={"verb": "delete"})
    the_clock.move(days=8)
    assert (await ruth.post(f"{page}/state", data={"verb": "restore"})).status_code == 409
