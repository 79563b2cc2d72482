"""Reading the whole log a stretch at a time, in constant memory.

`joined` lets the database put the texts of a stretch together: to fetch rows costs Python more than to hash them.
"""

from collections.abc import AsyncIterator
from typing import TypedDict

import msgspec

from academy.db.work import is_sqlite
from academy.record_log.tables import LogCheckpoint, LogEntry
from academy.record_log.tiles import WIDTH

STRETCH = 8 * WIDTH
"""Entries at once: whole tiles. More of them make texts that fit no cache, which costs more than statements do."""


class Row(TypedDict):
    """An entry with the record it was made from. `made_at`: as the database writes it."""

    position: int
    entry: str
    kind: str
    subject: int
    content: str
    salt: str
    made_at: str


class Stretch(msgspec.Struct, frozen=True):
    """Entries that stand at their places without a gap, and what they were made from: the nth of each list belongs to
    the nth entry. `times`: as an entry says them.
    """

    entries: list[str]
    contents: list[str]
    salts: list[str]
    times: list[str]
    kinds: list[str]


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


async def joined(start: int) -> Stretch | None:
    """The stretch that begins at a place; None where there is none, or where it has to be looked at row by row: an
    entry is not at its place, or a text has lines of its own.
    """
    [row] = await LogEntry.raw(_SQLITE if is_sqlite() else _POSTGRES, start, start, start + STRETCH)
    if not row["count"] or row["places"] != ",".join(map(str, range(row["count"]))):
        return None
    texts = [row[name].split("\n") for name in Stretch.__struct_fields__]
    return Stretch(*texts) if {len(one) for one in texts} == {row["count"]} else None


# SQLite joins rows as it comes to them; `places` says whether that was in order. To sort them costs it a third more.
_SQLITE = """
    SELECT count(*) AS count, group_concat(e.position - {}) AS places,
        group_concat(e.entry, '\n') AS entries, group_concat(r.content, '\n') AS contents,
        group_concat(r.salt, '\n') AS salts, group_concat(replace(r.created_at, ' ', 'T'), '\n') AS times,
        group_concat(r.kind, '\n') AS kinds
    FROM log_entry e JOIN logged_record r ON r.id = e.record WHERE e.position >= {} AND e.position < {}
"""
_POSTGRES = """
    SELECT count(*) AS count, string_agg((place - {})::text, ',') AS places,
        string_agg(entry, '\n') AS entries, string_agg(content, '\n') AS contents,
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


async def checkpoints_within(after: int | None, up_to: int | None) -> list[CheckpointRow]:
    """The checkpoints over more than `after` and at most `up_to` entries, the smallest first."""
    query = LogCheckpoint.select(LogCheckpoint.size, LogCheckpoint.root, LogCheckpoint.note)
    if after is not None:
        query = query.where(LogCheckpoint.size > after)
    if up_to is not None:
        query = query.where(LogCheckpoint.size <= up_to)
    return msgspec.convert(await query.order_by(LogCheckpoint.size), list[CheckpointRow])
