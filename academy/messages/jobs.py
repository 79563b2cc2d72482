"""Jobs of the mail: send what is due, and see to it that nothing is forgotten."""

from academy.db.work import writing
from academy.jobs import enqueue, every_minute, job
from academy.messages import sending


@job("messages.send_due", timeout=1800)
async def send_due(_: int) -> None:
    """Send every message whose time has come."""
    await sending.send_due()


@every_minute
async def send_later() -> None:
    """Messages whose next try is due, or whose process died."""
    await sending.release_lost()
    await sending.suppress_useless()
    if await sending.is_anything_due():
        async with writing():
            await enqueue(send_due, 0)
