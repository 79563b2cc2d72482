"""Posting letters: rows in the transaction that gives the reason, sent by a job once that is committed."""

from datetime import datetime
from typing import Any

import msgspec

from academy import clock
from academy.jobs import enqueue
from academy.messages import rules
from academy.messages.composing import Letter
from academy.messages.jobs import send_due
from academy.messages.tables import OutgoingMessage, RefusedAddress


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Whom and what a letter is about, so that it is found from there: `kind` and `subject_id` name a row."""

    person_id: int | None = None
    site_id: int | None = None
    kind: str = ""
    subject_id: int | None = None


NOTHING = About()


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """When a letter may go, and how often. `key`: said to one address once. It waits until `not_before`, and is of no
    use after `useful_until`.
    """

    key: str | None = None
    not_before: datetime | None = None
    useful_until: datetime | None = None


async def post(
    letter: Letter, *, to: str, key: str | None = None, useful_until: datetime | None = None, about: About = NOTHING
) -> int | None:
    """Have a letter sent to one address; its id, or None when that address got one with this key before.

    An address that was refused before is not written to: the letter is kept with that reason. Raises WorkError outside
    `writing()`.
    """
    return await post_on(Terms(key=key, useful_until=useful_until), letter, to=to, about=about)


async def post_on(terms: Terms, letter: Letter, *, to: str, about: About = NOTHING) -> int | None:
    """The same, with all that may be said of when it goes."""
    refused = await refusals([to])
    if to.lower() in refused:
        return await suppress(letter, to=to, reason=refused[to.lower()], about=about, key=terms.key)
    now = clock.now()
    row = _row(letter, to, terms, about)
    row.state, row.next_try_at = "queued", max(now, terms.not_before or now)
    made = await _insert(row)
    if made is not None:
        await enqueue(send_due, 0)
    return made


async def suppress(
    letter: Letter, *, to: str, reason: str, about: About = NOTHING, key: str | None = None
) -> int | None:
    """Keep a letter that is not sent, with the reason, so that whoever asks why nobody was written to finds it."""
    row = _row(letter, to, Terms(key=key), about)
    row.state, row.reason = "suppressed", reason
    return await _insert(row)


async def refusals(addresses: list[str]) -> dict[str, str]:
    """Why these addresses are not written to, by address in small letters; one that may be is left out."""
    small = [one.lower() for one in addresses]
    rows = await RefusedAddress.select().where(RefusedAddress.address.is_in(small or [""]))
    return {row["address"]: rules.refused_before(row["created_at"], row["reason"]) for row in rows}


def _row(letter: Letter, to: str, terms: Terms, about: About) -> OutgoingMessage:
    return OutgoingMessage(
        **_said(letter),
        recipient=to,
        key=terms.key,
        not_before=terms.not_before,
        useful_until=terms.useful_until,
        person=about.person_id,
        site=about.site_id,
        subject_kind=about.kind,
        subject_id=about.subject_id,
    )


def _said(letter: Letter) -> dict[str, Any]:
    return {name: getattr(letter, name) for name in Letter.__struct_fields__}


async def _insert(row: OutgoingMessage) -> int | None:
    made = await OutgoingMessage.insert(row).on_conflict(action="DO NOTHING").returning(OutgoingMessage.id)
    return int(made[0]["id"]) if made else None
