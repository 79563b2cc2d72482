"""Extra time that is set while a quiz is open: its end moves too."""

from datetime import timedelta
from enum import StrEnum

from academy.accommodations.queries import accommodation_of
from academy.audit import Subject, record
from academy.db.work import writing
from courses.learning.access import timed_attempts_of
from courses.learning.rules import attempts as rules
from courses.learning.tables import Attempt


class Audited(StrEnum):
    """What extra time for an open attempt writes into the audit log."""

    LENGTHENED = "learning:attempt:lengthen"


async def lengthen_open(person_id: int) -> int:
    """Give the open attempts of a person with a clock the extra time that is set now; gives how many end later.

    Nobody's time becomes shorter while they sit. Time that outages gave back stays.
    """
    async with writing():
        extra = (await accommodation_of(person_id)).extra_time_percent
        moved = 0
        for attempt in await timed_attempts_of(person_id):
            ends = rules.deadline(attempt.terms, attempt.opened_at, extra_time_percent=extra)
            if ends is None:
                continue
            ends += timedelta(seconds=attempt.extended_s)
            later = (Attempt.id == attempt.id) & (Attempt.state == "open") & (Attempt.deadline < ends)
            if await Attempt.update({Attempt.deadline: ends}).where(later).returning(Attempt.id):
                moved += 1
                await record(None, Audited.LENGTHENED, Subject("attempt", attempt.id, attempt.site_id))
    return moved
