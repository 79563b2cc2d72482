"""Sending a stored file in parts, as players ask for it, from a folder and from an S3-compatible store."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Annotated

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import HttpMethod, Litestar, route
from litestar.params import FromPath

from academy import settings, storage
from academy.web.media_response import Beyond, MediaResponse, Span, span_of

BODY = bytes(range(256)) * 4


@given(first=st.integers(0, 40), last=st.integers(0, 40), size=st.integers(1, 30))
def test_a_range_selects_what_a_slice_would(first: int, last: int, size: int) -> None:
    span = span_of(f"bytes={first}-{last}", size)
    if last < first:
        assert span is None
    elif first >= size:
        assert span == Beyond()
    else:
        assert isinstance(span, Span)
        assert range(size)[span.start : span.end] == range(size)[first : last + 1]


@given(length=st.integers(1, 40), size=st.integers(1, 30))
def test_a_suffix_selects_the_end(length: int, size: int) -> None:
    span = span_of(f"bytes=-{length}", size)
    assert isinstance(span, Span)
    assert list(range(size))[span.start : span.end] == list(range(size))[-length:]


@pytest.mark.parametrize(
    "header", [None, "", "bytes=5-2", "bytes=-", "bytes=0-1,3-4", "items=0-1", "bytes=a-b", "bytes=٣-"]
)
def test_a_header_that_is_no_single_range_is_ignored(header: str | None) -> None:
    assert span_of(header, 10) is None


@route("/files/{key:str}", http_method=[HttpMethod.GET, HttpMethod.HEAD])
async def show(key: FromPath[str]) -> MediaResponse:
    return MediaResponse(f"media/{key}", "video/mp4", cache_control="private")


@route("/led/{key:str}", http_method=[HttpMethod.GET, HttpMethod.HEAD])
async def lead(key: FromPath[str]) -> MediaResponse:
    return MediaResponse(f"media/{key}", "video/mp4", cache_control="private", link_life=timedelta(minutes=4))


@pytest.fixture
async def client(each_store: str) -> AsyncIterator[httpx.AsyncClient]:
    await storage.put("media/a", BODY)
    transport = httpx.ASGITransport(app=Litestar([show, lead]))
    async with httpx.AsyncClient(transport=transport, base_url="http://academy.test") as browser:
        yield browser


Asked = Annotated[dict[str, str], "request headers"]


@pytest.mark.parametrize(
    ("asked", "status", "body", "content_range"),
    [
        ({}, 200, BODY, None),
        ({"range": "bytes=0-9"}, 206, BODY[:10], "bytes 0-9/1024"),
        ({"range": "bytes=1000-"}, 206, BODY[1000:], "bytes 1000-1023/1024"),
        ({"range": "bytes=-4"}, 206, BODY[-4:], "bytes 1020-1023/1024"),
        ({"range": "bytes=5-2"}, 200, BODY, None),
        ({"range": "bytes=1024-"}, 416, b"", "bytes */1024"),
        ({"range": "bytes=0-9", "if-range": '"stale"'}, 200, BODY, None),
    ],
)
async def test_parts_are_served(
    client: httpx.AsyncClient, asked: Asked, status: int, body: bytes, content_range: str | None
) -> None:
    answer = await client.get("/files/a", headers=asked)
    assert (answer.status_code, answer.content, answer.headers.get("content-range")) == (status, body, content_range)


async def test_a_known_file_is_not_sent_again_and_a_head_has_no_body(client: httpx.AsyncClient) -> None:
    first = await client.head("/files/a")
    assert (first.status_code, first.content, first.headers["content-length"]) == (200, b"", "1024")
    again = await client.get("/files/a", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    part = await client.get("/files/a", headers={"range": "bytes=0-0", "if-range": first.headers["etag"]})
    assert part.status_code == 206


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_store_that_can_gives_out_files_itself(client: httpx.AsyncClient, method: str) -> None:
    answer = await client.request(method, "/led/a", headers={"range": "bytes=0-9"})
    if not settings.current().storage_url:
        assert answer.status_code == 206
        return
    assert (answer.status_code, answer.headers["cache-control"]) == (307, "private, max-age=120")
    async with httpx.AsyncClient() as browser:
        led = await browser.request(method, answer.headers["location"], headers={"range": "bytes=0-9"})
    assert (led.status_code, led.content) == (206, BODY[:10] if method == "GET" else b"")
