"""Where files lie: the only importer of obstore. A folder of the data folder, or an S3-compatible store; same behavior.

Keys are ours ("media/<code>/hls/master.m3u8"), never a person's file name. Content types are kept by whoever owns the
key, since a folder has no place for them. A key that is not there raises NotFound unless said otherwise.
"""

import hashlib
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec
import obstore
from anyio import to_thread
from obstore.store import LocalStore, ObjectStore, S3Store

from academy import settings
from academy.errors import NotFound
from academy.settings import Settings

CHUNK = 256 * 1024
"""Bytes per piece when a file is streamed out."""
PART = 8 * 1024 * 1024
"""Bytes per part when a large file is sent to an S3-compatible store."""
PARTS_AT_ONCE = 2
"""Together with PART, what sending a file takes of memory."""


class Stored(msgspec.Struct, frozen=True):
    """What the store says about a file. `etag` changes whenever the bytes do."""

    size: int
    etag: str


class Entry(msgspec.Struct, frozen=True):
    """A line of a listing."""

    key: str
    modified: datetime


async def put(key: str, content: bytes | Path | AsyncIterator[bytes]) -> None:
    """Store bytes under a key: all of them or, if the source fails on the way, nothing. Replaces what was there."""
    await obstore.put_async(_store(), key, content, chunk_size=PART, max_concurrency=PARTS_AT_ONCE)


async def adopt(key: str, path: Path) -> None:
    """Store a local file and remove it from where it was; in a folder store that is a rename, whatever its size."""
    target = local_path(key)
    if target is None:
        await put(key, path)
        await to_thread.run_sync(path.unlink)
        return
    await to_thread.run_sync(_move, path, target)


def _move(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, target)


async def fetch(key: str, into: Path) -> None:
    """Write a stored file to a local path: for tools that need one and a store that has none."""
    with into.open("wb") as file:
        async for piece in stream(key):
            file.write(piece)


async def read(key: str) -> bytes:
    """The whole of a small file."""
    with _missing_is_not_found():
        return bytes(await (await obstore.get_async(_store(), key)).bytes_async())


async def sha256(key: str) -> str:
    """The digest of a stored file, in hexadecimal."""
    path = local_path(key)
    if path is not None:
        with _missing_is_not_found():
            return await to_thread.run_sync(file_sha256, path)
    total = hashlib.sha256()
    async for piece in stream(key):
        total.update(piece)
    return total.hexdigest()


def file_sha256(path: Path) -> str:
    """The digest of a local file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def stream(key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
    """The bytes from `start` up to and without `end` (None = the last), piece by piece."""
    stop = await size(key) if end is None else end
    if stop <= start:
        return
    with _missing_is_not_found():
        result = await obstore.get_async(_store(), key, options={"range": (start, stop)})
        async for piece in result.stream(min_chunk_size=CHUNK):
            yield bytes(piece)


async def head(key: str) -> Stored:
    """Size and fingerprint of a stored file."""
    with _missing_is_not_found():
        meta = await obstore.head_async(_store(), key)
    return Stored(size=meta["size"], etag=(meta["e_tag"] or f"{meta['size']:x}").strip('"'))


async def size(key: str) -> int:
    """Bytes of a stored file."""
    return (await head(key)).size


async def copy(key: str, to: str) -> None:
    """The same bytes under a second key, copied inside the store."""
    with _missing_is_not_found():
        await obstore.copy_async(_store(), key, to)


async def exists(key: str) -> bool:
    """Whether something is stored under the key; never raises NotFound."""
    try:
        await head(key)
    except NotFound:
        return False
    return True


async def delete(key: str) -> None:
    """Remove a file; removing what is not there, or not any more, is fine."""
    with suppress(FileNotFoundError):
        await obstore.delete_async(_store(), key)


async def keys_under(prefix: str) -> list[str]:
    """All keys below a folder-like prefix, such as "media/<code>/"."""
    return [entry.key for entry in await entries_under(prefix)]


async def entries_under(prefix: str) -> list[Entry]:
    """What lies below a folder-like prefix, by key, and when it was put there."""
    found: list[Entry] = []
    async for batch in obstore.list(_store(), prefix):
        found.extend(Entry(meta["path"], meta["last_modified"]) for meta in batch)
    return sorted(found, key=lambda entry: entry.key)


async def link(key: str, *, method: Literal["GET", "HEAD"], life: timedelta) -> str | None:
    """Where the store itself gives out a file for `life`, whether it is there or not; None when it is a folder."""
    now = settings.current()
    if not now.storage_url:
        return None
    return str(await obstore.sign_async(_bucket(now, now.storage_public_endpoint), method, key, life))


def origin(now: Settings) -> str:
    """The foreign origin that links lead to, for what pages may load; empty when the store is a folder."""
    if not now.storage_url:
        return ""
    parts = urlsplit(_endpoint(now, now.storage_public_endpoint))
    return f"{parts.scheme}://{parts.netloc}"


def local_path(key: str) -> Path | None:
    """The file itself when the store is a folder (it need not exist yet), else None."""
    now = settings.current()
    return None if now.storage_url else _folder(now.data) / key


def _store() -> ObjectStore:
    now = settings.current()
    return _bucket(now, now.storage_endpoint) if now.storage_url else _opened_folder(_folder(now.data))


def _folder(data: Path) -> Path:
    return data / "files"


@cache
def _opened_folder(folder: Path) -> LocalStore:
    folder.mkdir(parents=True, exist_ok=True)
    return LocalStore(folder)


@cache
def _bucket(now: Settings, endpoint: str) -> S3Store:
    """The bucket of the settings at one of its addresses: what is signed for one is not accepted at another."""
    place = urlsplit(now.storage_url)
    if place.scheme != "s3":
        raise ValueError("ACADEMY_STORAGE names no store we know: leave it empty, or give s3://bucket/prefix.")
    keys: dict[str, Any] = {}
    if now.storage_access_key:
        keys = {"access_key_id": now.storage_access_key, "secret_access_key": now.storage_secret_key}
    return S3Store(
        place.netloc,
        prefix=place.path.strip("/") or None,
        endpoint=_endpoint(now, endpoint),
        region=now.storage_region,
        client_options={"allow_http": True},
        **keys,
    )


def _endpoint(now: Settings, asked: str) -> str:
    """Where the store answers; buckets are named in the path, as every S3-compatible store understands it."""
    return asked or now.storage_endpoint or f"https://s3.{now.storage_region}.amazonaws.com"


@contextmanager
def _missing_is_not_found() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound("This file is not in the store.", code="file_missing") from error
