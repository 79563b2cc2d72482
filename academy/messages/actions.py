"""What people do with outgoing mail: try one again that failed, and see whether mail works at all."""

from enum import StrEnum

from academy import clock
from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import move_row, writing
from academy.errors import NotFound
from academy.jobs import enqueue
from academy.messages import rules
from academy.messages.composing import compose
from academy.messages.jobs import send_due
from academy.messages.posting import post
from academy.messages.tables import OutgoingMessage


class Audited(StrEnum):
    """What this area writes into the audit log."""

    TRIED_AGAIN = "messages:message:retry"
    TESTED = "messages:message:test"


async def try_again(actor: Actor, message_id: int) -> None:
    """Queue a failed message anew. Raises NotFound, CannotMove, Conflict."""
    async with writing():
        row = await OutgoingMessage.select(OutgoingMessage.state).where(OutgoingMessage.id == message_id).first()
        if row is None:
            raise NotFound()
        queued = rules.move(row["state"], "try again")
        await move_row(
            OutgoingMessage.state, message_id, old=row["state"], new=queued, tries=0, next_try_at=clock.now()
        )
        await record(actor, Audited.TRIED_AGAIN, Subject("outgoing_message", message_id))
        await enqueue(send_due, 0)


async def post_test(actor: Actor | None, address: str) -> int:
    """Post a letter that shows that mail arrives; its id."""
    async with writing():
        message_id = await post(compose("academy/messages/test", at=clock.now()), to=address)
        assert message_id is not None  # only a letter with a key can have been posted before
        await record(actor, Audited.TESTED, Subject("outgoing_message", message_id))
    return message_id
