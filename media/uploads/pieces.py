"""Bytes from a request to the end of a staged file."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

from litestar.types import HTTPScope, Receive

from media.uploads.protocol import TooLarge
from media.uploads.turns import Turn

BLOCK = 1024 * 1024
"""Bytes gathered before a write; also what a kill can cost."""


async def append(path: Path, receive: Receive, turn: Turn, *, total: int) -> int:
    """Write what the request brings behind what is there; returns the file's length when the request is over.

    Ends at the request's last byte, when its line is cut, or when a newer request wants its turn. What was written
    until then is kept. Raises TooLarge at the first byte beyond `total`.
    """
    with _opened(path) as file:
        coming = asyncio.create_task(_receive_all(file, receive, total))
        leaving = asyncio.create_task(turn.leave.wait())
        try:
            await asyncio.wait({coming, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            coming.cancel()
            # Even a cancelled one first ends the write it is in: nobody may write behind the next request's back.
            await asyncio.wait({coming})
        if not coming.cancelled():
            coming.result()
        return os.fstat(file).st_size


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    file = os.open(path, os.O_WRONLY)
    try:
        yield file
    finally:
        os.close(file)


async def _receive_all(file: int, receive: Receive, total: int) -> None:
    length = os.fstat(file).st_size
    block: list[bytes] = []
    waiting = 0
    async for piece in _pieces(receive):
        block.append(piece)
        waiting += len(piece)
        if length + waiting > total:
            raise TooLarge("More bytes came than were announced.")
        if waiting >= BLOCK:
            await _write(file, b"".join(block), length, total)
            block, length, waiting = [], length + waiting, 0
    await _write(file, b"".join(block), length, total)


async def _pieces(receive: Receive) -> AsyncIterator[bytes]:
    """What the request brings, until its end or until its line is cut."""
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return
        yield message["body"]
        more = message["more_body"]


async def _write(file: int, block: bytes, offset: int, total: int) -> None:
    writing = asyncio.get_running_loop().run_in_executor(None, _write_at, file, block, offset, total)
    try:
        await asyncio.shield(writing)
    except asyncio.CancelledError:
        await writing
        raise


def _write_at(file: int, block: bytes, offset: int, total: int) -> None:
    """At a known place, not at "the end": a write repeated by mistake changes nothing. The last reaches the disk."""
    rest = memoryview(block)
    while rest:
        written = os.pwrite(file, rest, offset)
        rest, offset = rest[written:], offset + written
    if offset == total:
        os.fsync(file)


def announced_length(scope: HTTPScope) -> int | None:
    """The request's Content-Length, if it has one."""
    value = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(value) if value.isdigit() else None
