"""The audit of every night: what it found is kept, and faults are mailed to the administrators."""

import time

import msgspec

from academy import clock, settings
from academy.db.work import writing
from academy.jobs import enqueue, every_minute, job
from academy.messages import compose, post
from academy.record_log import remembered
from academy.record_log.auditing import Report
from academy.record_log.rules import is_audit_due
from academy.record_log.stamps import audit_with_stamps
from academy.record_log.tables import LogAudit, LogCheckpoint
from academy.record_log.witnesses import holders
from academy.record_log.writing import verifier

_SHOWN = 100
"""Faults kept with an audit; more of them say nothing new."""


@every_minute
async def audit_if_due() -> None:
    """Promise the audit of the night once the log has begun."""
    last = await LogAudit.select(LogAudit.created_at).order_by(LogAudit.id, ascending=False).first()
    if is_audit_due(last["created_at"] if last else None, clock.now()) and await LogCheckpoint.exists():
        async with writing():
            await enqueue(audit, 0)


@job("record_log.audit", lane="patient", timeout=3600)
async def audit(_: int) -> None:
    """Audit, keep the result, and say loudly what is wrong. Raises KeyUnsafe."""
    started = time.monotonic()
    kept = remembered.note()
    report, _ = await audit_with_stamps(await verifier(), [kept] if kept else [])
    async with writing():
        audit_id = await _keep(report, int(1000 * (time.monotonic() - started)))
        if report.faults:
            await _tell(report, audit_id)


async def _keep(report: Report, duration_ms: int) -> int:
    row = LogAudit(
        entries=report.entries,
        checkpoints=report.checkpoints,
        waiting=report.waiting,
        faults=len(report.faults),
        first_faults=msgspec.json.encode(report.faults[:_SHOWN]).decode(),
        duration_ms=duration_ms,
    )
    return int((await LogAudit.insert(row).returning(LogAudit.id))[0]["id"])


async def _tell(report: Report, audit_id: int) -> None:
    address = f"{settings.current().base_url}/admin/record-log"
    letter = compose("academy/record_log/fault", at=clock.now(), faults=report.faults, address=address)
    for one in await holders("administrator"):
        await post(letter, to=one, key=f"audit:{audit_id}")
