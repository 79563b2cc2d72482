"""The coordinator's pages about messages, and what each reader chooses."""

import re
from datetime import date

import httpx
import pytest

from academy import jobs
from academy.audit import AuditEvent
from academy.db.work import writing
from academy.messages import About, Letter, post
from academy.messages.tables import OutgoingMessage
from academy.settings import Settings
from courses.notices import jobs as notices_jobs
from courses.notices.composing import unsubscribe
from courses.notices.queries.told import told_about
from courses.notices.tables import CalendarKey, NoticePlan, NoticeWording, Unsubscribed
from tests.academy.mail_server import mail_server
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses.site_training import assign, two_courses

pytestmark = pytest.mark.usefixtures("database", "the_clock")
BASE = "/sites/raleigh-nc/messages"


@pytest.fixture
async def ruth(cast: Cast, browser_as: Browser, the_clock: Clock) -> httpx.AsyncClient:
    """At eight in the morning."""
    the_clock.move(hours=5)
    return await browser_as(cast.ruth)


async def test_the_ledger_is_of_one_site_and_says_why(
    cast: Cast, ruth: httpx.AsyncClient, config: Settings, browser_as: Browser
):
    async with writing():
        for name in ("maria", "otis"):
            person = cast.people[name]
            site = cast.places["raleigh-nc" if name == "maria" else "tulsa-ok"].site_id
            letter = Letter("test", f"For {name}", "See http://academy.test/unsubscribe/a.b.c today.\n")
            await post(letter, to=person.email, about=About(person_id=person.id, site_id=site))
    with mail_server(config, "maria@"):
        await jobs.drain()
    page = (await ruth.get(BASE)).text
    for part in ("For maria", "Bounced", "550: No such mailbox", "Send again", "/unsubscribe/…"):
        assert part in page, part
    assert "For otis" not in page
    assert "For maria" in (await ruth.get(f"{BASE}?to=CASTAÑEDA")).text
    assert "No message is like this." in (await ruth.get(f"{BASE}?to=otis")).text
    maria, otis = await OutgoingMessage.objects().order_by(OutgoingMessage.id)
    assert (await ruth.post(f"{BASE}/{otis.id}/retry")).status_code == 404
    assert (await ruth.post(f"{BASE}/{maria.id}/retry")).status_code == 303
    assert "Bounced (0)" in (await ruth.get(BASE)).text


async def test_a_site_writes_in_its_own_words_and_loses_none(cast: Cast, ruth: httpx.AsyncClient, config: Settings):
    await two_courses()
    where = f"{BASE}/wording/assigned"
    assert "Hello Ofc. Jordan Avery" in (await ruth.get(where)).text
    wrong = {"subject": "New: {count}", "body": "Dear {nmae},\n\n{courses}"}
    for path in (where, f"{where}/test"):
        refused = await ruth.post(path, data=wrong)
        assert refused.status_code == 422
        assert "{nmae} cannot be filled in here. These can: {name}, {count}" in refused.text
        assert "Dear {nmae}," in refused.text
    right = wrong | {"body": "Dear {name},\n\n{courses}\n\nRuth"}
    shown = await ruth.post(f"{where}/preview", data=right)
    assert "Dear Ofc. Jordan Avery" in shown.text
    assert await NoticeWording.count() == 0
    tested = await ruth.post(f"{where}/test", data=right)
    assert "A test is on its way to you." in tested.text
    assert (await ruth.post(where, data=right)).status_code == 303
    await assign(cast, "maria")
    await notices_jobs.run_what_is_due()
    with mail_server(config) as server:
        await jobs.drain()
    assert [one.rcpt_tos for one in server.taken] == [["ruth@example.gov"], ["maria@example.gov"]]
    assert b"New: 1 course" in server.taken[1].content
    assert (await ruth.post(f"{where}/reset")).status_code == 303
    assert await NoticeWording.count() == 0


