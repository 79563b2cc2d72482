"""What people do with outgoing mail: try one again that failed, and see whether mail works at all."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from piccolo.columns import Column

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
from academy.messages.tables import OutgoingMessage, RefusedAddress


class Audited(StrEnum):
    """What this area writes into the audit log."""

    TRIED_AGAIN = "messages:message:retry"
    TAKEN_BACK = "messages:message:take_back"
    TESTED = "messages:message:test"


async def try_again(actor: Actor, message_id: int, *, site_id: int | None = None) -> None:
    """Queue a message anew that failed or bounced, to the address its person has now; a refused address counts as
    right again. `site_id`: only a message of this site. Raises NotFound, CannotMove, Conflict.
    """
    async with writing():
        row = await _message(message_id, site_id)
        queued = rules.move(row["state"], "try again")
        to = row["email"] or row["recipient"]
        changes = {"tries": 0, "next_try_at": clock.now(), "recipient": to}
        await move_row(OutgoingMessage.state, message_id, old=row["state"], new=queued, **changes)
        await RefusedAddress.delete().where(RefusedAddress.address == to.lower())
        await record(actor, Audited.TRIED_AGAIN, Subject("outgoing_message", message_id, row["site"]))
        await enqueue(send_due, 0)


async def take_back(actor: Actor, *, site_id: int, keys: Sequence[str]) -> int:
    """Keep what was posted under these keys at a site from leaving; gives how many had not left yet."""
    async with writing():
        here = (OutgoingMessage.site == site_id, OutgoingMessage.key.is_in([*keys]))
        values: dict[Column | str, object] = {
            OutgoingMessage.state: rules.move("queued", "suppress"),
            OutgoingMessage.reason: rules.TAKEN_BACK.format(actor.name),
            OutgoingMessage.next_try_at: None,
        }
        taken = (
            await OutgoingMessage.update(values)
            .where(OutgoingMessage.state == "queued", *here)
            .returning(OutgoingMessage.id)
        )
        if taken:
            subject = Subject("outgoing_message", taken[0]["id"], site_id)
            await record(actor, Audited.TAKEN_BACK, subject, messages=len(taken))
    return len(taken)


async def _message(message_id: int, site_id: int | None) -> dict[str, Any]:
    email = OutgoingMessage.person.email.as_alias("email")
    columns = (OutgoingMessage.state, OutgoingMessage.recipient, OutgoingMessage.site)
    query = OutgoingMessage.select(*columns, email).where(OutgoingMessage.id == message_id)
    row = await (query if site_id is None else query.where(OutgoingMessage.site == site_id)).first()
    if row is None:
        raise NotFound()
    return row


async def post_test(actor: Actor | None, address: str) -> int:
    """Post a letter that shows that mail arrives; its id."""
    async with writing():
        message_id = await post(compose("academy/messages/test", at=clock.now()), to=address)
        assert message_id is not None  # only a letter with a key can have been posted before
        await record(actor, Audited.TESTED, Subject("outgoing_message", message_id))
    return message_id
