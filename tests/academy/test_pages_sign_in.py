"""Signing in over HTTP, keys for programs, and the words everybody can read."""

import httpx
import pytest

from academy.sign_in import actions
from academy.sign_in.sessions import COOKIE, open_session
from academy.sign_in.tables import ApiToken, SignInSession
from tests.cast import PASSWORD, Cast
from tests.conftest import Browser

FORM = {"email": "maria@example.gov", "password": PASSWORD}


async def test_a_page_asked_for_is_reached_after_signing_in(cast: Cast, browser_as: Browser):
    await actions.set_password(None, person_id=cast.maria.id, password=PASSWORD)
    browser = await browser_as(None)
    sent = await browser.get("/account/tokens?a=1&b=2")
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=/account/tokens%3Fa%3D1%26b%3D2")
    form = await browser.get(sent.headers["location"])
    assert 'value="/account/tokens?a=1&amp;b=2"' in form.text
    done = await browser.post("/sign-in", data={**FORM, "next": "/account/tokens?a=1&b=2"})
    assert (done.status_code, done.headers["location"]) == (303, "/account/tokens?a=1&b=2")
    assert (await browser.get("/account/tokens")).status_code == 200


async def test_a_wrong_password_keeps_the_address_and_says_nothing_more(cast: Cast, browser_as: Browser):
    await actions.set_password(None, person_id=cast.maria.id, password=PASSWORD)
    browser = await browser_as(None)
    known = await browser.post("/sign-in", data=FORM | {"password": "wrong <b>words</b> here"})
    unknown = await browser.post("/sign-in", data=FORM | {"email": "nobody@example.gov", "password": "wrong"})
    assert (known.status_code, unknown.status_code) == (422, 422)
    assert 'value="maria@example.gov"' in known.text
    assert "wrong &lt;b&gt;" not in known.text
    assert "set-cookie" not in known.headers
    plain = unknown.text.replace("nobody@example.gov", "maria@example.gov")
    assert plain.partition("<main")[2] == known.text.partition("<main")[2]


async def test_after_five_failures_one_waits_and_the_page_says_how_long(cast: Cast, browser_as: Browser):
    browser = await browser_as(None)
    for _ in range(5):
        await browser.post("/sign-in", data=FORM)
    answer = await browser.post("/sign-in", data=FORM)
    assert answer.status_code == 429
    assert 25 <= int(answer.headers["retry-after"]) <= 31
    assert "wait" in answer.text


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "/\\evil.example"])
async def test_signing_in_never_leads_away(back: str, cast: Cast, browser_as: Browser):
    await actions.set_password(None, person_id=cast.maria.id, password=PASSWORD)
    done = await (await browser_as(None)).post("/sign-in", data={**FORM, "next": back})
    assert (done.status_code, done.headers["location"]) == (303, "/my-training")


async def test_signing_in_makes_a_new_session_whatever_cookie_came_along(cast: Cast, browser_as: Browser):
    await actions.set_password(None, person_id=cast.maria.id, password=PASSWORD)
    browser = await browser_as(None)
    browser.cookies.set(COOKIE, "chosen-by-somebody-else")
    done = await browser.post("/sign-in", data=FORM)
    cookie = done.headers["set-cookie"]
    assert "chosen-by-somebody-else" not in cookie
    assert all(word in cookie.lower() for word in ("httponly", "samesite=lax", "path=/"))


async def test_signing_out_ends_the_session_on_the_server(cast: Cast, browser_as: Browser):
    token = await open_session(cast.maria.id, "test")
    browser = await browser_as(None)
    browser.cookies.set(COOKIE, token)
    done = await browser.post("/sign-out")
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert await SignInSession.count() == 0


async def test_a_form_without_its_token_is_not_accepted(cast: Cast, browser_as: Browser):
    browser = await browser_as(cast.maria)
    del browser.headers["x-csrftoken"]
    answer = await browser.post("/account/tokens", data={"name": "report", "scopes": "learn"})
    assert answer.status_code == 403
    assert "This form is too old." in answer.text
    assert "Load the page again" in answer.text
    assert await ApiToken.count() == 0


