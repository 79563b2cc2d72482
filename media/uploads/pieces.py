"""Bytes from a request to the end of a staged file."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Coroutine
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import msgspec
from litestar.types import HTTPScope, Receive

from academy.errors import Refusal
from media import staging
from media.uploads.protocol import CHECKSUMS, Checksum, ChecksumWrong, TooLarge
from media.uploads.turns import Turn

BLOCK = 1024 * 1024
"""Bytes gathered before a write; also what a kill can cost."""
IDLE_SECONDS = 90.0
"""A line that brings nothing for this long is taken to be cut."""
DRAINED = 16 * 1024 * 1024
"""Bytes of a refused body that are still read, because a client that is cut off while sending never sees the answer."""
_BUFFERS = 512
"""Parts per write, well below what the system takes at once."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskFull(Refusal):
    """The disk took less than came. What it took is kept."""

    status = 507
    code = "disk_full"
    sentence = (
        "The academy's disk is full. What was received is kept, and the upload goes on once there is room. "
        "The help desk knows how to make some."
    )


class Target(msgspec.Struct, frozen=True):
    """Where the pieces of an upload go, and how long it may become."""

    path: Path
    total: int


async def append(target: Target, receive: Receive, turn: Turn, checksum: Checksum | None = None) -> int:
    """Write what the request brings behind what is there; returns the bytes that count when the request is over.

    Ends at the request's last byte, when its line is cut, or when a newer request wants its turn. What was written
    until then is kept; with a checksum only if all of it came and fits. Raises TooLarge at the first byte beyond the
    total, ChecksumWrong, DiskFull, Busy, and FileNotFoundError when the staged file is not here.
    """
    async with staging.held(target.path) as file:
        with staging.unverified(target.path, file) if checksum else nullcontext():
            piece = _Piece(file, target.total, checksum)
            await _until_over(piece.receive_all(receive), turn)
            piece.verify()
        return os.fstat(file).st_size


async def _until_over(work: Coroutine[Any, Any, None], turn: Turn) -> None:
    coming = asyncio.create_task(work)
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


class _Piece:
    """One request's bytes on their way to the end of a file, hashed in passing."""

    def __init__(self, file: int, total: int, checksum: Checksum | None) -> None:
        self._file = file
        self._total = total
        self._length = os.fstat(file).st_size
        self._checksum = checksum
        self._hash = CHECKSUMS[checksum.algorithm]() if checksum else None

    async def receive_all(self, receive: Receive) -> None:
        block: list[bytes] = []
        waiting = 0
        async for part in _parts(receive):
            block.append(part)
            waiting += len(part)
            if self._length + waiting > self._total:
                raise TooLarge("More bytes came than were announced.")
            if waiting >= BLOCK or len(block) >= _BUFFERS:
                await self._write(block)
                block, waiting = [], 0
        await self._write(block)

    async def _write(self, block: list[bytes]) -> None:
        writing = asyncio.get_running_loop().run_in_executor(None, self._write_now, block)
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:
            await writing
            raise

    def _write_now(self, block: list[bytes]) -> None:
        """At a known place, not at "the end": a repeated write changes nothing. The last byte reaches the disk."""
        if self._hash is not None:
            for part in block:
                self._hash.update(part)
        try:
            self._length += _write_at(self._file, block, self._length)
        except OSError as fault:
            if fault.errno in _FULL:
                raise DiskFull() from fault
            raise
        if self._length == self._total:
            os.fsync(self._file)

    def verify(self) -> None:
        """Raise ChecksumWrong unless the bytes are those the client meant; a piece that was cut off never is."""
        if self._hash is not None and self._checksum is not None and self._hash.digest() != self._checksum.digest:
            raise ChecksumWrong()


def _write_at(file: int, block: list[bytes], offset: int) -> int:
    """Write all of the block; returns how many bytes that were."""
    size = sum(map(len, block))
    written = os.pwritev(file, block, offset) if size else 0
    rest = memoryview(b"".join(block))[written:] if written < size else memoryview(b"")
    while rest:
        more = os.pwrite(file, rest, offset + written)
        rest, written = rest[more:], written + more
    return written


async def _parts(receive: Receive) -> AsyncIterator[bytes]:
    """What the request brings, until its end or until its line is cut."""
    more = True
    while more:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                message = await receive()
        except TimeoutError:
            return
        if message["type"] != "http.request":
            return
        yield message["body"]
        more = message["more_body"]


async def drain(receive: Receive) -> None:
    """Read what is left of a refused body, as far as that is worth it."""
    left = DRAINED
    async for part in _parts(receive):
        left -= len(part)
        if left < 0:
            return


def announced_length(scope: HTTPScope) -> int | None:
    """The request's Content-Length, if it has one."""
    value = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(value) if value.isdigit() else None
