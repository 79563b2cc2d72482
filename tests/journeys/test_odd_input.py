"""What people type by mistake, and what others type on purpose."""

import httpx
import pytest

from academy.actor import Permission
from academy.codes import new_serial
from academy.sign_in.actions import make_token
from tests import builders
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.journeys.conftest import Opened

ODD = ["%", "_", "<script>alert(1)</script>", "' OR 1=1 --", "\\", '"', "*", "()", "\N{SNOWMAN}" * 50, "x" * 2000]


async def test_a_number_may_be_typed_with_o_and_i(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    number = await builders.a_certificate(cast.maria, the_clock)
    typed = number.replace("0", "O").replace("1", "i").replace("-", " ").lower()
    stranger = await (await window_of(None)).open("/verify")
    await stranger.press("Check", number=f"  {typed} ")
    assert stranger.heading == "This certificate is valid."


async def test_a_mistyped_number_and_an_unknown_one_get_the_same_answer(
    cast: Cast, window_of: Opened, the_clock: Clock
) -> None:
    await builders.a_published_course(cast)
    number = await builders.a_certificate(cast.maria, the_clock)
    mistyped = number[:3] + ("A" if number[3] != "A" else "B") + number[4:]
    stranger = await window_of(None)
    answers = []
    for wrong in (mistyped, new_serial()):
        await stranger.open(f"/verify/{wrong}")
        answers.append((stranger.status, stranger.text.replace(wrong, "")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert "We have no certificate with this number." in stranger.text


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
async def test_odd_words_in_search_fields_find_nothing_and_harm_nothing(
    cast: Cast, window_of: Opened, the_clock: Clock, odd: str
) -> None:
    await builders.a_published_course(cast)
    fields = [
        (None, "/courses", "q", "First Steps"),
        (cast.ruth, "/sites/raleigh-nc/completion", "q", cast.maria.name),
        (cast.ada, "/admin/certificates", "q", cast.maria.name),
        (cast.ines, "/media", "q", "lecture"),
        (None, "/verify", "number", "This certificate is valid."),
    ]
    for person, path, name, found in fields:
        client = (await window_of(person)).client
        page = await client.get(path, params={name: odd})
        assert page.status_code in {200, 404, 422}, path
        assert "<script>alert" not in page.text
        assert found not in page.text or len(odd) > 100, f"{path} takes “{odd}” for a wildcard"


async def test_a_faulty_form_keeps_what_was_typed(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    visitor = await (await window_of(None)).open("/sign-in?next=/my-training")
    await visitor.press("Sign in", email="maria@example.gov", password="")
    assert visitor.status == 422
    assert visitor.value("email") == "maria@example.gov"
    assert visitor.value("next") == "/my-training"


async def test_an_unsigned_statement_keeps_the_name(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    code = await builders.an_enrollment(cast.maria)
    for lesson in ("collect", "leads"):
        await builders.a_finished_lesson(cast.maria, code, lesson)
    await builders.a_passed_quiz(cast.maria, code, "final-exam")
    window = await (await window_of(cast.maria)).open(f"/enrollments/{code}/statement")
    await window.press("Sign and finish", name="Somebody <b>Else</b>")
    assert window.status == 422
    assert window.value("name") == "Somebody <b>Else</b>"


async def test_a_question_half_written_comes_back_as_typed(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    author = await (await window_of(cast.ines)).open("/authoring/first-steps")
    await author.press("Start a draft")
    await author.open("/authoring/first-steps/2/questions/new?pool=leads")
    await author.press("Save question", stem="What is a lead?", choice=["A pointer", "", "", ""], correct=[])
    assert author.status == 422
    assert author.value("stem").strip() == "What is a lead?"
    assert author.value("choice") == "A pointer"
    assert "Write at least two answers." in author.text


async def with_scopes(browser_as: Browser, cast: Cast, *scopes: Permission) -> httpx.AsyncClient:
    """A program with a key of Ruth's that carries only these permissions."""
    program = await browser_as(None)
    key = await make_token(cast.ruth, name="report", scopes=frozenset(scopes))
    program.headers.update({"authorization": f"Bearer {key}", "accept": "application/json"})
    return program


async def test_a_key_does_what_it_was_made_for_and_nothing_else(
    cast: Cast, browser_as: Browser, the_clock: Clock
) -> None:
    await builders.a_published_course(cast)
    program = await with_scopes(browser_as, cast, Permission.SEE_PROGRESS)
    assert (await program.get("/sites/raleigh-nc/completion")).status_code == 200
    refused = await program.get("/sites/raleigh-nc/completion.csv")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    sent = {"course": "first-steps", "people": [cast.maria.code], "reason": "Mine."}
    assert (await program.post("/sites/raleigh-nc/assignments", json=sent)).status_code == 403
    assert (await program.get("/sites/tulsa-ok/completion")).status_code == 404


async def test_a_key_that_ended_opens_nothing(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    window = await (await window_of(cast.ruth)).open("/account/tokens")
    await window.press("Make", name="Weekly report", scopes="see_progress")
    key = next(word for word in window.text.split() if len(word) > 30)
    headers = {"authorization": f"Bearer {key}", "accept": "application/json"}
    window.client.cookies.clear()
    assert (await window.client.get("/sites/raleigh-nc/completion", headers=headers)).status_code == 200
    again = await (await window_of(cast.ruth)).open("/account/tokens")
    await again.press("End this key")
    assert (await window.client.get("/sites/raleigh-nc/completion", headers=headers)).status_code == 401
