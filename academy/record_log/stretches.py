"""Reading the whole log a stretch at a time, in constant memory.

`joined` lets the database put the texts of a stretch together: to fetch rows costs Python more than to hash them.
"""

from collections.abc import AsyncIterator
from typing import TypedDict

import msgspec

from academy.db.work import is_sqlite
from academy.record_log.tables import LogCheckpoint, LogEntry
from academy.record_log.tiles import WIDTH

STRETCH = 32 * WIDTH
"""Entries at once: whole tiles. With fewer, the threads of an audit wait for each other oftener than they work."""


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


class Stretch(msgspec.Struct, frozen=True):
    """The entries from `start` on and what they were made from: the nth line of each text belongs to the nth entry.

    places: where they stand, counted from `start`. times: as an entry says them. count: 0 at the end of the log.
    checkpoints: the academy's own over them, and at the end of the log over more than there are.
    """

    start: int
    checkpoints: list[CheckpointRow]
    count: int
    places: str = ""
    entries: bytes = b""
    contents: bytes = b""
    salts: str = ""
    times: str = ""
    kinds: str = ""

    @property
    def end(self) -> int:
        """Where the next one begins."""
        return self.start + STRETCH


# What is computed comes as it is; numbers and times of columns would each pass through a function of Python's.
_ENTRIES = """
    SELECT e.position + 0 AS position, coalesce(e.entry, '') AS entry, coalesce(r.kind, '') AS kind,
        r.subject_id + 0 AS subject, coalesce(r.content, '') AS content, coalesce(r.salt, '') AS salt,
        coalesce(CAST(r.created_at AS text), '') AS made_at
    FROM log_entry e JOIN logged_record r ON r.id = e.record
    WHERE e.position >= {} AND e.position < {} ORDER BY e.position
"""


async def stretches(up_to: int) -> AsyncIterator[list[Row]]:
    """The entries below a place in order; ends where a whole stretch is missing."""
    start = 0
    while rows := await rows_from(start, up_to):
        yield rows
        start += STRETCH


async def rows_from(start: int, up_to: int = 2**62) -> list[Row]:
    """The entries of the stretch that begins at a place, in order."""
    rows: list[Row] = await LogEntry.raw(_ENTRIES, start, min(start + STRETCH, up_to))
    return rows


async def joined(start: int) -> Stretch:
    """The stretch that begins at a place."""
    [row] = await LogEntry.raw(_SQLITE if is_sqlite() else _POSTGRES, start, start, start + STRETCH)
    checkpoints = await checkpoints_within(start, start + STRETCH)
    return Stretch(start, checkpoints, **(row if row["count"] else {"count": 0}))


# NULL is left out of a joined text, and could hide behind a neighbor with two lines: then `count` and `places` differ.
# SQLite joins rows as it comes to them; `places` says whether that was in order. To sort them costs it a third more.
_SQLITE = """
    SELECT min(count(e.entry), count(r.content), count(r.salt), count(r.created_at), count(r.kind)) AS count,
        group_concat(e.position - {}) AS places,
        CAST(group_concat(e.entry, '\n') AS BLOB) AS entries, CAST(group_concat(r.content, '\n') AS BLOB) AS contents,
        group_concat(r.salt, '\n') AS salts, group_concat(replace(r.created_at, ' ', 'T'), '\n') AS times,
        group_concat(r.kind, '\n') AS kinds
    FROM log_entry e JOIN logged_record r ON r.id = e.record WHERE e.position >= {} AND e.position < {}
"""
_POSTGRES = """
    SELECT least(count(entry), count(content), count(salt), count(made_at), count(kind)) AS count,
        string_agg((place - {})::text, ',') AS places,
        convert_to(string_agg(entry, '\n'), 'UTF8') AS entries,
        convert_to(string_agg(content, '\n'), 'UTF8') AS contents,
        string_agg(salt, '\n') AS salts, string_agg(made_at, '\n') AS times, string_agg(kind, '\n') AS kinds
    FROM (
        SELECT e.position AS place, e.entry, r.content, r.salt, r.kind, replace(to_char(
            r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '.000000', '') || '+00:00' AS made_at
        FROM log_entry e JOIN logged_record r ON r.id = e.record
        WHERE e.position >= {} AND e.position < {} ORDER BY e.position
    ) AS one
"""


async def is_anything_beyond(size: int) -> bool:
    """Whether entries stand where none of a log of `size` can."""
    return await LogEntry.exists().where((LogEntry.position >= size) | (LogEntry.position < 0))


async def checkpoints_within(after: int, up_to: int | None) -> list[CheckpointRow]:
    """The checkpoints over more than `after` and at most `up_to` entries, the smallest first. After 0: also those
    that say to be over fewer than none.
    """
    query = LogCheckpoint.select(LogCheckpoint.size, LogCheckpoint.root, LogCheckpoint.note)
    if after:
        query = query.where(LogCheckpoint.size > after)
    if up_to is not None:
        query = query.where(LogCheckpoint.size <= up_to)
    return msgspec.convert(await query.order_by(LogCheckpoint.size), list[CheckpointRow])
