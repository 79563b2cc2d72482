"""What is wrong with mail, in sentences for whoever can do something: here, and in floors above that were asked."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from academy import clock
from academy.messages import rules
from academy.messages.tables import OutgoingMessage

Teller = Callable[[], Awaitable[tuple[str, ...]]]
_tellers: dict[str, Teller] = {}

_WAITING = """
SELECT COUNT(*) AS waiting, MIN(COALESCE(not_before, created_at)) AS oldest FROM outgoing_message
WHERE state = 'queued' AND COALESCE(not_before, created_at) <= {}
"""


def ask(teller: Teller) -> None:
    """Have an area above tell its alarms too; called where floors are put together."""
    _tellers[f"{teller.__module__}.{teller.__qualname__}"] = teller


async def alarms() -> tuple[str, ...]:
    """Everything that is wrong now; nothing: mail flows."""
    told = [one for teller in _tellers.values() for one in await teller()]
    return tuple([one for one in (await stuck(),) if one] + told)


async def stuck(zone: str = "UTC") -> str:
    """That mail does not leave, since when and why; empty while it does. `zone`: an IANA name."""
    now = clock.now()
    [row] = await OutgoingMessage.raw(_WAITING, now)
    oldest = row["oldest"]
    since = datetime.fromisoformat(oldest) if isinstance(oldest, str) else oldest
    sentence = rules.stuck(since and since.astimezone(ZoneInfo(zone)), int(row["waiting"]), now)
    return f"{sentence} {await _why()}".strip() if sentence else ""


async def _why() -> str:
    """What the server said last."""
    waiting = (OutgoingMessage.state == "queued", OutgoingMessage.reason != "")
    row = await OutgoingMessage.select(OutgoingMessage.reason).where(*waiting).order_by(OutgoingMessage.id).first()
    return str(row["reason"]) if row else "Nothing has tried to send them: look whether the worker runs."
