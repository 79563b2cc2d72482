"""People who come one by one: asked for in public without a word about who is known, decided by the coordinator."""

import httpx

from academy.access.actions import grant
from academy.actor import Role
from academy.messages.tables import OutgoingMessage
from academy.people.tables import Person
from academy.requests.rules import MOST_AN_HOUR
from academy.requests.tables import AccessRequest
from academy.sites.tables import Membership
from tests.cast import Cast
from tests.conftest import Browser

SITE = "/sites/raleigh-nc"


def asking(**other: str) -> dict[str, str]:
    given = {"site": "raleigh-nc", "agency": "Police", "full_name": "Lee Park", "email": "Lee.Park@Raleigh.gov"}
    return given | other


async def codes(*names: str) -> list[str]:
    rows = await AccessRequest.select(AccessRequest.code, AccessRequest.full_name)
    found = {row["full_name"]: row["code"] for row in rows}
    return [found[name] for name in names]


async def letters() -> list[tuple[str, str]]:
    rows = await OutgoingMessage.select(OutgoingMessage.about, OutgoingMessage.recipient).order_by(OutgoingMessage.id)
    return [(row["about"].rpartition("/")[2], row["recipient"]) for row in rows]


async def decide(client: httpx.AsyncClient, cast: Cast, code: str, **more: str) -> httpx.Response:
    form = {"agency": str(cast.places["raleigh-nc"].agency_id), **more}
    return await client.post(f"{SITE}/requests/{code}/approval", data=form)


async def test_from_the_public_form_to_an_account_and_a_kind_no(cast: Cast, browser_as: Browser):
    stranger, ruth, nora = await browser_as(None), await browser_as(cast.ruth), await browser_as(cast.nora)
    wrong = await stranger.post("/request-access", data=asking(email="lee", note="Patrol"))
    assert (wrong.status_code, "Patrol" in wrong.text, 'value="lee"' in wrong.text) == (422, True, True)
    for one in ({}, {}, {"full_name": "Bo Ray", "email": "bo@x.org"}):
        sent = await stranger.post("/request-access", data=asking(**one))
        assert sent.headers["location"] == "/request-access?sent=true"
    assert "2 people ask for access" in (await ruth.get(f"{SITE}/people")).text
    lee, bo = await codes("Lee Park", "Bo Ray")
    assert [(await decide(nora, cast, one)).status_code for one in (lee, bo)] == [404, 404]
    assert "New: gets an account" in (await ruth.get(f"{SITE}/requests")).text
    assert (await decide(ruth, cast, lee)).status_code == 303
    assert (await decide(ruth, cast, lee)).status_code == 409
    assert (await ruth.post(f"{SITE}/requests/{bo}/refusal", data={"reason": " "})).status_code == 422
    await ruth.post(f"{SITE}/requests/{bo}/refusal", data={"reason": "We know no officer of this name."})
    assert await letters() == [
        ("waiting", cast.ruth.email), ("invitation", "lee.park@raleigh.gov"), ("refused", "bo@x.org"),
    ]  # fmt: skip
    assert await Membership.exists().where(Membership.person.email == "lee.park@raleigh.gov")
    assert not await Person.exists().where(Person.email == "bo@x.org")


async def test_who_is_known_is_found_and_in_doubt_the_coordinator_is_asked(cast: Cast, browser_as: Browser):
    stranger, ruth = await browser_as(None), await browser_as(cast.ruth)
    people = await Person.count()
    for name, email in (("Tyler Brandt", "tyler@"), ("Bo Ray", "ines@"), ("Otis Whitaker", "otis@")):
        answer = await stranger.post("/request-access", data=asking(full_name=name, email=f"{email}example.gov"))
        assert answer.headers["location"] == "/request-access?sent=true"
    page = (await ruth.get(f"{SITE}/requests")).text
    assert "Belongs to the agency already" in page
    assert "Move the officer in" in page
    tyler, other, otis = await codes("Tyler Brandt", "Bo Ray", "Otis Whitaker")
    assert [(await decide(ruth, cast, one)).status_code for one in (tyler, other, otis)] == [303, 422, 422]
    assert (await decide(ruth, cast, other, sure="true")).status_code == 303
    assert (await decide(ruth, cast, otis, sure="true")).status_code == 422
    assert await Membership.count().where(Membership.person == cast.ines.id) == 1
    assert await Membership.count().where(Membership.person == cast.otis.id) == 1
    assert await Person.count() == people


async def test_one_network_asks_so_often_and_no_more(cast: Cast, browser_as: Browser):
    stranger = await browser_as(None)
    for number in range(MOST_AN_HOUR):
        await stranger.post("/request-access", data=asking(email=f"p{number}@x.org"))
    slow = await stranger.post("/request-access", data=asking(email="one.more@x.org"))
    assert (slow.status_code, slow.headers["retry-after"], "one.more@x.org" in slow.text) == (429, "3600", True)
    assert await AccessRequest.count() == MOST_AN_HOUR


async def test_one_person_is_added_by_hand_and_never_twice(cast: Cast, browser_as: Browser):
    ruth, nora = await browser_as(cast.ruth), await browser_as(cast.nora)
    agency = str(cast.places["raleigh-nc"].agency_id)
    form = {"full_name": "Lee Park", "email": "lee@x.org", "agency": agency, "rank": "Sgt.", "starts_on": "2026-11-02"}
    assert (await nora.post(f"{SITE}/people/new", data=form)).status_code == 404
    foreign = await ruth.post(f"{SITE}/people/new", data={**form, "agency": str(cast.places["tulsa-ok"].agency_id)})
    assert (foreign.status_code, await Person.exists().where(Person.email == "lee@x.org")) == (422, False)
    added = await ruth.post(f"{SITE}/people/new", data=form)
    assert "since November 2, 2026" in (await ruth.get(added.headers["location"])).text
    again = await ruth.post(f"{SITE}/people/new", data=form)
    assert (again.status_code, "already" in again.text, 'value="Sgt."' in again.text) == (422, True, True)
    elsewhere = await ruth.post(
        f"{SITE}/people/new", data={**form, "full_name": "Otis Whitaker", "email": cast.otis.email}
    )
    assert f"{SITE}/transfers?who=otis%40example.gov" in elsewhere.text
    await grant(None, person_id=cast.ravi.id, role=Role.INSTRUCTOR)
    odd = {**form, "full_name": "Somebody Else", "email": cast.ravi.email}
    assert "Yes, this is the same person" in (await ruth.post(f"{SITE}/people/new", data=odd)).text
    assert [about for about, _ in await letters()] == ["invitation"]
