"""What readers choose: which letters they get, and an address for their calendar."""

import secrets
from collections.abc import Collection
from enum import StrEnum

from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import writing
from courses.notices.queries.own import hash_of, reader_of
from courses.notices.rules.wording import ENDABLE
from courses.notices.tables import CalendarKey, Unsubscribed


class Audited(StrEnum):
    """What this area writes into the audit log about readers' choices."""

    ENDED = "notices:letters:end"
    CHOSEN = "notices:letters:choose"
    CALENDAR = "notices:calendar:renew"


async def end(token: str) -> str:
    """End what the address of a letter says; again is harmless. Gives what it was. Raises NotFound."""
    person_id, what = await reader_of(token)
    async with writing():
        row = Unsubscribed(person=person_id, what=what)
        if await Unsubscribed.insert(row).on_conflict(action="DO NOTHING").returning(Unsubscribed.id):
            await record(None, Audited.ENDED, Subject("person", person_id), what=what)
    return what


async def choose(actor: Actor, wanted: Collection[str]) -> None:
    """Get these kinds of letters and no others of those that can be ended."""
    unwanted = [what for what in ENDABLE if what not in wanted]
    async with writing():
        await Unsubscribed.delete().where(Unsubscribed.person == actor.id)
        if unwanted:
            await Unsubscribed.insert(*[Unsubscribed(person=actor.id, what=what) for what in unwanted])
        await record(actor, Audited.CHOSEN, Subject("person", actor.id), ended=" ".join(unwanted))


async def renew_calendar(actor: Actor) -> str:
    """A new key for the address of one's calendar; the old address shows nothing from now on."""
    key = secrets.token_urlsafe(32)
    async with writing():
        await CalendarKey.delete().where(CalendarKey.person == actor.id)
        await CalendarKey.insert(CalendarKey(person=actor.id, token_hash=hash_of(key)))
        await record(actor, Audited.CALENDAR, Subject("person", actor.id))
    return key
