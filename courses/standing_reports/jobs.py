"""Making what reports hold, and sending it."""

from academy.jobs import job
from courses.standing_reports import sending


@job("standing_reports.make", lane="patient", timeout=3600, gave_up=sending.give_up)
async def make(run_id: int) -> None:
    """A copy for each reader, and the mail that brings it."""
    await sending.send(run_id)
