"""The record log as the program office sees it: is it whole, is it alive, has it left the building?"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec

from academy import clock, settings
from academy.messages.tables import OutgoingMessage
from academy.record_log.comparing import Fault
from academy.record_log.stamps import size_of
from academy.record_log.tables import CheckpointStamp, LogAudit, LogCheckpoint, LogRecovery, UsedKey, WaitingRecord
from academy.record_log.witnesses import LETTER

_LONGEST_WAIT = timedelta(minutes=10)
_LAST = 10
"""Audits, days of mail, keys and recoveries that are listed."""
View = TypeVar("View", bound=msgspec.Struct)


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """What one audit found."""

    at: datetime
    entries: int
    checkpoints: int
    faults: int
    first_faults: tuple[Fault, ...]
    seconds: float


class MailStamp(msgspec.Struct, frozen=True):
    """The time stamp on a mailed checkpoint, or why there is none yet."""

    stamped_at: datetime | None
    authority: str
    failure: str
    tried_at: datetime


class MailDay(msgspec.Struct, frozen=True):
    """What became of one day's checkpoint: how many messages are in each state, and how far the log was."""

    posted_at: datetime
    size: int
    states: dict[str, int]
    stamp: MailStamp | None


class Key(msgspec.Struct, frozen=True):
    """A key that the academy signs with."""

    purpose: str
    fingerprint: str
    used_from: datetime


class Recovery(msgspec.Struct, frozen=True):
    """Where the log went on from, and what had been reached."""

    created_at: datetime
    cause: str
    size: int
    known_size: int


class LogPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on the page. `age`: minutes since the last checkpoint, negative where the clock was set back.

    `stamped_outside`: whether the settings name an authority for time stamps.
    """

    size: int
    origin: str
    root: str
    signed_at: datetime | None
    age: int
    waiting: int
    waiting_since: datetime | None
    is_stuck: bool
    audits: tuple[Audit, ...]
    mail: tuple[MailDay, ...]
    keys: tuple[Key, ...]
    recoveries: tuple[Recovery, ...]
    stamped_outside: bool


async def log_page() -> LogPage:
    """The log as it stands now."""
    last = await LogCheckpoint.objects().order_by(LogCheckpoint.size, ascending=False).first()
    waiting = await WaitingRecord.select(WaitingRecord.created_at).order_by(WaitingRecord.id).first()
    now = clock.now()
    return LogPage(
        size=last.size if last else 0,
        origin=last.note.partition("\n")[0] if last else "",
        root=last.root if last else "",
        signed_at=last.created_at if last else None,
        age=int((now - last.created_at).total_seconds() // 60) if last else 0,
        waiting=await WaitingRecord.count(),
        waiting_since=waiting["created_at"] if waiting else None,
        is_stuck=waiting is not None and now - waiting["created_at"] > _LONGEST_WAIT,
        audits=await _audits(),
        mail=await _mail(),
        keys=await _newest(UsedKey, Key),
        recoveries=await _newest(LogRecovery, Recovery),
        stamped_outside=bool(settings.current().timestamp_url),
    )


async def _newest(table: type[Any], view: type[View]) -> tuple[View, ...]:
    columns = [getattr(table, name) for name in view.__struct_fields__]
    rows = await table.select(*columns).order_by(table.id, ascending=False).limit(_LAST)
    return msgspec.convert(rows, tuple[view, ...])  # type: ignore[valid-type]


async def _audits() -> tuple[Audit, ...]:
    rows = await LogAudit.objects().order_by(LogAudit.id, ascending=False).limit(_LAST)
    return tuple(
        Audit(
            at=row.created_at,
            entries=row.entries,
            checkpoints=row.checkpoints,
            faults=row.faults,
            first_faults=msgspec.json.decode(row.first_faults, type=tuple[Fault, ...]),
            seconds=row.duration_ms / 1000,
        )
        for row in rows
    )


_MAIL = """
    SELECT key, state, COUNT(*) AS count, MAX(attachment) AS note, CAST(MAX(created_at) AS text) AS posted
    FROM outgoing_message
    WHERE about = {} AND key IN (
        SELECT DISTINCT key FROM outgoing_message WHERE about = {} ORDER BY key DESC LIMIT {})
    GROUP BY key, state ORDER BY key DESC
"""


async def _mail() -> tuple[MailDay, ...]:
    states: dict[str, dict[str, int]] = defaultdict(dict)
    sizes: dict[str, int] = {}
    posted: dict[str, datetime] = {}
    for row in await OutgoingMessage.raw(_MAIL, LETTER, LETTER, _LAST):
        states[row["key"]][row["state"]] = int(row["count"])
        posted[row["key"]] = datetime.fromisoformat(row["posted"])
        sizes[row["key"]] = max(sizes.get(row["key"], 0), size_of(row["note"]))
    stamps = await _stamps(list(sizes.values()))
    return tuple(MailDay(posted[key], sizes[key], counts, stamps.get(sizes[key])) for key, counts in states.items())


async def _stamps(sizes: list[int]) -> dict[int, MailStamp]:
    columns = [getattr(CheckpointStamp, name) for name in ("size", *MailStamp.__struct_fields__)]
    rows = await CheckpointStamp.select(*columns).where(CheckpointStamp.size.is_in(sizes or [-1]))
    return {row.pop("size"): msgspec.convert(row, MailStamp) for row in rows}
