"""The public check over HTTP: clear words for every state, one answer for every wrong number, and never a name."""

import httpx
import pytest

from academy.codes import new_serial
from academy.db.watch import statements
from academy.jobs import drain
from certificates import actions
from tests.cast import Cast
from tests.conftest import Browser, Clock

UNKNOWN = "We have no certificate with this number. Check for 0 and O, 1 and I."


@pytest.fixture
async def visitor(browser_as: Browser) -> httpx.AsyncClient:
    """Somebody without an account."""
    return await browser_as(None)


@pytest.fixture
async def program(api_as: Browser) -> httpx.AsyncClient:
    """A program without a key."""
    return await api_as(None)


async def test_a_valid_certificate_says_so_without_naming_anybody(visitor: httpx.AsyncClient, number: str) -> None:
    page = await visitor.get(f"/verify/{number}")
    assert page.status_code == 200
    said = ("This certificate is valid.", "Evidence in the Rain, version 1", "1 hour", "November 21, 2026", number)
    for words in said:
        assert words in page.text
    for hidden in ("Maria", "Castañeda", "Okonkwo", "example.gov", "Raleigh", "100", "Ofc."):
        assert hidden not in page.text


async def test_a_program_gets_the_same_as_json(program: httpx.AsyncClient, number: str) -> None:
    answer = await program.get(f"/verify/{number}")
    found = answer.json()["certificate"]
    assert (found["standing"], found["number"], found["minutes"]) == ("valid", number, 60)
    assert (found["completed_on"], found["issuer"]) == ("2026-11-21", "PSP Academy")
    for hidden in ("Maria", "Okonkwo", "holder", "example.gov", "Raleigh", "percent"):
        assert hidden not in answer.text


@pytest.mark.parametrize("path", ["/V/{}", "/v/{}", "/verify/{}", "/verify?number={}"])
async def test_every_way_to_ask_gives_the_same_page(visitor: httpx.AsyncClient, number: str, path: str) -> None:
    page = await visitor.get(path.format(number))
    assert (page.status_code, "This certificate is valid." in page.text) == (200, True)
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-robots-tag"] == "noindex"


async def test_a_number_is_read_as_people_type_it(visitor: httpx.AsyncClient, number: str) -> None:
    typed = number.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    page = await visitor.get("/verify", params={"number": f" {typed} "})
    assert (page.status_code, "This certificate is valid." in page.text) == (200, True)


async def test_head_has_the_status_and_no_body(visitor: httpx.AsyncClient, number: str) -> None:
    known, unknown = await visitor.head(f"/V/{number}"), await visitor.head(f"/V/{new_serial()}")
    assert (known.status_code, known.content) == (200, b"")
    assert (unknown.status_code, unknown.content) == (404, b"")


async def test_wrong_numbers_get_one_answer_at_one_price(visitor: httpx.AsyncClient, the_clock: Clock) -> None:
    pages, sent = [], []
    for wrong in (new_serial(), "V799-BEW8-9T9A-W0P0-7X", "x", "a'b\"<c>" * 20):
        with statements() as seen:
            pages.append(await visitor.get("/verify", params={"number": wrong}))
        sent.append(len(seen))
        assert UNKNOWN in pages[-1].text
        assert "<c>" not in pages[-1].text
    assert {page.status_code for page in pages} == {404}
    assert len(set(sent)) == 1


async def test_a_known_number_costs_one_statement(visitor: httpx.AsyncClient, number: str) -> None:
    with statements() as seen:
        await visitor.get(f"/verify/{number}")
    assert len(seen) == 1


async def test_a_revoked_certificate_says_when_and_the_class_of_reason(
    cast: Cast, visitor: httpx.AsyncClient, number: str, the_clock: Clock
) -> None:
    the_clock.move(days=1)
    await actions.revoke(cast.ada, number=number, revoked_class="issued_in_error", reason="Maria took it for Tyler")
    page = await visitor.get(f"/verify/{number}")
    assert page.status_code == 200
    for words in ("This certificate was revoked.", "Issued in error", "Nov 22, 2026, 03:14\N{NO-BREAK SPACE}EST"):
        assert words in page.text
    for hidden in ("This certificate is valid", "Tyler", "Maria", "Ada", "name-check"):
        assert hidden not in page.text


async def test_a_replaced_certificate_leads_to_the_new_one(cast: Cast, visitor: httpx.AsyncClient, number: str) -> None:
    new = await actions.replace(cast.ada, number=number, name="Maria E. Okonkwo", reason="Married")
    assert "being prepared" in (await visitor.get(f"/verify/{number}")).text
    assert (await visitor.get(f"/verify/{new}")).status_code == 404
    await drain()
    page = await visitor.get(f"/verify/{number}")
    assert "This certificate was replaced." in page.text
    assert f'href="/verify/{new}"' in page.text
    assert "This certificate is valid." in (await visitor.get(f"/verify/{new}")).text


@pytest.mark.parametrize(("name", "answer"), [("maria elena castaneda okonkwo", True), ("Maria Okonkwo", False)])
async def test_a_name_as_printed_is_confirmed_or_not(
    visitor: httpx.AsyncClient, program: httpx.AsyncClient, number: str, name: str, answer: bool
) -> None:
    page = await visitor.post(f"/verify/{number}/name-check", data={"name": name})
    assert page.status_code == 200
    assert ("Yes, the name matches." in page.text, "No, this is not the name" in page.text) == (answer, not answer)
    assert "Castañeda" not in page.text
    said = await program.post(f"/verify/{number}/name-check", json={"name": name})
    assert said.json()["name_matches"] is answer


async def test_names_cannot_be_tried_one_after_the_other(
    visitor: httpx.AsyncClient, number: str, the_clock: Clock
) -> None:
    path = f"/verify/{number}/name-check"
    for name in ("Ann Lee", "Bo Lee", "Cy Lee", "Di Lee", "Ed Lee"):
        assert (await visitor.post(path, data={"name": name})).status_code == 200
    refused = await visitor.post(path, data={"name": "Maria Elena Castañeda-Okonkwo"})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert "Yes, the name matches." not in refused.text
    assert "Wait 60 seconds" in refused.text
    the_clock.move(seconds=60)
    assert (await visitor.post(path, data={"name": "Ann Lee"})).status_code == 200


async def test_an_empty_name_is_answered_on_the_page(visitor: httpx.AsyncClient, number: str) -> None:
    page = await visitor.post(f"/verify/{number}/name-check", data={"name": " "})
    assert (page.status_code, "Fill this in." in page.text) == (422, True)


async def test_a_name_for_a_wrong_number_gets_the_one_answer(visitor: httpx.AsyncClient, the_clock: Clock) -> None:
    page = await visitor.post(f"/verify/{new_serial()}/name-check", data={"name": "Maria"})
    assert (page.status_code, UNKNOWN in page.text) == (404, True)
