"""Beginning the runs of reports whose time has come: each once, whoever looks."""

from datetime import datetime

import msgspec
from piccolo.columns import Column

from academy import clock
from academy.db.work import writing
from academy.jobs import enqueue, every_minute
from courses.standing_reports.jobs import make
from courses.standing_reports.rules import Rhythm, next_time
from courses.standing_reports.tables import ReportRun, StandingReport


@every_minute
async def start_if_due() -> None:
    """Reports whose time has come."""
    await start_due()


async def start_due() -> int:
    """Begin a run of each report whose time has come, one for all times that were missed; gives how many."""
    now = clock.now()
    zone = StandingReport.site.time_zone.as_alias("zone")
    columns = (StandingReport.id, StandingReport.every, StandingReport.day, StandingReport.hour, StandingReport.next_at)
    due = (StandingReport.state == "active", StandingReport.next_at <= now)
    rows = await StandingReport.select(*columns, zone).where(*due)
    return sum([await _start(row["id"], row["next_at"], _following(row, now)) for row in rows])


def _following(row: dict[str, object], now: datetime) -> datetime:
    rhythm = msgspec.convert({name: row[name] for name in ("every", "day", "hour")}, Rhythm)
    return next_time(rhythm, now, str(row["zone"]))


async def _start(report_id: int, due_at: datetime, following: datetime) -> bool:
    """Whoever moves the time on begins the run; a second worker finds it moved."""
    async with writing():
        values: dict[Column | str, object] = {StandingReport.next_at: following}
        still = (StandingReport.id == report_id, StandingReport.next_at == due_at, StandingReport.state == "active")
        if not await StandingReport.update(values).where(*still).returning(StandingReport.id):
            return False
        await begin(report_id, due_at)
    return True


async def begin(report_id: int, due_at: datetime) -> None:
    """Promise a run, in the open transaction; one for the same time is there once."""
    row = ReportRun(report=report_id, due_at=due_at, state="waiting")
    made = await ReportRun.insert(row).on_conflict(action="DO NOTHING").returning(ReportRun.id)
    if made:
        await enqueue(make, made[0]["id"])
