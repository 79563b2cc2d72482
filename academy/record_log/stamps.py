"""Time stamps (RFC 3161) by somebody outside on the checkpoints that are mailed.

A checkpoint is signed by the academy's own key, so its date is the academy's word. The stamp of an outside authority
says when it was there at the latest, whoever has that key later. A stamp by the academy itself would say no more than
the checkpoint does, so there is none (docs/decisions/0031-checkpoints-stamped-outside-only.md).
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

import msgspec
from piccolo.columns import Column

from academy import clock
from academy.db.work import writing
from academy.jobs import every_minute
from academy.record_log.auditing import Report, audit
from academy.record_log.comparing import Fault
from academy.record_log.notes import Verifier
from academy.record_log.tables import CheckpointStamp

FILE, STAMP_FILE = "checkpoint.txt", "checkpoint.tsr"
"""A checkpoint, and the stamp on it, as they are mailed and handed out."""
AGAIN = timedelta(minutes=30)
"""How long after a stamp was not to be had it is asked for again."""
_OF_USE = timedelta(days=7)
"""After that there are newer ones."""
log = logging.getLogger(__name__)


class Stamp(msgspec.Struct, frozen=True):
    """The answer of an authority (TimeStampResp, DER), the time it states, and the name it gives itself."""

    answer: bytes
    at: datetime
    authority: str


class Stamped(msgspec.Struct, frozen=True):
    """A checkpoint with its stamp, as they are kept."""

    note: str
    answer: bytes
    at: datetime


class TimeAuthority(Protocol):
    """Whoever stamps; the area that knows how stamps are made tells of it by `use`."""

    def is_set(self) -> bool:
        """Whether the settings name one outside the academy."""

    async def stamp(self, content: bytes) -> Stamp:
        """Raises whatever kept it from stamping, in words for people."""

    async def faults(self, stamped: Sequence[Stamped]) -> list[str]:
        """For each of them what is wrong with its stamp; empty where it holds."""


_known: list[TimeAuthority] = []


def use(authority: TimeAuthority) -> None:
    """Ask this authority from now on."""
    _known[:] = [authority]


async def stamp_of(note: str) -> bytes | None:
    """The stamp of a checkpoint, asked for at its first use; None where there is none: its row says why."""
    row = await _row(note)
    if row is None and _is_set():
        await _ask(note)
        row = await _row(note)
    return bytes(row.answer) if row and row.answer is not None else None


@every_minute
async def stamp_later() -> None:
    """Ask again for the newest mailed checkpoint; the letters went without it, but the stamp is worth having."""
    newest = await CheckpointStamp.objects().order_by(CheckpointStamp.id, ascending=False).first()
    now = clock.now()
    if newest is None or newest.answer is not None or not _is_set():
        return
    if newest.tried_at <= now - AGAIN and newest.created_at > now - _OF_USE:
        await _ask(newest.note)


async def audit_with_stamps(verifier: Verifier, kept: Sequence[str]) -> tuple[Report, int]:
    """The audit; each stamped checkpoint counts as one kept outside, and its stamp must be one of it.

    Gives the number of stamps too. Raises KeyUnsafe.
    """
    columns = (CheckpointStamp.note, CheckpointStamp.answer, CheckpointStamp.stamped_at)
    rows = await CheckpointStamp.select(*columns).where(CheckpointStamp.answer.is_not_null())
    stamped = [Stamped(row["note"], bytes(row["answer"]), row["stamped_at"]) for row in rows]
    report = await audit(verifier, [*kept, *(one.note for one in stamped)])
    said = await _known[0].faults(stamped) if _known and stamped else []
    found = [
        Fault(f"time stamp of checkpoint {size_of(one.note)}", sentence)
        for one, sentence in zip(stamped, said, strict=bool(_known))
        if sentence
    ]
    return msgspec.structs.replace(report, faults=(*report.faults, *found)), len(stamped)


def size_of(note: str) -> int:
    """How many entries a checkpoint of ours speaks of."""
    return int(note.split("\n")[1])


def _is_set() -> bool:
    return bool(_known) and _known[0].is_set()


async def _row(note: str) -> CheckpointStamp | None:
    return await CheckpointStamp.objects().where(CheckpointStamp.digest == _digest(note)).first()


async def _ask(note: str) -> None:
    row = CheckpointStamp(digest=_digest(note), size=size_of(note), note=note, tried_at=clock.now())
    try:
        got = await _known[0].stamp(note.encode())
        row.answer, row.stamped_at, row.authority, row.failure = got.answer, got.at, got.authority, ""
    except Exception as fault:  # noqa: BLE001 - whatever it is: the mail must leave, and the page says the reason
        log.warning("the checkpoint over %s entries has no time stamp: %s", row.size, fault)
        row.failure = str(fault) or type(fault).__name__
    await _keep(row)


async def _keep(row: CheckpointStamp) -> None:
    names = ("answer", "stamped_at", "authority", "failure", "tried_at")
    values: dict[Column | str, object] = {name: getattr(row, name) for name in names}
    async with writing():
        if not await CheckpointStamp.insert(row).on_conflict(action="DO NOTHING").returning(CheckpointStamp.id):
            without = (CheckpointStamp.digest == row.digest) & CheckpointStamp.answer.is_null()
            await CheckpointStamp.update(values).where(without)


def _digest(note: str) -> str:
    return sha256(note.encode()).hexdigest()
