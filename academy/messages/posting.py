"""Posting letters: rows in the transaction that gives the reason, sent by a job once that is committed."""

from datetime import datetime

from academy import clock
from academy.jobs import enqueue
from academy.messages.composing import Letter
from academy.messages.jobs import send_due
from academy.messages.tables import OutgoingMessage


async def post(letter: Letter, *, to: str, key: str | None = None, useful_until: datetime | None = None) -> int | None:
    """Have a letter sent to one address; its id, or None when that address got one with this key before.

    Raises WorkError outside `writing()`.
    """
    row = OutgoingMessage(
        recipient=to,
        subject=letter.subject,
        body=letter.body,
        about=letter.about,
        key=key,
        attachment_name=letter.attachment_name,
        attachment=letter.attachment,
        enclosure_name=letter.enclosure_name,
        enclosure=letter.enclosure,
        state="queued",
        next_try_at=clock.now(),
        useful_until=useful_until,
    )
    made = await OutgoingMessage.insert(row).on_conflict(action="DO NOTHING").returning(OutgoingMessage.id)
    if not made:
        return None
    await enqueue(send_due, 0)
    return int(made[0]["id"])
