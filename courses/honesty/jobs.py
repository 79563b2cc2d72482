"""The look of every night."""

from academy import clock
from academy.db.work import writing
from academy.jobs import enqueue, every_minute, job
from courses.honesty.looking import look
from courses.honesty.rules import is_look_due
from courses.honesty.tables import DigestRun


@every_minute
async def look_if_due() -> None:
    """Promise the look of the night."""
    last = await DigestRun.select(DigestRun.created_at).order_by(DigestRun.id, ascending=False).first()
    if is_look_due(last["created_at"] if last else None, clock.now()):
        async with writing():
            await enqueue(look_now, 0)


@job("honesty.look", lane="patient", timeout=3600)
async def look_now(_: int) -> None:
    """Look at what happened since the look before."""
    await look()
