"""Sites side by side: kept by facts, proved by a recount, small numbers hidden, no names."""

import csv
import io
from datetime import date

import httpx
import msgspec
import pytest

import app
from academy.sites.actions import Joining, NewSite, create_agency, create_site, join
from academy.sites.tables import Membership
from courses.learning.actions import enrollments, exemptions
from courses.learning.tables import Enrollment, Exemption
from courses.network import actions
from courses.network.counting import counted
from courses.network.rules.figures import Figures
from courses.network.tables import SiteSummary, SummaryCheck
from tests.cast import Cast, Place
from tests.conftest import Browser, Clock
from tests.courses import taken_course
from tests.courses.site_training import assign, drain_but_papers, hire

pytestmark = pytest.mark.usefixtures("the_clock")


@pytest.fixture
async def raleigh(cast: Cast) -> Place:
    """A course of two core areas, and six more officers in Raleigh."""
    app.wire()
    content = msgspec.structs.replace(taken_course.content(), focus_areas=("Gun Violence", "Technology"))
    await taken_course.publish(content)
    for number in range(6):
        await hire(cast.places["raleigh-nc"], f"Officer Number{number}")
    return cast.places["raleigh-nc"]


async def kept(site_id: int) -> Figures:
    row = await SiteSummary.select(SiteSummary.figures).where(SiteSummary.site == site_id).first() or {}
    return msgspec.json.decode(row["figures"], type=Figures)


async def settled(the_clock: Clock) -> None:
    """Everything announced so far is counted."""
    await drain_but_papers()
    the_clock.move(minutes=2)
    await actions.count_waiting()


async def everybody(site_id: int) -> tuple[str, ...]:
    rows = await Membership.select(Membership.person.code.as_alias("code")).where(
        Membership.site == site_id, Membership.ends_on.is_null()
    )
    return tuple(row["code"] for row in rows)


async def test_what_is_kept_follows_every_change(cast: Cast, raleigh: Place, the_clock: Clock):
    people = await everybody(raleigh.site_id)
    told = {"site_id": raleigh.site_id, "due_on": date(2026, 11, 22), "reason": "Policy"}
    await enrollments.assign(cast.ruth, course_slug="rain", people=people, **told)
    await settled(the_clock)
    assert (await kept(raleigh.site_id)).whole == (await kept(raleigh.site_id)).areas["Gun Violence"]
    assert (await kept(raleigh.site_id)).overdue(date(2026, 11, 23)) == len(people) == 9
    await taken_course.complete(cast.maria, the_clock)
    row = (
        await Enrollment.select(Enrollment.code, Enrollment.id).where(Enrollment.person == cast.tyler.id).first() or {}
    )
    await enrollments.withdraw_at_site(cast.ruth, site_id=raleigh.site_id, code=row["code"], reason="Transferred")
    await settled(the_clock)
    now = await kept(raleigh.site_id)
    assert (now.whole.people, now.whole.given, now.whole.done, now.overdue(date(2026, 11, 23))) == (8, 8, 1, 7)
    assert await counted() == {raleigh.site_id: now}
    assert await actions.check() == 0


async def test_who_began_again_and_gave_that_back_has_still_completed(cast: Cast, raleigh: Place, the_clock: Clock):
    await taken_course.complete(cast.maria, the_clock)
    again = await enrollments.enroll(cast.maria, course_slug="rain")
    await settled(the_clock)
    taking = (await kept(raleigh.site_id)).whole
    await enrollments.withdraw(cast.maria, code=again)
    await settled(the_clock)
    given_back = (await kept(raleigh.site_id)).whole
    assert [(one.people, one.given, one.done) for one in (taking, given_back)] == [(1, 1, 0), (1, 1, 1)]
    assert await actions.check() == 0


async def test_what_somebody_takes_for_one_site_no_longer_counts_for_another(
    cast: Cast, raleigh: Place, the_clock: Clock
):
    tulsa = cast.places["tulsa-ok"]
    both = {"site_id": tulsa.site_id, "agency_id": tulsa.agency_id, "unit_id": None, "starts_on": date(2026, 1, 1)}
    await taken_course.complete(cast.maria, the_clock)
    await join(None, Joining(person_id=cast.maria.id, **both))
    await settled(the_clock)
    assert (await kept(raleigh.site_id)).whole.done == 1
    told = {"course_slug": "rain", "people": (cast.maria.code,), "due_on": None, "reason": "Policy"}
    await enrollments.assign(cast.nora, site_id=tulsa.site_id, **told)
    await settled(the_clock)
    assert [(await kept(one.site_id)).whole.given for one in (raleigh, tulsa)] == [0, 1]
    assert await actions.check() == 0


