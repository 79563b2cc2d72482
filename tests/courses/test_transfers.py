"""An officer moves from Raleigh to Tulsa in one action: both ends, their records, and the officer's word on them."""

import httpx
import pytest

from academy.access.actions import grant
from academy.actor import Role
from academy.audit import AuditEvent
from academy.messages.tables import OutgoingMessage
from academy.sites.tables import Membership
from academy.transfers.tables import RecordConsent
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course

TULSA, RALEIGH = "/sites/tulsa-ok", "/sites/raleigh-nc"


def move_of(cast: Cast, **other: object) -> dict[str, object]:
    agency = cast.places["tulsa-ok"].agency_id
    return {
        "who": cast.maria.email, "last_name": "Okonkwo", "agency": agency, "moved_on": "2026-11-20", **other,
    }  # fmt: skip


async def moved(nora: httpx.AsyncClient, cast: Cast) -> httpx.Response:
    ids = await Membership.select(Membership.id).where(Membership.person == cast.maria.id)
    leaves = [row["id"] for row in ids]
    return await nora.post(f"{TULSA}/transfers", data=move_of(cast, sure="true", leaves=leaves))


async def test_what_will_happen_is_shown_and_then_happens_at_both_ends(cast: Cast, browser_as: Browser):
    nora = await browser_as(cast.nora)
    for wrong in ({"last_name": "Brandt"}, {"who": "nobody@example.gov"}):
        page = await nora.post(f"{TULSA}/transfers", data=move_of(cast, **wrong))
        assert (page.status_code, "together with this last name" in page.text) == (422, True)
    shown = (await nora.post(f"{TULSA}/transfers", data=move_of(cast))).text
    assert "Raleigh Police Department" in shown
    assert await Membership.count().where(Membership.person == cast.maria.id) == 1
    assert (await moved(nora, cast)).headers["location"].startswith(f"{TULSA}/people/{cast.maria.code}/membership")
    rows = await Membership.select(Membership.site, Membership.ends_on).where(Membership.person == cast.maria.id)
    ends = {row["site"]: str(row["ends_on"]) for row in rows}
    assert ends == {cast.places["raleigh-nc"].site_id: "2026-11-20", cast.places["tulsa-ok"].site_id: "None"}
    told = [row["recipient"] for row in await OutgoingMessage.select(OutgoingMessage.recipient)]
    assert sorted(told) == [cast.maria.email, cast.ruth.email]
    words = await AuditEvent.select(AuditEvent.site_id).where(AuditEvent.action == "transfers:person:move")
    assert {row["site_id"] for row in words} == set(ends)
    assert (await moved(nora, cast)).status_code == 422


async def test_each_agency_reads_its_time_and_the_new_one_the_rest_if_the_officer_says_so(
    cast: Cast, browser_as: Browser, the_clock: Clock
):
    await taken_course.publish(taken_course.content())
    await taken_course.complete(cast.maria, the_clock)
    nora, ruth, maria = [await browser_as(one) for one in (cast.nora, cast.ruth, cast.maria)]
    page = f"/people/{cast.maria.code}"
    assert (await nora.get(TULSA + page)).status_code == 404
    await moved(nora, cast)
    old = (await ruth.get(RALEIGH + page)).text
    assert ("Left this site" in old, "Evidence in the Rain" in old, cast.maria.email in old) == (True, True, False)
    assert "Assign a course" not in old
    assert cast.maria.name in (await ruth.get(f"{RALEIGH}/former")).text
    assert (await ruth.post(f"{RALEIGH}{page}/leave", data={})).status_code == 404
    for answer, sees in (("", False), ("agree", True), ("withdraw", False), ("agree", True)):
        if answer:
            assert (await maria.post("/account/records/tulsa-ok", data={"answer": answer})).status_code == 303
        assert ('<th scope="row">Evidence in the Rain' in (await nora.get(TULSA + page)).text) is sees
        assert (",done," in (await nora.get(f"{TULSA}/completion.csv?q=okonkwo")).text) is sees
    assert (await maria.post("/account/records/tulsa-ok", data={"answer": "agree"})).status_code == 409
    assert (await maria.post("/account/records/raleigh-nc", data={"answer": "agree"})).status_code == 404
    assert "You agreed" in (await maria.get("/account/records")).text


async def test_nobody_else_moves_an_officer_and_nothing_has_changed(cast: Cast, browser_as: Browser):
    for name, slug, status in (("ruth", "tulsa-ok", 404), ("sam", "raleigh-nc", 403), ("maria", "tulsa-ok", 403)):
        client = await browser_as(cast.people[name])
        assert (await client.post(f"/sites/{slug}/transfers", data=move_of(cast))).status_code == status
    assert await RecordConsent.count() == 0
    assert await Membership.count().where(Membership.ends_on.is_not_null()) == 0


@pytest.mark.parametrize(("name", "status"), [("nora", 422), ("ada", 303)])
async def test_only_the_program_office_takes_somebody_from_a_role(
    cast: Cast, browser_as: Browser, name: str, status: int
):
    await grant(None, person_id=cast.maria.id, role=Role.COORDINATOR, site_id=cast.places["raleigh-nc"].site_id)
    assert (await moved(await browser_as(cast.people[name]), cast)).status_code == status
    maria = await browser_as(cast.maria)
    assert (await maria.get(f"{RALEIGH}/people")).status_code == (200 if status == 422 else 403)
