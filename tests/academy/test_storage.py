"""Files in a folder and in an S3-compatible store: the same behavior, tested on both."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest

from academy import clock, settings, storage
from academy.errors import NotFound
from academy.settings import Settings
from academy.web.entrance import safe_headers

BODY = bytes(range(256)) * 4


pytestmark = pytest.mark.usefixtures("each_store")


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


async def test_a_large_file_goes_in_parts_and_comes_back_whole() -> None:
    staged = settings.current().data / "staged"
    content = BODY * (2 * storage.PART // len(BODY)) + b"the last part"
    staged.write_bytes(content)
    await storage.adopt("media/abc/source", staged)
    await storage.fetch("media/abc/source", staged)
    assert staged.read_bytes() == content


async def test_a_listing_tells_the_keys_below_a_prefix_and_when_they_came() -> None:
    for key in ("media/b/x", "media/a/y", "other/z"):
        await storage.put(key, b"1")
    entries = await storage.entries_under("media/")
    assert [entry.key for entry in entries] == ["media/a/y", "media/b/x"] == await storage.keys_under("media/")
    assert all(abs(clock.now() - entry.modified) < timedelta(minutes=5) for entry in entries)


async def test_a_link_leads_to_the_store_itself_and_pages_may_follow_it() -> None:
    now = settings.current()
    await storage.put("media/a/s.m4s", BODY)
    link = await storage.link("media/a/s.m4s", method="GET", life=timedelta(minutes=1))
    allowed = safe_headers(now)["content-security-policy"]
    if not now.storage_url:
        assert link is None
        assert "media-src 'self' blob:" in allowed
        return
    assert link is not None
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(link))
    assert origin == storage.origin(now)
    assert all(f"{kind} 'self' {origin}" in allowed for kind in ("connect-src", "media-src", "img-src"))
    async with httpx.AsyncClient() as client:
        part = await client.get(link, headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, BODY[10:20])


@pytest.mark.parametrize(
    ("store", "origin"),
    [
        ({}, "https://s3.us-east-1.amazonaws.com"),
        ({"storage_region": "us-gov-west-1"}, "https://s3.us-gov-west-1.amazonaws.com"),
        ({"storage_endpoint": "http://minio:9000"}, "http://minio:9000"),
        (
            {"storage_endpoint": "http://minio:9000", "storage_public_endpoint": "https://files.academy.test"},
            "https://files.academy.test",
        ),
    ],
)
async def test_browsers_are_sent_to_the_public_address_of_the_store(
    config: Settings, store: dict[str, str], origin: str
) -> None:
    now = msgspec.structs.replace(
        config, storage_url="s3://bucket/prefix", storage_access_key="key", storage_secret_key="secret", **store
    )
    settings.use(now)
    link = await storage.link("media/a/s.m4s", method="GET", life=timedelta(minutes=1))
    assert storage.origin(now) == origin
    assert (link or "").startswith(f"{origin}/bucket/prefix/media/a/s.m4s?")


def test_a_store_of_an_unknown_kind_is_named(config: Settings) -> None:
    settings.use(msgspec.structs.replace(config, storage_url="ftp://host/folder"))
    with pytest.raises(ValueError, match="ACADEMY_STORAGE"):
        storage.delete("a").send(None)
