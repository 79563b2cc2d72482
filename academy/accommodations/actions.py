"""Setting an accommodation."""

from enum import StrEnum

import msgspec

from academy import clock
from academy.accommodations.access import person_to_accommodate
from academy.accommodations.facts import AccommodationSet
from academy.accommodations.queries import accommodation_of
from academy.accommodations.rules import Settings
from academy.accommodations.tables import Accommodation
from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import writing
from academy.facts import announce


class Audited(StrEnum):
    """What this area writes into the audit log: what was set, never a reason."""

    SET = "people:accommodation:set"


async def accommodate(actor: Actor, *, code: str, settings: Settings) -> None:
    """Set how training is shown to a person, once for all quizzes and lessons; the same again changes nothing.

    Raises NotFound.
    """
    async with writing():
        person = await person_to_accommodate(actor, code)
        if await accommodation_of(person.id) == settings:
            return
        row = Accommodation(
            person=person.id,
            extra_time_percent=settings.extra_time_percent,
            captions_first=settings.captions_first,
            reduced_motion=settings.reduced_motion,
            set_by=actor.id,
            set_at=clock.now(),
        )
        await Accommodation.insert(row).on_conflict(target=Accommodation.person, action="DO UPDATE", values=_CHANGING)
        await record(actor, Audited.SET, Subject("person", person.id), **msgspec.structs.asdict(settings))
        await announce(AccommodationSet(person.id))


_CHANGING = (
    *(Accommodation.extra_time_percent, Accommodation.captions_first, Accommodation.reduced_motion),
    *(Accommodation.set_by, Accommodation.set_at),
)
