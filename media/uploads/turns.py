"""Who may write to an upload: always the newest request.

A phone that lost its network leaves a request behind that waits for bytes for minutes. The next one does not wait for
it: it asks it to leave, and begins when it has.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turn:
    """One request's right to read and write an upload; `leave` is set when a newer one wants it."""

    def __init__(self) -> None:
        self.leave = asyncio.Event()
        self.left = asyncio.Event()


_turns: dict[str, Turn] = {}


@asynccontextmanager
async def turn_of(code: str) -> AsyncIterator[Turn]:
    """Wait until the request before has left, then be the one until a newer request comes or the block ends."""
    mine = Turn()
    before, _turns[code] = _turns.get(code), mine
    try:
        if before is not None:
            before.leave.set()
            await before.left.wait()
        yield mine
    finally:
        mine.left.set()
        if _turns.get(code) is mine:
            del _turns[code]
