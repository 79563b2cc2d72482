"""Files in a folder store, and sending them in parts as players ask for them."""

import hashlib
from collections.abc import AsyncIterator
from typing import Annotated

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import HttpMethod, Litestar, route
from litestar.params import FromPath

from academy import settings, storage
from academy.errors import NotFound
from academy.web.media_response import Beyond, MediaResponse, Span, span_of

BODY = bytes(range(256)) * 4


async def whole(key: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([piece async for piece in storage.stream(key, start, end)])


async def test_what_is_put_can_be_read_whole_and_in_part() -> None:
    await storage.put("media/abc/a.bin", BODY)
    assert await whole("media/abc/a.bin") == BODY == await storage.read("media/abc/a.bin")
    assert await whole("media/abc/a.bin", 10, 20) == BODY[10:20]
    assert await storage.size("media/abc/a.bin") == len(BODY)
    assert await storage.sha256("media/abc/a.bin") == hashlib.sha256(BODY).hexdigest()


async def test_a_source_that_fails_half_way_leaves_nothing_behind() -> None:
    async def failing() -> AsyncIterator[bytes]:
        yield BODY
        raise OSError("line cut")

    with pytest.raises(OSError, match="line cut"):
        await storage.put("media/abc/a.bin", failing())
    assert not await storage.exists("media/abc/a.bin")
    assert await storage.keys_under("media/") == []


async def test_an_adopted_file_moves() -> None:
    staged = settings.current().data / "staged"
    staged.write_bytes(BODY)
    await storage.adopt("media/abc/source", staged)
    assert not staged.exists()
    assert await whole("media/abc/source") == BODY


async def test_missing_files_are_not_found_and_deleting_twice_is_fine() -> None:
    await storage.put("a", b"1")
    await storage.delete("a")
    await storage.delete("a")
    with pytest.raises(NotFound):
        await storage.size("a")
    with pytest.raises(NotFound):
        await storage.read("a")
    with pytest.raises(NotFound):
        await storage.sha256("a")


async def test_a_key_cannot_leave_the_store() -> None:
    with pytest.raises(Exception, match="\\.\\."):
        await storage.put("media/../../escaped", b"1")


async def test_another_content_has_another_etag() -> None:
    await storage.put("a", b"one")
    before = await storage.head("a")
    await storage.put("a", b"three")
    assert (await storage.head("a")).etag != before.etag


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


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    await storage.put("media/a", BODY)
    transport = httpx.ASGITransport(app=Litestar([show]))
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
