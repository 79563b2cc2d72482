"""Bytes from a request to the end of a staged file."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from anyio import to_thread
from litestar.types import HTTPRequestEvent, HTTPScope, Receive

from media.uploads.protocol import TooLarge
from media.uploads.turns import Turn

BLOCK = 1024 * 1024
"""Bytes gathered before a write; also what a kill can cost."""


async def append(path: Path, receive: Receive, turn: Turn, *, total: int) -> int:
    """Write what the request brings behind what is there; returns the file's length when the request is over.

    Ends at the request's last byte, when its line is cut, or when a newer request wants its turn. What came until then
    is kept. Raises TooLarge at the first byte beyond `total`.
    """
    with _opened(path) as file:
        length = os.fstat(file).st_size
        block = bytearray()
        more = True
        while more:
            piece, more = await _next_piece(receive, turn)
            block += piece
            if length + len(block) > total:
                raise TooLarge("More bytes came than were announced.")
            if len(block) >= BLOCK or not more:
                await to_thread.run_sync(_write, file, bytes(block), length, length + len(block) == total)
                length += len(block)
                block.clear()
    return length


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    file = os.open(path, os.O_WRONLY)
    try:
        yield file
    finally:
        os.close(file)


def _write(file: int, block: bytes, offset: int, complete: bool) -> None:  # noqa: FBT001 - called through a thread
    """At a known place, not at "the end": a write repeated by mistake changes nothing."""
    while block:
        written = os.pwrite(file, block, offset)
        block, offset = block[written:], offset + written
    if complete:
        os.fsync(file)


async def _next_piece(receive: Receive, turn: Turn) -> tuple[bytes, bool]:
    """The next bytes, and whether more may come; nothing and no when the line is cut or the turn is over."""
    coming = asyncio.ensure_future(receive())
    leaving = asyncio.ensure_future(turn.leave.wait())
    try:
        await asyncio.wait({coming, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        if not coming.done():
            coming.cancel()
    if turn.leave.is_set() or coming.result()["type"] != "http.request":
        return b"", False
    event = cast("HTTPRequestEvent", coming.result())
    return event["body"], event["more_body"]


def announced_length(scope: HTTPScope) -> int | None:
    """The request's Content-Length, if it has one."""
    value = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(value) if value.isdigit() else None
