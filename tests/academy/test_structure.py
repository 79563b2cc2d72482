"""People of a site and where they belong, over HTTP: units change, close and keep their people; nobody is hidden."""

import httpx
import pytest

from academy.audit import AuditEvent
from academy.db.refusals import Frozen
from academy.migrations import m0007_units
from academy.sites.tables import Membership, Unit, UnitMember, UnitSupervisor
from tests.cast import Cast
from tests.conftest import Browser

SITE = "/sites/raleigh-nc"


async def unit_code(name: str) -> str:
    row = await Unit.select(Unit.code).where(Unit.name == name, Unit.agency.name == "Raleigh Police Department").first()
    return str((row or {})["code"])


async def membership(cast: Cast) -> int:
    row = await Membership.select(Membership.id).where(Membership.person == cast.maria.id).first() or {}
    return int(row["id"])


async def add_unit(client: httpx.AsyncClient, cast: Cast, name: str) -> httpx.Response:
    agency = cast.places["raleigh-nc"].agency_id
    return await client.post(f"{SITE}/units", data={"agency": agency, "name": name, "kind": "squad"})


async def test_an_officer_is_in_several_units_and_a_closed_one_hides_nobody(cast: Cast, browser_as: Browser):
    ruth, maria = await browser_as(cast.ruth), f"{SITE}/people/{cast.maria.code}"
    await add_unit(ruth, cast, "K9")
    taken = await add_unit(ruth, cast, "K9")
    assert (taken.status_code, 'value="K9"' in taken.text) == (422, True)
    south, dogs = await unit_code("Patrol South"), await unit_code("K9")
    await ruth.post(f"{maria}/units", data={"membership": await membership(cast), "units": [south, dogs]})
    assert "K9, Patrol South" in (await ruth.get(f"{SITE}/people?q=CASTA")).text
    assert "Maria" in (await ruth.get(f"{SITE}/people?unit={dogs}")).text
    await ruth.post(f"{SITE}/units/{south}/closing")
    assert "Maria" not in (await ruth.get(f"{SITE}/people?unit=none")).text
    unitless = (await ruth.get(f"{SITE}/people?unit=none")).text
    assert "Tyler Brandt" in unitless
    assert "2 in no unit" in unitless
    assert "Closed" in (await ruth.get(f"{SITE}/structure")).text
    again = await ruth.post(f"{maria}/units", data={"membership": await membership(cast), "units": [south]})
    assert again.status_code == 409
    with pytest.raises(Frozen):
        await Unit.delete().where(Unit.code == south)


async def test_a_unit_is_renamed_filled_and_supervised(cast: Cast, browser_as: Browser):
    ruth, south = await browser_as(cast.ruth), f"{SITE}/units/{await unit_code('Patrol South')}"
    await ruth.post(south, data={"name": "South District", "kind": "district"})
    await add_unit(ruth, cast, "K9")
    dogs = f"{SITE}/units/{await unit_code('K9')}"
    strange = await ruth.post(f"{dogs}/members", data={"who": "otis@example.gov"})
    assert (strange.status_code, 'value="otis@example.gov"' in strange.text) == (422, True)
    await ruth.post(f"{dogs}/members", data={"who": "Maria@example.gov"})
    for _ in range(2):
        await ruth.post(f"{dogs}/supervisors", data={"who": "ruth@example.gov"})
    page = (await ruth.get(dogs)).text
    assert cast.maria.name in page
    assert f"{dogs}/supervisors/{cast.ruth.code}/end" in page
    assert "K9, South District" in (await ruth.get(f"{SITE}/people")).text
    await ruth.post(f"{dogs}/supervisors/{cast.ruth.code}/end")
    assert await UnitSupervisor.count().where(UnitSupervisor.ends_on.is_null()) == 0
    words = (
        await AuditEvent.select(AuditEvent.action).where(AuditEvent.action.like("structure:%")).order_by(AuditEvent.id)
    )
    assert [row["action"].partition(":")[2] for row in words] == [
        "unit:change", "unit:change", "member:group", "supervisor:start", "supervisor:end",
    ]  # fmt: skip


async def test_who_left_keeps_the_account_and_is_gone_from_the_list(cast: Cast, browser_as: Browser):
    ruth, nora = await browser_as(cast.ruth), await browser_as(cast.nora)
    maria, last = f"{SITE}/people/{cast.maria.code}", {"membership": await membership(cast), "ends_on": "2026-11-20"}
    assert (await nora.post(f"{maria}/leaving", data=last)).status_code == 404
    assert (await ruth.post(f"{maria}/leaving", data=last | {"ends_on": "soon"})).status_code == 422
    assert (
        "from 2024-01-01 to today" in (await ruth.post(f"{maria}/leaving", data=last | {"ends_on": "2999-01-01"})).text
    )
    assert (
        "stay with the officer"
        in (await ruth.get((await ruth.post(f"{maria}/leaving", data=last)).headers["location"])).text
    )
    assert cast.maria.name not in (await ruth.get(f"{SITE}/people")).text
    assert (await ruth.post(f"{maria}/leaving", data=last)).status_code == 404
    assert (await (await browser_as(cast.maria)).get("/certificates")).status_code == 200
    inside = await UnitMember.select(UnitMember.ends_on).where(UnitMember.membership == last["membership"])
    assert [str(row["ends_on"]) for row in inside] == ["2026-11-20"]


async def test_the_first_agency_of_a_site(cast: Cast, browser_as: Browser):
    ada = await browser_as(cast.ada)
    for name, status in (("Wake County Sheriff", 303), ("Wake County Sheriff", 422)):
        answer = await ada.post(f"{SITE}/agencies", data={"name": name, "kind": "sheriff"})
        assert answer.status_code == status
    assert "Wake County Sheriff" in (await ada.get(f"{SITE}/structure")).text


async def test_an_agency_gets_another_name_from_its_own_site(cast: Cast, browser_as: Browser):
    ruth, place = await browser_as(cast.ruth), cast.places["raleigh-nc"]
    await (await browser_as(cast.ada)).post(f"{SITE}/agencies", data={"name": "Taken", "kind": "police"})
    form = {"agency": place.agency_id, "kind": "sheriff"}
    answers = {}
    for name in ("Taken", "Wake County Sheriff"):
        answers[name] = await ruth.post(f"{SITE}/agencies", data={**form, "name": name})
    assert {name: one.status_code for name, one in answers.items()} == {"Taken": 422, "Wake County Sheriff": 303}
    assert 'value="Taken"' in answers["Taken"].text
    theirs = {**form, "agency": cast.places["tulsa-ok"].agency_id, "name": "Mine"}
    assert (await ruth.post(f"{SITE}/agencies", data=theirs)).status_code == 404
    assert "Wake County Sheriff" in (await ruth.get(f"{SITE}/people")).text


async def test_memberships_from_before_are_in_their_unit_with_their_time(cast: Cast):
    before = await UnitMember.select(UnitMember.membership, UnitMember.unit, UnitMember.starts_on).order_by(
        UnitMember.membership
    )
    await UnitMember.delete(force=True)
    await Unit.update({Unit.code: None}, force=True)
    for _ in range(2):
        await m0007_units.forwards()
    after = UnitMember.select(UnitMember.membership, UnitMember.unit, UnitMember.starts_on)
    assert await after.order_by(UnitMember.membership) == before
    assert not await Unit.exists().where(Unit.code.is_null())
