"""The program office's pages: find, revoke, replace; closed to everybody else."""

import pytest

from academy import clock
from academy.codes import new_serial
from academy.db.watch import statements
from academy.jobs import drain
from certificates import pace
from tests.cast import Cast
from tests.certificates.finished_course import Finished, audited, newest
from tests.conftest import Browser

OTHERS = ("maria", "tyler", "ruth", "sam", "ines", "ravi", "otis", "nora")


@pytest.mark.parametrize("query", ["", "castañeda", "NUMBER", "number without hyphens"])
async def test_a_certificate_is_found_by_number_or_name(
    cast: Cast, browser_as: Browser, number: str, query: str
) -> None:
    asked = {"NUMBER": number, "number without hyphens": number.lower().replace("-", "")}.get(query, query)
    page = await (await browser_as(cast.ada)).get("/admin/certificates", params={"q": asked})
    assert (page.status_code, number in page.text) == (200, True)


async def test_a_search_without_result_says_what_to_do(cast: Cast, browser_as: Browser, number: str) -> None:
    page = await (await browser_as(cast.ada)).get("/admin/certificates", params={"q": "Nobody"})
    assert ("No certificate matches." in page.text, number in page.text) == (True, False)


async def test_the_office_sees_when_somebody_may_be_guessing(cast: Cast, browser_as: Browser) -> None:
    ada, visitor = await browser_as(cast.ada), await browser_as(None)
    await visitor.get(f"/verify/{new_serial()}")
    assert "1 wrong number was tried" in (await ada.get("/admin/certificates")).text
    pace.misses.note(pace.Misses.UNUSUAL, clock.now())
    assert "Somebody may be guessing numbers." in (await ada.get("/admin/certificates")).text


async def test_the_list_costs_the_same_however_long(cast: Cast, browser_as: Browser, number: str) -> None:
    ada = await browser_as(cast.ada)
    with statements() as sent:
        await ada.get("/admin/certificates")
    own = [statement for statement in sent if "FROM certificate" in statement]
    assert len(own) == 1


async def test_revoking_on_the_page(cast: Cast, browser_as: Browser, finished: Finished, number: str) -> None:
    ada = await browser_as(cast.ada)
    form = {"revoked_class": "record_corrected", "revoked_reason": "Hours were wrong"}
    answer = await ada.post(f"/certificates/{number}/revocation", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/admin/certificates/{number}")
    page = await ada.get(f"/admin/certificates/{number}")
    for words in ("Record corrected", "Hours were wrong", "Ada Quill"):
        assert words in page.text
    assert "Revoke this certificate" not in page.text


async def test_revoking_needs_a_class_and_a_reason(
    cast: Cast, browser_as: Browser, finished: Finished, number: str
) -> None:
    ada = await browser_as(cast.ada)
    for form in ({"revoked_reason": "Because"}, {"revoked_class": "other", "revoked_reason": ""}, {}):
        assert (await ada.post(f"/certificates/{number}/revocation", data=form)).status_code == 422
    kept = await ada.post(
        f"/certificates/{number}/revocation", data={"revoked_class": "gossip", "revoked_reason": "Long words"}
    )
    assert (kept.status_code, "Long words" in kept.text, "Choose one of the listed" in kept.text) == (422, True, True)
    assert (await newest(finished.completion_id)).state == "issued"


async def test_replacing_on_the_page(cast: Cast, browser_as: Browser, finished: Finished, number: str) -> None:
    ada = await browser_as(cast.ada)
    form = {"name": "Maria E. Okonkwo", "reason": "Married"}
    answer = await ada.post(f"/certificates/{number}/replacement", data=form)
    await drain()
    new = (await newest(finished.completion_id)).serial
    assert (answer.status_code, answer.headers["location"]) == (303, f"/admin/certificates/{new}")
    assert f"/admin/certificates/{number}" in (await ada.get(f"/admin/certificates/{new}")).text
    assert f"/admin/certificates/{new}" in (await ada.get(f"/admin/certificates/{number}")).text


async def test_a_replacement_that_cannot_be_printed_keeps_what_was_typed(
    cast: Cast, browser_as: Browser, finished: Finished, number: str
) -> None:
    form = {"name": "Мария", "reason": "Asked for"}
    page = await (await browser_as(cast.ada)).post(f"/certificates/{number}/replacement", data=form)
    assert (page.status_code, "Мария" in page.text, "Asked for" in page.text) == (422, True, True)
    assert (await newest(finished.completion_id)).state == "issued"


@pytest.mark.parametrize("name", OTHERS)
async def test_the_office_is_closed_to_others(
    cast: Cast, browser_as: Browser, finished: Finished, number: str, name: str
) -> None:
    browser = await browser_as(cast.people[name])
    for path in ("/admin/certificates", f"/admin/certificates/{number}", "/admin/audit"):
        assert (await browser.get(path)).status_code == 403
    form = {"revoked_class": "other", "revoked_reason": "Because", "name": "Somebody", "reason": "Because"}
    for verb in ("revocation", "replacement"):
        assert (await browser.post(f"/certificates/{number}/{verb}", data=form)).status_code == 403
    assert (await newest(finished.completion_id)).state == "issued"
    assert len(await audited()) == 2
