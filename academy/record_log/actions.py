"""What people do with the log: have it audited now."""

from enum import StrEnum

from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import writing
from academy.jobs import enqueue
from academy.record_log.nightly import audit


class Audited(StrEnum):
    """What this area writes into the audit log."""

    REQUESTED = "record_log:audit:request"


async def request_audit(actor: Actor) -> None:
    """Promise an audit beside the one of every night."""
    async with writing():
        await record(actor, Audited.REQUESTED, Subject("record_log", 0))
        await enqueue(audit, 0)
