"""Reading the whole log a stretch at a time, in constant memory."""

from collections.abc import AsyncIterator
from typing import TypedDict

import msgspec

from academy.record_log.tables import LogCheckpoint, LogEntry
from academy.record_log.tiles import WIDTH

_STRETCH = 32 * WIDTH
"""Entries at once: whole tiles. Some ten megabytes, for which half a dozen statements are no matter."""


class Row(TypedDict):
    """An entry with the record it was made from. `made_at`: as the database writes it."""

    position: int
    entry: str
    kind: str
    subject: int
    content: str
    salt: str
    made_at: str


class CheckpointRow(msgspec.Struct, frozen=True):
    """A checkpoint as it lies there."""

    size: int
    root: str
    note: str


# What is computed comes as it is; numbers and times of columns would each pass through a function of Python's.
_ENTRIES = """
    SELECT e.position + 0 AS position, e.entry, r.kind, r.subject_id + 0 AS subject, r.content, r.salt,
        CAST(r.created_at AS text) AS made_at
    FROM log_entry e JOIN logged_record r ON r.id = e.record
    WHERE e.position >= {} AND e.position < {} ORDER BY e.position
"""


async def stretches(up_to: int = 2**62) -> AsyncIterator[list[Row]]:
    """The entries below a place, or all of them, in order; ends where a whole stretch is missing."""
    start = 0
    while rows := await LogEntry.raw(_ENTRIES, start, min(start + _STRETCH, up_to)):
        yield rows
        start += _STRETCH


async def is_anything_beyond(size: int) -> bool:
    """Whether entries stand where none of a log of `size` can."""
    return await LogEntry.exists().where((LogEntry.position >= size) | (LogEntry.position < 0))


async def checkpoints_within(after: int | None, up_to: int | None) -> list[CheckpointRow]:
    """The checkpoints over more than `after` and at most `up_to` entries, the smallest first."""
    query = LogCheckpoint.select(LogCheckpoint.size, LogCheckpoint.root, LogCheckpoint.note)
    if after is not None:
        query = query.where(LogCheckpoint.size > after)
    if up_to is not None:
        query = query.where(LogCheckpoint.size <= up_to)
    return msgspec.convert(await query.order_by(LogCheckpoint.size), list[CheckpointRow])
