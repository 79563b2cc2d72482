"""A holder's own pages, and who else may open the paper."""

import hashlib

from academy.jobs import drain
from certificates import actions
from certificates.jobs import issue
from tests.cast import Cast
from tests.certificates.finished_course import ARABIC, Finished, is_called, newest
from tests.conftest import Browser, Clock


async def test_the_list_is_empty_before_the_first_course(cast: Cast, browser_as: Browser, the_clock: Clock) -> None:
    page = await (await browser_as(cast.tyler)).get("/certificates")
    assert (page.status_code, "No certificate yet." in page.text) == (200, True)


async def test_the_list_shows_ones_own_and_nobody_elses(cast: Cast, browser_as: Browser, number: str) -> None:
    own = await (await browser_as(cast.maria)).get("/certificates")
    for words in (number, "Evidence in the Rain", "Valid", f"/certificates/{number}.pdf"):
        assert words in own.text
    assert number not in (await (await browser_as(cast.tyler)).get("/certificates")).text


async def test_the_download_is_the_stored_paper(
    cast: Cast, browser_as: Browser, finished: Finished, number: str
) -> None:
    maria = await browser_as(cast.maria)
    row = await newest(finished.completion_id)
    for path in (f"/certificates/{number}.pdf", f"/completions/{finished.code}/certificate"):
        answer = await maria.get(path)
        assert hashlib.sha256(answer.content).hexdigest() == row.document_sha256
        assert answer.headers["content-type"] == "application/pdf"
        assert (
            f'attachment; filename="PSP-Academy-Evidence-in-the-Rain-{number}.pdf"'
            == (answer.headers["content-disposition"])
        )


async def test_staff_of_the_site_and_the_office_open_the_paper_and_nobody_else(
    cast: Cast, browser_as: Browser, finished: Finished, number: str
) -> None:
    expected = {"maria": 200, "ruth": 200, "sam": 200, "ada": 200}
    for name in cast.people:
        browser = await browser_as(cast.people[name])
        for path in (f"/certificates/{number}.pdf", f"/completions/{finished.code}/certificate"):
            status = (await browser.get(path)).status_code
            assert status == expected.get(name, 303 if name == "visitor" else 404), (name, path)


async def test_an_ended_certificate_is_handed_out_no_more(cast: Cast, browser_as: Browser, number: str) -> None:
    await actions.revoke(cast.ada, number=number, revoked_class="other", reason="Because")
    maria = await browser_as(cast.maria)
    assert (await maria.get(f"/certificates/{number}.pdf")).status_code == 409
    own = await maria.get("/certificates")
    assert ("Revoked" in own.text, f"{number}.pdf" in own.text) == (True, False)


async def test_the_card_asks_again_until_the_paper_is_there(
    cast: Cast, browser_as: Browser, finished: Finished
) -> None:
    maria, path = await browser_as(cast.maria), f"/completions/{finished.code}/certificate-card"
    waiting = await maria.get(path)
    assert "being prepared" in waiting.text
    assert f'hx-get="{path}"' in waiting.text
    await issue(finished.completion_id)
    ready = await maria.get(path)
    serial = (await newest(finished.completion_id)).serial
    assert f"/certificates/{serial}.pdf" in ready.text
    assert f'data-copy="http://academy.test/V/{serial}"' in ready.text
    assert "hx-trigger" not in ready.text


async def test_only_the_holder_sees_the_card(cast: Cast, browser_as: Browser, finished: Finished) -> None:
    for other in (cast.tyler, cast.ruth, cast.ada):
        page = await (await browser_as(other)).get(f"/completions/{finished.code}/certificate-card")
        assert page.status_code == 404


async def test_the_card_asks_for_a_latin_name_and_the_answer_makes_the_certificate(
    cast: Cast, browser_as: Browser, finished: Finished
) -> None:
    await is_called(cast.maria, ARABIC)
    await issue(finished.completion_id)
    maria, path = await browser_as(cast.maria), f"/completions/{finished.code}/certificate-name"
    card = await maria.get(f"/completions/{finished.code}/certificate-card")
    assert f'action="{path}"' in card.text
    assert "Your name is needed" in (await maria.get("/certificates")).text
    again = await maria.post(path, data={"name": "Мохаммед"})
    assert (again.status_code, "The certificate cannot print:" in again.text, "Мохаммед" in again.text) == (
        422, True, True,
    )  # fmt: skip
    done = await maria.post(path, data={"name": "Mohammed al-Amin"})
    assert (done.status_code, done.headers["location"]) == (303, f"/enrollments/{finished.enrollment}/completion")
    await drain()
    assert (await newest(finished.completion_id)).state == "issued"
