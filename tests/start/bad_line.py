"""A line as in a patrol car: a proxy that drops requests before they arrive, and answers before they come back."""

import asyncio
from contextlib import suppress
from random import Random
from types import TracebackType
from typing import Self

LATE_SHARE = 0.25
"""Of the requests whose answer was dropped, so many arrive a second time, later: a repetition nobody asked for."""
LATEST_SECONDS = 2.0


class BadLine:
    """Listens on a port of its own and carries each connection's one request to `port`, or does not."""

    def __init__(self, port: int, *, drops: float, dice: Random) -> None:
        self.port = 0
        self.dropped = 0
        self.repeated = 0
        self._to = port
        self._drops = drops
        self._dice = dice
        self._late: set[asyncio.Task[bytes]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0, backlog=1000)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        await asyncio.gather(*self._late)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            request = await message(reader)
            answer = b"" if self._lost() else await self._ask(request)
            if answer and self._lost():
                self._maybe_again(request)
                answer = answer[: self._dice.randrange(len(answer))]
            writer.write(answer)
            await writer.drain()
        writer.close()

    def _lost(self) -> bool:
        lost = self._dice.random() < self._drops
        self.dropped += lost
        return lost

    def _maybe_again(self, request: bytes) -> None:
        if self._dice.random() < LATE_SHARE:
            self.repeated += 1
            again = asyncio.create_task(self._ask(request, after=self._dice.uniform(0, LATEST_SECONDS)))
            self._late.add(again)

    async def _ask(self, request: bytes, *, after: float = 0) -> bytes:
        """The server's answer; nothing while it is dead."""
        await asyncio.sleep(after)
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._to)
            writer.write(request)
            answer = await reader.read(-1)
        except OSError:
            return b""
        writer.close()
        return answer


async def message(reader: asyncio.StreamReader) -> bytes:
    """One HTTP request: its head, and as much body as the head says."""
    head = await reader.readuntil(b"\r\n\r\n")
    size = next((line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), b":0")
    return head + await reader.readexactly(int(size.partition(b":")[2]))