async def test_a_site_plans_its_letters(cast: Cast, ruth: httpx.AsyncClient):
    assert (await ruth.get(f"{BASE}/wording/nonsense")).status_code == 404
    page = (await ruth.get(f"{BASE}/plan")).text
    assert 'value="30, 14, 7, 1"' in page
    typed = {"before": "10; 5", "weeks": "2", "quiet_from": "20:30", "quiet_until": "soon", "escalate_after": "3"}
    refused = await ruth.post(f"{BASE}/plan", data=typed)
    assert refused.status_code == 422
    for part in ("Write days as numbers", "Write a time of day", 'value="10; 5"', 'value="20:30"'):
        assert part in refused.text, part
    right = typed | {"before": "5, 10", "quiet_until": "05:00", "assigned": "yes"}
    assert (await ruth.post(f"{BASE}/plan", data=right)).status_code == 303
    row = await NoticePlan.objects().first()
    assert row
    assert (row.before, row.weeks, row.quiet_from, row.quiet_until) == ("10, 5", 2, 20 * 60 + 30, 5 * 60)
    assert (row.assigned, row.overdue, row.digest, row.expiring) == (True, False, False, "")
    assert await AuditEvent.exists().where(AuditEvent.action == "notices:plan:change")


async def test_the_officer_page_says_what_was_told_and_why_not(cast: Cast, ruth: httpx.AsyncClient, config: Settings):
    await two_courses()
    await assign(cast, "maria", "tyler", due_on=date(2026, 12, 1))
    await notices_jobs.run_what_is_due()
    with mail_server(config, "tyler@"):
        await jobs.drain()
    maria, tyler = [
        " ".join((await ruth.get(f"/sites/raleigh-nc/people/{cast.people[name].code}")).text.split())
        for name in ("maria", "tyler")
    ]
    assert "<b>Sent</b></span> <b>Assigned</b>: Evidence in the Rain, Nov 21, 2026, 08:12" in maria
    assert "<b>Bounced</b></span> <b>Assigned</b>: Evidence in the Rain" in tyler
    assert "The mail server answered 550: No such mailbox" in tyler
    assert await told_about(cast.maria.id, cast.places["tulsa-ok"].site_id) == ()


async def test_a_reader_ends_letters_by_one_press_and_has_them_back(cast: Cast, browser_as: Browser):
    address = unsubscribe(cast.tyler.code, "reminders").removeprefix("http://academy.test")
    stranger = await browser_as(None)
    assert "Reminders before a due date" in (await stranger.get(address)).text
    assert await Unsubscribed.count() == 0
    stranger.headers.pop("x-csrftoken")
    for _ in range(2):
        ended = await stranger.post(address, data={"List-Unsubscribe": "One-Click"})
        assert (ended.status_code, "You get these no more" in ended.text) == (200, True)
    assert [(row.person, row.what) for row in await Unsubscribed.objects()] == [(cast.tyler.id, "reminders")]
    assert (await stranger.post(f"{address}x")).status_code == 404
    tyler = await browser_as(cast.tyler)
    page = (await tyler.get("/account/messages")).text
    assert 'value="digest" checked' in page
    assert 'value="reminders" checked' not in page
    assert (await tyler.post("/account/messages", data={"wanted": ["reminders", "expiring"]})).status_code == 303
    assert [row.what for row in await Unsubscribed.objects()] == ["digest"]


async def test_due_dates_come_as_a_calendar_under_an_address_that_can_be_renewed(cast: Cast, browser_as: Browser):
    await two_courses()
    await assign(cast, "maria", due_on=date(2026, 12, 1))
    await assign(cast, "tyler", course="snow", due_on=date(2026, 12, 1))
    maria, nobody = await browser_as(cast.maria), await browser_as(None)
    addresses = []
    for _ in range(2):
        made = await maria.post("/account/calendar")
        found = re.search(r"http://academy.test(/calendar/[\w-]+\.ics)", made.text)
        assert found
        addresses.append(found[1])
    assert (await nobody.get(addresses[0])).status_code == 404
    feed = await nobody.get(addresses[1])
    assert feed.headers["content-type"].startswith("text/calendar")
    assert ("DTSTART;VALUE=DATE:20261201" in feed.text, "Evidence in the Rain" in feed.text) == (True, True)
    assert "Snow" not in feed.text
    assert (await maria.get("/account/messages")).text.count("/calendar/") == 0
    assert await CalendarKey.count() == 1
