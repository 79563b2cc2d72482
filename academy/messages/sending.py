"""Sending what waits: each message is taken by one process, handed to the server, and moved with what came of it."""

from piccolo.columns import Column
from piccolo.columns.combination import WhereRaw
from piccolo.custom_types import Combinable

from academy import clock, settings
from academy.db.work import move_row
from academy.errors import Conflict
from academy.messages import rules, smtp
from academy.messages.tables import OutgoingMessage, RefusedAddress

AT_ONCE = 500
"""Messages over one line to the server."""


async def send_due() -> int:
    """Send every message whose time has come; gives how many the server took. Without a server each says so."""
    await suppress_useless()
    if not settings.current().smtp_url:
        await _all_wait(rules.NO_SERVER)
        return 0
    due = await _due()
    if not due:
        return 0
    try:
        async with smtp.connected() as line:
            return sum([await _send(one, line) for one in due])
    except smtp.Unreachable as fault:
        await _put_off_all(str(fault))
        return 0


async def send_one(message_id: int) -> OutgoingMessage:
    """Send this message now, whatever the time of its next try; gives what became of it."""
    if settings.current().smtp_url:
        try:
            async with smtp.connected() as line:
                await _send(message_id, line)
        except smtp.Unreachable as fault:
            await _put_off_all(str(fault))
    else:
        await _all_wait(rules.NO_SERVER)
    row = await OutgoingMessage.objects().get(OutgoingMessage.id == message_id)
    assert row is not None
    return row


async def _due() -> list[int]:
    query = OutgoingMessage.select(OutgoingMessage.id).where(
        OutgoingMessage.state == "queued", OutgoingMessage.next_try_at <= clock.now()
    )
    return [row["id"] for row in await query.order_by(OutgoingMessage.id).limit(AT_ONCE)]


async def _send(message_id: int, line: smtp.Connection) -> bool:
    if not await _move(message_id, "queued", "take", taken_at=clock.now()):
        return False  # another process has it
    row = await OutgoingMessage.objects().get(OutgoingMessage.id == message_id)
    assert row is not None
    try:
        await line.deliver(row)
    except smtp.AddressRefused as fault:
        await _bounce(row, str(fault))
        return False
    except smtp.Refused as fault:
        await _move(message_id, "sending", "give up", reason=str(fault), tries=row.tries + 1, next_try_at=None)
        return False
    except smtp.PutOff as fault:
        await _put_off(row, str(fault))
        return False
    except smtp.Unreachable as fault:
        await _put_off_for_server(row, str(fault))
        raise
    return await _move(
        message_id, "sending", "deliver", sent_at=clock.now(), reason="", tries=row.tries + 1, next_try_at=None
    )


async def _bounce(row: OutgoingMessage, reason: str) -> None:
    """Nobody writes to this address again until somebody looks."""
    if await _move(row.id, "sending", "bounce", reason=reason, tries=row.tries + 1, next_try_at=None):
        known = RefusedAddress(address=row.recipient.lower(), reason=reason)
        await RefusedAddress.insert(known).on_conflict(action="DO NOTHING")


async def _put_off(row: OutgoingMessage, reason: str) -> None:
    tries = row.tries + 1
    again = rules.next_try(tries, clock.now())
    verb = "put off" if again else "give up"
    await _move(row.id, "sending", verb, reason=reason, tries=tries, next_try_at=again)


async def _put_off_for_server(row: OutgoingMessage, reason: str) -> None:
    tries = row.tries + 1
    again = rules.next_try_of_server(tries, clock.now())
    await _move(row.id, "sending", "put off", reason=reason, tries=tries, next_try_at=again)


async def _put_off_all(reason: str) -> None:
    """Nobody's turn came: each that was due waits with the reason, so that one look at a dead server is enough."""
    now = clock.now()
    due = (OutgoingMessage.state == "queued") & (OutgoingMessage.next_try_at <= now)
    for tries in range(len(rules.WAITS) + 1):
        same = OutgoingMessage.tries == tries if tries < len(rules.WAITS) else OutgoingMessage.tries >= tries
        again = rules.next_try_of_server(tries + 1, now)
        await OutgoingMessage.update(
            {
                OutgoingMessage.reason: reason,
                OutgoingMessage.tries: OutgoingMessage.tries + 1,
                OutgoingMessage.next_try_at: again,
            }
        ).where(due, same)


async def _all_wait(reason: str) -> None:
    now = clock.now()
    due = (OutgoingMessage.state == "queued") & (OutgoingMessage.next_try_at <= now)
    values: dict[Column | str, object] = {OutgoingMessage.reason: reason, OutgoingMessage.next_try_at: now}
    await OutgoingMessage.update(values).where(due, OutgoingMessage.reason != reason)


async def suppress_useless() -> None:
    """Messages that came to be of no use are kept, with the reason, and not sent."""
    now = clock.now()
    queued = OutgoingMessage.state == "queued"
    await _suppress(queued & (OutgoingMessage.useful_until < now), rules.SUPPRESSED_LATE)
    await _suppress(queued & WhereRaw(_CLOSED), rules.SUPPRESSED_GONE)


_CLOSED = "recipient IN (SELECT email FROM person WHERE deactivated_at IS NOT NULL)"


async def _suppress(which: Combinable, reason: str) -> None:
    state = rules.move("queued", "suppress")
    await OutgoingMessage.update(
        {OutgoingMessage.state: state, OutgoingMessage.reason: reason, OutgoingMessage.next_try_at: None}
    ).where(which)


async def release_lost() -> None:
    """What a process was sending when it died is sent again: twice is better than never."""
    lost = (OutgoingMessage.state == "sending") & (OutgoingMessage.taken_at < clock.now() - rules.LOST_AFTER)
    state = rules.move("sending", "put off")
    await OutgoingMessage.update(
        {OutgoingMessage.state: state, OutgoingMessage.reason: rules.LOST, OutgoingMessage.next_try_at: clock.now()}
    ).where(lost)


async def is_anything_due() -> bool:
    """Whether a message waits whose time has come, and there is a server for it."""
    due = (OutgoingMessage.state == "queued") & (OutgoingMessage.next_try_at <= clock.now())
    return bool(settings.current().smtp_url) and await OutgoingMessage.exists().where(due)


async def _move(message_id: int, old: str, verb: str, **values: object) -> bool:
    """False when somebody else moved it before."""
    try:
        await move_row(OutgoingMessage.state, message_id, old=old, new=rules.move(old, verb), **values)
    except Conflict:
        return False
    return True
