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
    """The entries from `start` on with the records they were made from, as the database joins them: a line each in
    `entries` and `contents`, 64 hex digits each in `salts` and `digests` (what the entries say of their records).

    places: where they stand, counted from `start`. count: 0 at the end of the log. unusual: how many entries have
    something beside their digest that their records do not give, or a record that is spelled unusually.
    checkpoints: the academy's own over them, and at the end of the log over more than there are.
    """

    start: int
    checkpoints: list[CheckpointRow]
    count: int
    unusual: int = 0
    places: str = ""
    entries: bytes = b""
    contents: bytes = b""
    salts: str = ""
    digests: str = ""

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
    statement = _SQLITE if is_sqlite() else _POSTGRES
    [row] = await LogEntry.raw(statement, '{"at":"', '"}', start, start, start + STRETCH)
    checkpoints = await checkpoints_within(start, start + STRETCH)
    return Stretch(start, checkpoints, **(row if row["count"] else {"count": 0}))


# What the database compares costs Python nothing, which is busy enough with the hashes. NULL would be left out of a
# joined text, and could hide behind a neighbor with two lines: not being TRUE it makes an entry unusual.
_UNUSUAL = """
    count(*) FILTER (WHERE (content <> '' AND length(salt) = 64 AND entry =
        {} || made_at || '","digest":"' || digest || '","kind":"' || kind || {}) IS NOT TRUE) AS unusual
"""
# SQLite joins rows as it comes to them; `places` says whether that was in order. To sort them costs it a third more.
_SQLITE = f"""
    SELECT count(*) AS count, {_UNUSUAL}, group_concat(place - {{}}) AS places,
        CAST(group_concat(entry, '\n') AS BLOB) AS entries, CAST(group_concat(content, '\n') AS BLOB) AS contents,
        group_concat(salt, '') AS salts, group_concat(digest, '') AS digests
    FROM (
        SELECT e.position AS place, e.entry, r.content, r.salt, r.kind, replace(r.created_at, ' ', 'T') AS made_at,
            substr(e.entry, length(r.created_at) + 20, 64) AS digest
        FROM log_entry e JOIN logged_record r ON r.id = e.record WHERE e.position >= {{}} AND e.position < {{}}
    ) AS one
"""
_POSTGRES = f"""
    SELECT count(*) AS count, {_UNUSUAL}, string_agg((place - {{}})::text, ',') AS places,
        convert_to(string_agg(entry, '\n'), 'UTF8') AS entries,
        convert_to(string_agg(content, '\n'), 'UTF8') AS contents,
        string_agg(salt, '') AS salts, string_agg(digest, '') AS digests
    FROM (
        SELECT *, substr(entry, length(made_at) + 20, 64) AS digest FROM (
            SELECT e.position AS place, e.entry, r.content, r.salt, r.kind, replace(to_char(
                r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '.000000', '') || '+00:00' AS made_at
            FROM log_entry e JOIN logged_record r ON r.id = e.record
            WHERE e.position >= {{}} AND e.position < {{}} ORDER BY e.position
        ) AS in_order
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
