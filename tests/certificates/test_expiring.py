"""Letters about certificates that end: the days as a rule, one letter for each holder, nothing twice."""

import csv
from datetime import date, timedelta

import httpx
from hypothesis import given
from hypothesis import strategies as st

import app
from academy import jobs, storage
from academy.actor import Actor
from academy.messages.tables import OutgoingMessage
from academy.sites.tables import Membership, Site, UnitMember, UnitSupervisor
from certificates.expiring import jobs as expiring_jobs
from certificates.expiring.rules import LATEST, notice_now
from certificates.expiring.tables import ExpiryNotice
from courses.authoring.tables import Course
from courses.notices import jobs as notices_jobs
from courses.notices.tables import NoticeRun, Unsubscribed
from courses.standing_reports.tables import ReportCopy
from tests.cast import Cast
from tests.certificates.test_lasting import issued
from tests.conftest import Browser, Clock
from tests.house.rows import add


async def written(the_clock: Clock, **by: float) -> list[tuple[str, str, str]]:
    the_clock.move(**by)
    before = await OutgoingMessage.count()
    for sweep in (notices_jobs.run_what_is_due, expiring_jobs.write_what_is_due):
        await sweep()
        await jobs.drain()
    rows = (await OutgoingMessage.objects().order_by(OutgoingMessage.id))[before:]
    return [(row.recipient, row.subject, row.state) for row in rows if row.about == "courses/notices/expiring"]


async def test_holders_are_told_once_for_each_notice_and_only_while_it_matters(cast: Cast, the_clock: Clock) -> None:
    course, other = await add(Course), await add(Course)
    for name, days in (("maria", 60), ("tyler", 90), ("maria", 29), ("otis", 40), ("nora", 60), ("ruth", -1)):
        await issued(cast, name, days, course if days != 29 else other)
    await Site.update({Site.time_zone: "UTC"}).where(Site.slug.not_in([*cast.places]))
    await Unsubscribed.insert(Unsubscribed(person=cast.nora.id, what="expiring"))
    assert await written(the_clock, hours=6) == [
        ("maria@example.gov", "2 certificates of yours will end", "queued"),
        ("nora@example.gov", "1 certificate of yours will end", "suppressed"),
    ]
    await NoticeRun.delete(force=True)  # as if another worker had not seen that run
    assert await written(the_clock) == []
    assert await ExpiryNotice.count() == 3
    assert await written(the_clock, days=12) == [("otis@example.gov", "1 certificate of yours will end", "queued")]
    letter = await OutgoingMessage.objects().where(OutgoingMessage.recipient == "otis@example.gov").first()
    assert letter
    assert "Valid through December 31, 2026, 28 days from now" in letter.body
    assert "/unsubscribe/" in letter.unsubscribe


async def mailed(ruth: httpx.AsyncClient, reader: Actor, *, as_file: str = "csv") -> bytes:
    """The report of what ends soon, as this reader gets it."""
    form = {"kind": "ending", "format": as_file, "every": "weekly", "hour": "6", "readers": reader.code}
    made = await ruth.post("/sites/raleigh-nc/reports", data=form)
    await ruth.post(f"{made.headers['location']}/runs")
    await jobs.drain()
    row = await ReportCopy.select().order_by(ReportCopy.id, ascending=False).first() or {}
    assert (row["person"], row["state"]) == (reader.id, "attached")
    return await storage.read(row["stored_as"])


async def test_what_ends_soon_comes_by_mail_narrowed_to_whom_the_reader_supervises(
    cast: Cast, the_clock: Clock, browser_as: Browser
) -> None:
    app.wire()
    course, place = await add(Course), cast.places["raleigh-nc"]
    for name, days in (("maria", 60), ("tyler", 91), ("otis", 40), ("ruth", 20)):
        await issued(cast, name, days, course)
    await UnitSupervisor.insert(UnitSupervisor(unit=place.unit_id, person=cast.tyler.id, starts_on=date(2026, 1, 1)))
    own = await Membership.select(Membership.id).where(Membership.person == cast.ruth.id).first() or {}
    await UnitMember.update({UnitMember.ends_on: date(2026, 11, 1)}).where(UnitMember.membership == own["id"])
    ruth = await browser_as(cast.ruth)
    files = [await mailed(ruth, reader) for reader in (cast.ruth, cast.tyler)]
    whole, narrow = [list(csv.DictReader(one.decode("utf-8-sig").splitlines())) for one in files]
    ends = [(row["name"].split()[0], row["valid_through"], row["days_left"]) for row in whole]
    assert ends == [("Ruth", "2026-12-11", "20"), ("Maria", "2027-01-20", "60")]
    assert [row["name"].split()[0] for row in narrow] == ["Maria"]
    assert (await mailed(ruth, cast.ruth, as_file="pdf")).startswith(b"%PDF-")


@given(st.sets(st.integers(1, 90), max_size=4), st.sets(st.integers(0, 120), max_size=60))
def test_each_notice_comes_once_at_its_time_and_never_after_the_end(plan: set[int], on: set[int]) -> None:
    start = date(2026, 1, 1)
    ends_on = start + timedelta(days=100)
    given_days: dict[int, date] = {}
    for day in sorted(start + timedelta(days=number) for number in on):
        days = notice_now(ends_on, plan, given_days.keys(), day)
        if days is not None:
            assert days not in given_days
            given_days[days] = day
    for days, day in given_days.items():
        due = ends_on - timedelta(days=days)
        assert due <= day <= min(due + LATEST, ends_on)
        assert not [other for other in plan if other < days and ends_on - timedelta(days=other) <= day]
