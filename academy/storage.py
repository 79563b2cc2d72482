"""Where files lie: the only importer of obstore. A folder of the data folder, or an S3-compatible store; same behavior.

Keys are ours ("media/<code>/hls/master.m3u8"), never a person's file name. Content types are kept by whoever owns the
key, since a folder has no place for them. A key that is not there raises NotFound unless said otherwise.
"""

import hashlib
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import msgspec
import obstore
from anyio import to_thread
from obstore.store import LocalStore, ObjectStore, from_url

from academy import settings
from academy.errors import NotFound

CHUNK = 256 * 1024
"""Bytes per piece when a file is streamed out."""


class Stored(msgspec.Struct, frozen=True):
    """What the store says about a file. `etag` changes whenever the bytes do."""

    size: int
    etag: str


async def put(key: str, content: bytes | Path | AsyncIterator[bytes]) -> None:
    """Store bytes under a key: all of them or, if the source fails on the way, nothing. Replaces what was there."""
    await obstore.put_async(_store(), key, content)


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
            return await to_thread.run_sync(_digest_of, path)
    total = hashlib.sha256()
    async for piece in stream(key):
        total.update(piece)
    return total.hexdigest()


def _digest_of(path: Path) -> str:
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
    """Remove a file; removing what is not there is fine."""
    if await exists(key):
        await obstore.delete_async(_store(), key)


async def keys_under(prefix: str) -> list[str]:
    """All keys below a folder-like prefix, such as "media/<code>/"."""
    found: list[str] = []
    async for batch in obstore.list(_store(), prefix):
        found.extend(meta["path"] for meta in batch)
    return sorted(found)


def local_path(key: str) -> Path | None:
    """The file itself when the store is a folder (it need not exist yet), else None."""
    now = settings.current()
    return None if now.storage_url else _folder(now.data) / key


def _store() -> ObjectStore:
    now = settings.current()
    return _opened(now.storage_url, _folder(now.data))


def _folder(data: Path) -> Path:
    return data / "files"


@cache
def _opened(url: str, folder: Path) -> ObjectStore:
    if url:
        return from_url(url)
    folder.mkdir(parents=True, exist_ok=True)
    return LocalStore(folder)


@contextmanager
def _missing_is_not_found() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound("This file is not in the store.", code="file_missing") from error