async def test_who_is_exempt_counts_neither_as_assigned_nor_as_late(cast: Cast, raleigh: Place, the_clock: Clock):
    await assign(cast, "maria", "tyler", due_on=date(2026, 11, 21))
    await settled(the_clock)
    told = {"slug": "raleigh-nc", "person": cast.maria.code, "course_slug": "rain"}
    await exemptions.exempt(cast.ruth, **told, until_on=date(2026, 11, 23), reason="Knows it")
    await settled(the_clock)
    now = await kept(raleigh.site_id)
    days = [(now.on(day), now.overdue(day)) for day in (date(2026, 11, number) for number in (19, 22, 23, 24))]
    assert [(one.whole.people, one.whole.given, late) for one, late in days] == [
        (2, 2, 0),
        (1, 1, 1),
        (1, 1, 1),
        (2, 2, 2),
    ]
    assert [one.areas["Technology"].given for one, _ in days] == [sum(w.given for w in one.weeks) for one, _ in days]
    the_clock.move(days=9)
    assert await actions.check() == 0
    row = await Exemption.select(Exemption.code).first() or {}
    await exemptions.end_exemption(cast.ruth, slug="raleigh-nc", code=row["code"])
    await settled(the_clock)
    assert (await kept(raleigh.site_id)).spared == ()
    assert await actions.check() == 0


async def test_numbers_from_before_exemptions_were_told_are_counted_anew(cast: Cast, raleigh: Place, the_clock: Clock):
    await assign(cast, "maria")
    await settled(the_clock)
    await SiteSummary.update({SiteSummary.figures: '{"whole":[1,7,0]}'}).where(SiteSummary.site == raleigh.site_id)
    assert await actions.check() == 0
    assert (await kept(raleigh.site_id)).whole.given == 1


async def test_a_change_nobody_announced_is_found_at_night_and_put_right(
    cast: Cast, raleigh: Place, the_clock: Clock, browser_as: Browser
):
    await assign(cast, "maria", "tyler")
    await settled(the_clock)
    await Enrollment.update({Enrollment.state: "withdrawn"}).where(Enrollment.person == cast.tyler.id)
    assert await actions.check() == 1
    last = await SummaryCheck.select().order_by(SummaryCheck.id, ascending=False).first() or {}
    assert (last["sites"], last["detail"]) == (2, '["raleigh-nc"]')
    page = (await (await browser_as(cast.joy)).get("/network")).text
    assert "1 difference in 2 sites" in page
    assert (await kept(raleigh.site_id)).whole.given == 1
    assert await actions.check() == 0


async def test_the_page_hides_small_numbers_and_names_nobody(
    cast: Cast, raleigh: Place, the_clock: Clock, browser_as: Browser
):
    people = await everybody(raleigh.site_id)
    await enrollments.assign(
        cast.ruth, site_id=raleigh.site_id, course_slug="rain", people=people, due_on=None, reason="Policy"
    )
    await enrollments.enroll(cast.otis, course_slug="rain")
    await settled(the_clock)
    joy = await browser_as(cast.joy)
    joy.headers["accept"] = "application/json"
    view = (await joy.get("/network")).json()
    lines = {line["slug"]: line for line in view["lines"]}
    tulsa = lines["tulsa-ok"]
    assert (tulsa["hidden"], tulsa["people"], tulsa["overdue"], tulsa["trend"]) == (True, None, None, [])
    # Nine people would be fine alone; with Tulsa hidden, all sites minus Raleigh would tell of Otis.
    assert (lines["raleigh-nc"]["hidden"], view["whole"]["people"]) == (True, 10)
    assert not [name for name in ("Otis", "Castañeda", "Officer") if name in str(view)]


async def test_a_liaison_sees_the_assigned_sites_only(
    cast: Cast, raleigh: Place, the_clock: Clock, browser_as: Browser
):
    await create_agency(None, site_id=await create_site(None, elsewhere()), name="Mobile Police", kind="police")
    await settled(the_clock)
    page = (await (await browser_as(cast.sam)).get("/network")).text
    assert "/sites/raleigh-nc/completion" in page
    assert not [word for word in ("Tulsa", "Mobile", "All sites<") if word in page]
    rows = list(csv.reader(io.StringIO((await (await browser_as(cast.sam)).get("/network.csv")).text)))
    assert [row[0] for row in rows[1:]] == ["Raleigh, NC"]


def elsewhere() -> NewSite:
    start = date(2024, 10, 1)
    return NewSite(
        slug="mobile-al", name="Mobile", state_code="AL", engagement="single", time_zone="America/Chicago",
        engaged_from=start, engaged_until=date(2027, 9, 30),
    )  # fmt: skip


async def test_sites_are_chosen_by_year_and_size(cast: Cast, the_clock: Clock, browser_as: Browser):
    await create_site(None, elsewhere())
    await settled(the_clock)
    ruth, joy = await browser_as(cast.ruth), await browser_as(cast.joy)
    refused = await ruth.post("/sites/raleigh-nc/sworn", data={"sworn": "many"})
    assert (refused.status_code, 'value="many"' in refused.text) == (422, True)
    await ruth.post("/sites/raleigh-nc/sworn", data={"sworn": "640"})
    assert await shown(joy, "year=3") == (False, True)
    assert await shown(joy, "size=large") == (True, False)
    assert "No one of 3 sites matches" in (await joy.get("/network?size=small")).text
    assert "7 weeks ago" in (await joy.get("/network?show=weeks")).text


async def shown(joy: httpx.AsyncClient, query: str) -> tuple[bool, bool]:
    page = (await joy.get(f"/network?{query}")).text
    return "Raleigh, NC" in page, "Mobile, AL" in page
