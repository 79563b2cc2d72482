"""Outgoing mail as the program office sees it: newest first, with state and reason, a page at a time."""

import re
from datetime import datetime
from typing import Final

import msgspec

from academy import settings
from academy.messages.tables import OutgoingMessage

ROWS = 50
STATES = ("queued", "sending", "sent", "failed", "suppressed")

_SECRET: Final = re.compile(r"(/join/)[\w-]+")
"""Whoever has the link of an invitation sets the password of the person invited; nobody reads it in the ledger."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message and what became of it."""

    id: int
    created_at: datetime
    recipient: str
    subject: str
    body: str
    attachment_name: str | None
    attachment: str | None
    enclosure_name: str | None
    state: str
    reason: str
    tries: int
    next_try_at: datetime | None
    sent_at: datetime | None


class Messages(msgspec.Struct, frozen=True, kw_only=True):
    """A page of messages. `counts`: how many there are in each state. `server`: without the password."""

    state: str
    counts: dict[str, int]
    rows: tuple[Message, ...]
    older: int | None
    server: str
    sender: str


async def messages(state: str, before: int | None) -> Messages:
    """Those in a state, or all, newest first."""
    columns = [getattr(OutgoingMessage, name) for name in Message.__struct_fields__]
    query = OutgoingMessage.select(*columns).order_by(OutgoingMessage.id, ascending=False).limit(ROWS + 1)
    if state in STATES:
        query = query.where(OutgoingMessage.state == state)
    if before:
        query = query.where(OutgoingMessage.id < before)
    found = msgspec.convert([_without_secrets(row) for row in await query], tuple[Message, ...])
    counts = await OutgoingMessage.raw("SELECT state, COUNT(*) AS count FROM outgoing_message GROUP BY state")
    return Messages(
        state=state if state in STATES else "",
        counts=dict.fromkeys(STATES, 0) | {row["state"]: int(row["count"]) for row in counts},
        rows=found[:ROWS],
        older=found[ROWS - 1].id if len(found) > ROWS else None,
        server=settings.current().smtp_url.rpartition("@")[2].rpartition("//")[2],
        sender=settings.current().mail_sender,
    )


def _without_secrets(row: dict[str, object]) -> dict[str, object]:
    return row | {"body": _SECRET.sub(r"\1…", str(row["body"]))}
