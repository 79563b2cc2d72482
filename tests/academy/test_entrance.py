"""The door: ids, safe headers on every answer, one voice for every refusal, built files kept for a year."""

import httpx
import pytest
from litestar import Litestar, get

from academy.actor import Permission
from academy.settings import Settings
from academy.sign_in.identity import identify
from academy.sites.refused import keep
from academy.web import problems
from academy.web.assets import Manifest
from academy.web.entrance import entrance, safe_headers
from academy.web.guards import needs
from tests.cast import Cast
from tests.conftest import ORIGIN, Browser


@pytest.mark.parametrize("path", ["/", "/no-such-page", "/account/tokens", "/help", "/health/live"])
async def test_every_answer_has_an_id_and_safe_headers(path: str, cast: Cast, browser_as: Browser):
    answer = await (await browser_as(None)).get(path)
    policy = answer.headers["content-security-policy"]
    assert answer.headers["x-request-id"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


async def test_a_proxys_id_is_kept_if_it_is_a_plain_one(cast: Cast, browser_as: Browser):
    browser = await browser_as(None)
    kept = await browser.get("/help", headers={"x-request-id": "abc123"})
    assert kept.headers["x-request-id"] == "abc123"
    for odd in ("a b", "x" * 41, "<script>"):
        assert (await browser.get("/help", headers={"x-request-id": odd})).headers["x-request-id"] != odd


def test_encryption_is_insisted_on_where_it_is_on(config: Settings):
    secure = Settings(data=config.data, database_url="", base_url="https://academy.gov")
    assert "strict-transport-security" in safe_headers(secure)
    assert "strict-transport-security" not in safe_headers(config)


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/no-such-page", 404), ("DELETE", "/help", 405), ("GET", "/health/x", 404)]
)
async def test_what_is_not_there_is_said_in_our_words(
    method: str, path: str, status: int, cast: Cast, browser_as: Browser
):
    browser = await browser_as(None)
    page = await browser.request(method, path)
    told = await browser.request(method, path, headers={"accept": "application/json"})
    assert (page.status_code, told.status_code) == (status, status)
    assert "<h1" in page.text
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["code"] == f"http_{status}"


async def test_a_program_without_a_key_is_told_so_and_not_sent_to_a_page(cast: Cast, api_as: Browser):
    answer = await (await api_as(None)).get("/account/tokens")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")


async def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(cast: Cast, browser_as: Browser):
    answer = await (await browser_as(None)).get("/account/tokens", headers={"hx-request": "true"})
    assert answer.headers["hx-redirect"] == "/sign-in?next=/account/tokens"


async def test_an_unknown_key_is_nobody(cast: Cast, browser_as: Browser):
    browser = await browser_as(cast.maria)
    answer = await browser.get(
        "/account/tokens", headers={"authorization": "Bearer psp_no", "accept": "application/json"}
    )
    assert answer.status_code == 401


async def test_built_files_are_kept_for_a_year_and_sent_small(cast: Cast, browser_as: Browser):
    browser = await browser_as(None)
    answer = await browser.get(Manifest().asset("app.js"), headers={"accept-encoding": "br"})
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "br"
    assert (await browser.get("/static/../../settings.py")).status_code == 404
    assert (await browser.get("/static/nothing.js")).status_code == 404


async def test_the_smallest_encoding_a_browser_takes_is_chosen(cast: Cast, browser_as: Browser):
    browser = await browser_as(None)
    path = Manifest().asset("app.js")
    sent = [await browser.get(path, headers={"accept-encoding": taken}) for taken in ("gzip, br", "gzip", "identity")]
    sizes = [int(answer.headers["content-length"]) for answer in sent]
    assert sizes == sorted(sizes)
    assert [answer.headers.get("content-encoding") for answer in sent] == ["br", "gzip", None]


@get("/falls", **needs(Permission.PUBLIC))
async def falls() -> None:
    raise RuntimeError("secret detail")


async def test_our_own_fault_is_said_kindly_with_a_reference_and_no_details(config: Settings, database: object):
    from app import compose

    compose(config)
    app = entrance(identify, keep, config)(Litestar([falls], exception_handlers=problems.handlers()))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as browser:
        page = await browser.get("/falls", headers={"x-request-id": "abcdef123456"})
        told = await browser.get("/falls", headers={"accept": "application/json"})
    assert (page.status_code, told.status_code) == (500, 500)
    assert "The fault is ours" in page.text
    assert "EF123456" in page.text
    assert "secret detail" not in page.text + told.text
    assert told.json()["code"] == "our_fault"


async def test_a_body_nested_without_end_is_no_json(cast: Cast, api_as: Browser):
    program = await api_as(cast.ruth)
    answer = await program.post(
        "/sites/raleigh-nc/assignments", content=b"[" * 100_000, headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["detail"]) == (422, "The body is not valid JSON.")
