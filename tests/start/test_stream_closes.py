"""A stream of a recording's state is open while the academy is told to stop: it ends, and so does the process."""

import asyncio
import contextlib

import httpx
import pytest

from tests.media.uploading import announce, send
from tests.start.processes import PATIENCE, Academy
from tests.start.test_kill_transcode import academy, lecture

pytestmark = pytest.mark.start
__all__ = ["academy", "lecture"]
LONGEST_GOODBYE = 60
"""Seconds for ten of patience with open connections, and the rest for a machine that does other things too."""


async def test_an_open_stream_ends_and_does_not_keep_the_academy_from_stopping(
    academy: Academy, lecture: bytes
) -> None:
    address = await announce(academy.client, len(lecture))
    code = (await send(academy.client, address, 0, lecture)).headers["upload-result"].removeprefix("/media/")
    told = 0
    async with asyncio.timeout(PATIENCE), academy.client.stream("GET", f"/media/{code}/events", timeout=None) as answer:
        with contextlib.suppress(httpx.TransportError):  # whether the end comes in good order is the server's choice
            async for line in answer.aiter_lines():
                told += line.startswith("event: state")
                if told == 1 and line == "":
                    academy.stop()
    assert told >= 1
    async with asyncio.timeout(LONGEST_GOODBYE):
        assert await academy.ended() is not None
