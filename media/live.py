"""Where recordings stand, told to whoever watches: one look a second, a word whenever something changed."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from typing import Final

import msgspec
from litestar.response import ServerSentEventMessage

from academy.actor import Actor
from media import queries
from media.access import asset_for
from media.queries import AssetRow

LOOK_SECONDS: Final = 1.0
BREATH: Final = 15
"""Looks without news after which a comment is sent, so that nothing between here and the page hangs up."""
LONGEST: Final = 600
"""Looks in one stream. The page then comes again, and shows again that it may."""
NOT_KEPT: Final = {"cache-control": "no-store", "x-accel-buffering": "no"}

Draw = Callable[[AssetRow], str]


class Told(msgspec.Struct, frozen=True):
    """What an event says: where the recording stands, and the same as a piece of the page."""

    row: AssetRow
    html: str


class Line(msgspec.Struct, frozen=True):
    """A recording of the list: what it is known by there, and its state as a piece of the page."""

    code: str
    state: str
    html: str


def is_over(row: AssetRow, shown: str) -> bool:
    """Whether a page that shows the state `shown` has to be loaded again instead of told."""
    return not row.working or bool(shown and row.state != shown)


async def told(
    actor: Actor, code: str, draw: Draw, *, seen: str = "", shown: str = ""
) -> AsyncIterator[ServerSentEventMessage]:
    """Events `state`, and `over` as the last one. `seen`: the id of the event a page that comes again had last."""
    for look in range(LONGEST):
        row = await queries.asset_row(await asset_for(actor, code), actor)
        mark = _mark(row)
        if is_over(row, shown):
            yield _event("over", row, mark, draw)
            return
        if mark != seen:
            seen = mark
            yield _event("state", row, mark, draw)
        elif look % BREATH == 0:
            yield ServerSentEventMessage(comment="still here")
        await asyncio.sleep(LOOK_SECONDS)


async def told_list(actor: Actor, draw: Draw, *, seen: str = "") -> AsyncIterator[ServerSentEventMessage]:
    """Events `lines` with all recordings in work, and `over` as the last one, when there are none any more."""
    for look in range(LONGEST):
        rows = await queries.rows_in_work(actor)
        mark = _mark(rows)
        if mark != seen or not rows:
            seen = mark
            lines = [Line(row.code, row.state + row.further, draw(row)) for row in rows]
            yield _message("lines" if rows else "over", lines, mark)
            if not rows:
                return
        elif look % BREATH == 0:
            yield ServerSentEventMessage(comment="still here")
        await asyncio.sleep(LOOK_SECONDS)


def _event(kind: str, row: AssetRow, mark: str, draw: Draw) -> ServerSentEventMessage:
    return _message(kind, Told(row, draw(row)), mark)


def _message(kind: str, said: Told | list[Line], mark: str) -> ServerSentEventMessage:
    return ServerSentEventMessage(data=msgspec.json.encode(said).decode(), event=kind, id=mark, retry=2000)


def _mark(rows: AssetRow | tuple[AssetRow, ...]) -> str:
    """Equal for rows that say the same."""
    return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()[:16]
