"""Sealed officers: nobody finds them by a number, and the office looks again only with a reason on record."""

import httpx
import pytest

from academy import clock
from academy.audit import AuditEvent
from academy.errors import NotFound
from certificates import actions
from certificates.queries.seals import seals_in_force
from tests.cast import Cast
from tests.certificates.finished_course import audited
from tests.conftest import Browser

UNDER_COVER = {"email": " Maria@Example.gov", "reason": "Works under cover"}


@pytest.fixture
async def ada(cast: Cast, browser_as: Browser) -> httpx.AsyncClient:
    return await browser_as(cast.ada)


async def test_a_sealed_certificate_is_unknown_to_strangers_until_the_seal_is_lifted(
    ada: httpx.AsyncClient, browser_as: Browser, number: str
) -> None:
    visitor = await browser_as(None)
    assert (await ada.post("/admin/seals", data=UNDER_COVER)).status_code == 303
    paths = (f"/verify/{number}", f"/V/{number}", f"/verify?number={number}")
    assert [(await visitor.get(path)).status_code for path in paths] == [404] * 3
    named = await visitor.post(f"/verify/{number}/name-check", data={"name": "Maria Elena Castañeda-Okonkwo"})
    listed = await visitor.post("/verify/batch", data={"numbers": number})
    assert (named.status_code, "1 unknown." in listed.text) == (404, True)
    code = (await seals_in_force())[0].code
    assert (await ada.post(f"/admin/seals/{code}/lifting", data={"reason": ""})).status_code == 422
    assert (await ada.post(f"/admin/seals/{code}/lifting", data={"reason": "Left the unit"})).status_code == 303
    assert (await visitor.get(paths[0])).status_code == 200
    assert (await audited())[-2:] == ["certificates:seal:set", "certificates:seal:lift"]


async def test_a_sealed_agency_covers_who_worked_there(cast: Cast, browser_as: Browser, number: str) -> None:
    visitor = await browser_as(None)
    for slug, status in (("tulsa-ok", 200), ("raleigh-nc", 404)):
        await actions.seal(cast.ada, agency_id=cast.places[slug].agency_id, reason="Undercover unit")
        assert (await visitor.get(f"/verify/{number}")).status_code == status


async def test_the_office_says_why_before_it_looks(cast: Cast, ada: httpx.AsyncClient, number: str) -> None:
    await actions.seal(cast.ada, **UNDER_COVER)
    for path in (f"/admin/certificates/{number}", "/admin/certificates", "/admin/certificates?q=castañeda"):
        page = await ada.get(path)
        assert (page.status_code, "Castañeda" in page.text.partition('id="main"')[2].replace("?q", "")) == (200, False)
    assert (await ada.get(f"/certificates/{number}.pdf")).status_code == 404
    assert (await ada.post(f"/certificates/{number}/release", data={"reason": " "})).status_code == 422
    page = await ada.post(f"/certificates/{number}/release", data={"reason": "Subpoena 26-118, Wake County"})
    assert (page.status_code, "Maria Elena Castañeda-Okonkwo" in page.text) == (200, True)
    paper = await ada.post(f"/certificates/{number}/release", data={"reason": "The same", "wanted": "paper"})
    assert paper.content.startswith(b"%PDF")
    entry = await AuditEvent.objects().where(AuditEvent.action == "certificates:certificate:release").first()
    assert entry is not None
    assert (entry.actor_id, "Subpoena 26-118" in entry.details) == (cast.ada.id, True)
    refused = await ada.post(f"/certificates/{number}/revocation", data={})
    assert (refused.status_code, "Castañeda" in refused.text) == (422, False)


async def test_holder_and_site_see_no_difference(cast: Cast, browser_as: Browser, number: str) -> None:
    await actions.seal(cast.ada, **UNDER_COVER)
    for person in (cast.maria, cast.ruth):
        assert (await (await browser_as(person)).get(f"/certificates/{number}.pdf")).status_code == 200


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "email"),
        ({"email": "nobody@example.gov"}, "email"),
        ({"email": "maria@example.gov", "agency": "1"}, "email"),
        ({"agency": "999"}, "agency"),
        ({"email": "tyler@example.gov"}, "email"),
    ],
)
async def test_a_seal_needs_one_known_open_name(
    cast: Cast, ada: httpx.AsyncClient, asked: dict[str, str], field: str
) -> None:
    await actions.seal(cast.ada, email="tyler@example.gov", reason="Because")
    page = await ada.post("/admin/seals", data={**asked, "reason": "Words to keep"})
    assert (page.status_code, f'id="{field}-error"' in page.text, "Words to keep" in page.text) == (422, True, True)
    assert len(await seals_in_force()) == 1


async def test_only_the_office_seals_and_makes_keys(cast: Cast, number: str) -> None:
    for actor in (cast.ruth, cast.maria, cast.visitor):
        with pytest.raises(NotFound):
            await actions.seal(actor, **UNDER_COVER)
        with pytest.raises(NotFound):
            await actions.release(actor, number=number, reason="Curious")
        with pytest.raises(NotFound):
            await actions.make_key(actor, name="Mine", ends_on=clock.now().date())
    assert await seals_in_force() == ()