async def signed_out_meanwhile(browser_as: Browser, cast: Cast) -> tuple[httpx.AsyncClient, dict[str, str]]:
    """Maria's browser with a form open, after her sign-in ended; and the token in the form."""
    browser = await browser_as(cast.maria)
    await SignInSession.delete().where(SignInSession.person == cast.maria.id)
    return browser, {"_csrf_token": browser.headers.pop("x-csrftoken")}


async def test_what_was_typed_survives_the_end_of_the_sign_in(cast: Cast, browser_as: Browser):
    browser, token = await signed_out_meanwhile(browser_as, cast)
    typed = {"name": "\nTwo\nlines </textarea><b>", "scopes": "learn", **token}
    shown = await browser.post("/account/tokens", data=typed)
    assert shown.status_code == 401
    assert '<form method="post" action="/account/tokens">' in shown.text
    assert '<textarea name="name" hidden>\n\nTwo\nlines &lt;/textarea&gt;&lt;b&gt;</textarea>' in shown.text
    assert f'name="_csrf_token" value="{token["_csrf_token"]}"' in shown.text
    browser.cookies.set(COOKIE, await open_session(cast.maria.id, "test"))
    assert (await browser.post("/account/tokens", data=typed)).status_code == 201


async def test_a_button_or_a_file_sent_signed_out_leads_to_sign_in(cast: Cast, browser_as: Browser):
    browser, token = await signed_out_meanwhile(browser_as, cast)
    for sent in (
        await browser.post("/sign-out", data=token),
        await browser.post("/media", data={"title": "Talk", **token}, files={"file": ("a.mp4", b"film")}),
    ):
        assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=/")


async def test_a_key_neither_makes_nor_ends_keys(cast: Cast, api_as: Browser):
    program = await api_as(cast.ruth)
    [kept] = (await program.get("/account/tokens")).json()["tokens"]
    made = await program.post("/account/tokens", json={"name": "more", "scopes": ["assign"]})
    ended = await program.post(f"/account/tokens/{kept['code']}/revocation")
    assert (made.status_code, made.json()["code"]) == (403, "not_by_key")
    assert (ended.status_code, ended.json()["code"]) == (403, "not_by_key")
    assert await ApiToken.count().where(ApiToken.revoked_at.is_null()) == 1


async def test_a_key_is_shown_once_and_works_for_programs(cast: Cast, browser_as: Browser):
    browser = await browser_as(cast.ruth)
    made = await browser.post("/account/tokens", data={"name": "report", "scopes": ["see_progress"]})
    key = made.text.partition('<code class="secret">')[2].partition("<")[0]
    assert made.status_code == 201
    assert key not in (await browser.get("/account/tokens")).text
    program = await browser_as(None)
    program.headers.update({"authorization": f"Bearer {key}", "accept": "application/json"})
    assert (await program.get("/sites/raleigh-nc/completion")).status_code == 200
    assert (await program.get("/sites/raleigh-nc/completion.csv")).status_code == 403


@pytest.mark.parametrize("scopes", [[], ["administer"], ["assign", "publish"], ["everything"]])
async def test_a_key_never_carries_more_than_its_maker_may(scopes: list[str], cast: Cast, browser_as: Browser):
    answer = await (await browser_as(cast.ruth)).post("/account/tokens", data={"name": "report", "scopes": scopes})
    assert answer.status_code == 422
    assert 'value="report"' in answer.text
    assert await ApiToken.count() == 0


@pytest.mark.parametrize("path", ["/help", "/accessibility", "/privacy", "/terms", "/sign-in"])
async def test_words_for_everybody_speak_both_languages_of_the_web(path: str, cast: Cast, browser_as: Browser):
    browser = await browser_as(None)
    page = await browser.get(path)
    assert "<main" in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert (await browser.get(path, headers={"accept": "application/json"})).headers["content-type"].endswith("json")
