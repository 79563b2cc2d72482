"""Outgoing mail as the program office sees it: newest first, with state and reason, a page at a time."""

import re
from datetime import datetime
from typing import Final

import msgspec
from piccolo.columns.combination import WhereRaw
from piccolo.custom_types import Combinable

from academy import settings
from academy.messages.tables import OutgoingMessage

ROWS = 50
STATES = ("queued", "sending", "sent", "bounced", "failed", "suppressed")

_SECRET: Final = re.compile(r"(/(?:join|unsubscribe)/)[\w.-]+")
"""Whoever has the link of an invitation sets the password of the person invited, and nobody ends another's mail; nobody
reads such links in the ledger.
"""

_TO: Final = "(LOWER(recipient) LIKE {} OR person IN (SELECT id FROM person WHERE LOWER(full_name) LIKE {}))"


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
    not_before: datetime | None
    copied_to: str


class Messages(msgspec.Struct, frozen=True, kw_only=True):
    """A page of messages. `counts`: how many there are in each state. `server`: without the password."""

    state: str
    counts: dict[str, int]
    rows: tuple[Message, ...]
    older: int | None
    server: str
    sender: str
    alarms: tuple[str, ...] = ()


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which messages: of a state, before an id, of a site, to somebody whose address or name holds these letters."""

    state: str = ""
    before: int | None = None
    site_id: int | None = None
    to: str = ""


async def messages(wanted: Wanted) -> Messages:
    """Those that are wanted, newest first."""
    columns = [getattr(OutgoingMessage, name) for name in Message.__struct_fields__]
    query = OutgoingMessage.select(*columns).order_by(OutgoingMessage.id, ascending=False).limit(ROWS + 1)
    if conditions := _conditions(wanted):
        query = query.where(*conditions)
    found = msgspec.convert([_without_secrets(row) for row in await query], tuple[Message, ...])
    state = wanted.state
    return Messages(
        state=state if state in STATES else "",
        counts=await _counts(wanted.site_id),
        rows=found[:ROWS],
        older=found[ROWS - 1].id if len(found) > ROWS else None,
        server=settings.current().smtp_url.rpartition("@")[2].rpartition("//")[2],
        sender=settings.current().mail_sender,
    )


def _conditions(wanted: Wanted) -> list[Combinable]:
    found: list[Combinable] = []
    if wanted.state in STATES:
        found.append(OutgoingMessage.state == wanted.state)
    if wanted.before:
        found.append(OutgoingMessage.id < wanted.before)
    if wanted.site_id is not None:
        found.append(OutgoingMessage.site == wanted.site_id)
    if wanted.to:
        like = f"%{wanted.to.lower()}%"
        found.append(WhereRaw(_TO, like, like))
    return found


async def _counts(site_id: int | None) -> dict[str, int]:
    where = "" if site_id is None else "WHERE site = {}"
    found = await OutgoingMessage.raw(
        f"SELECT state, COUNT(*) AS count FROM outgoing_message {where} GROUP BY state",
        *([] if site_id is None else [site_id]),
    )
    return dict.fromkeys(STATES, 0) | {row["state"]: int(row["count"]) for row in found}


def _without_secrets(row: dict[str, object]) -> dict[str, object]:
    return row | {"body": _SECRET.sub(r"\1…", str(row["body"]))}
