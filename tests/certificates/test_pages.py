"""The public check over HTTP: clear words for every state, one answer for every wrong number, and never a name."""

import httpx
import msgspec
import pytest
from litestar.types import ASGIApp
from markupsafe import escape

from academy import clock
from academy.codes import new_serial
from academy.db.watch import statements
from academy.jobs import drain
from certificates import actions, pace
from certificates.actions import seal
from tests.cast import Cast
from tests.certificates.finished_course import Finished, newest
from tests.conftest import ORIGIN, Browser, Clock

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
    for hidden in ("Maria", "Castañeda", "Okonkwo", "example.gov", "Raleigh", "100%", "100 %", ">100<", "Ofc."):
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
    asked = await visitor.head("/verify", params={"number": number})
    assert (asked.status_code, asked.content, asked.headers["etag"]) == (200, b"", known.headers["etag"])


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
async def test_wrong_and_sealed_numbers_get_one_answer_at_one_price(
    cast: Cast, visitor: httpx.AsyncClient, number: str, the_clock: Clock, accept: str
) -> None:
    await seal(cast.ada, email="maria@example.gov", reason="Works under cover")
    answers, sent = set(), set()
    for wrong in (number, new_serial(), "V799-BEW8-9T9A-W0P0-7X", "zyxzyx", "a'b\"<c>" * 20):
        with statements() as seen:
            page = await visitor.get("/verify", params={"number": wrong}, headers={"accept": accept})
        sent.add(len(seen))
        typed = (msgspec.json.encode(wrong[:80]).decode()[1:-1], str(escape(wrong[:80])))[accept == "text/html"]
        assert (page.text.count(typed), "<c>" in page.text and accept == "text/html") == (1, False)
        same = {name: value for name, value in page.headers.items() if name not in {"x-request-id", "content-length"}}
        answers.add((page.status_code, page.text.replace(typed, "…"), str(same)))
    assert (len(answers), len(sent), answers.pop()[0]) == (1, 1, 404)


async def test_an_answer_is_kept_for_a_minute_and_asked_again_by_its_tag(
    cast: Cast, visitor: httpx.AsyncClient, number: str, the_clock: Clock
) -> None:
    first = await visitor.get(f"/verify/{number}")
    assert first.headers["cache-control"] == "private, max-age=60"
    the_clock.move(minutes=2)
    known = {"if-none-match": first.headers["etag"]}
    again = await visitor.get(f"/verify/{number}", headers=known)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    as_json = await visitor.get(f"/verify/{number}", headers=known | {"accept": "application/json"})
    assert as_json.status_code == 200
    await actions.revoke(cast.ada, number=number, revoked_class="other", reason="Because")
    changed = await visitor.get(f"/verify/{number}", headers=known)
    assert (changed.status_code, "This certificate was revoked." in changed.text) == (200, True)
    assert "max-age" not in (await visitor.get(f"/verify/{new_serial()}")).headers["cache-control"]


async def test_the_page_names_the_file_and_its_place_in_the_record_log(
    visitor: httpx.AsyncClient, number: str, finished: Finished
) -> None:
    await drain()
    page = await visitor.get(f"/verify/{number}")
    digest = (await newest(finished.completion_id)).document_sha256 or ""
    assert digest in page.text.replace("<wbr>", "")
    found = await visitor.get(f"/verify/{number}", headers={"accept": "application/json"})
    entries = await visitor.get(found.json()["certificate"]["log_path"])
    last = entries.content.rpartition(b'{"at"')[2]
    assert (entries.status_code, b"certificate.issued" in last) == (200, True)


async def test_a_network_that_tries_too_many_waits_and_others_do_not(
    application: ASGIApp, visitor: httpx.AsyncClient, number: str, the_clock: Clock
) -> None:
    tries = [await visitor.get(f"/verify/{number}", headers={"accept": "application/json"}) for _ in range(121)]
    assert {one.status_code for one in tries[:-1]} == {200}
    page = await visitor.get("/verify", params={"number": number})
    assert (page.status_code, page.headers["retry-after"]) == (429, "1")
    assert "Wait 1 second, then try again." in page.text
    assert (number in page.text, "This certificate is valid" in page.text) == (True, False)
    elsewhere = httpx.ASGITransport(app=application, client=("198.51.100.1", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url=ORIGIN) as other:
        assert (await other.get(f"/verify/{number}")).status_code == 200
    the_clock.move(seconds=1)
    assert (await visitor.get(f"/verify/{number}")).status_code == 200


async def test_when_everybody_guesses_only_wrong_numbers_wait(visitor: httpx.AsyncClient, number: str) -> None:
    pace.wrong_numbers.take("", clock.now(), 600)
    wrong = await visitor.get(f"/verify/{new_serial()}")
    assert (wrong.status_code, "Very many wrong numbers" in wrong.text) == (429, True)
    assert (await visitor.get(f"/verify/{number}")).status_code == 200


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
