"""Somebody at the address of a site that is not theirs: answered as if nothing were there, and on record once an hour.

The refusal undoes whatever was open, and reads keep no transaction at all; so it is noted while the request is served
and kept after it was answered.
"""

from contextvars import ContextVar
from enum import StrEnum

from academy import clock
from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import writing
from academy.sites.tables import RefusedVisit

_met: ContextVar[tuple[Actor, int] | None] = ContextVar("refused_site", default=None)


class Audited(StrEnum):
    """What this area writes into the audit log."""

    REFUSED = "sites:site:refuse"


def note(actor: Actor, site_id: int) -> None:
    """Remember, until the request is answered, that this actor asked for a site they have nothing to do with."""
    own = {grant.site_id for grant in actor.grants} | actor.memberships
    if site_id not in own:
        _met.set((actor, site_id))


async def keep() -> None:
    """Put it on record, once for each actor, site and hour; nothing at all for every other request."""
    met = _met.get()
    if met is None:
        return
    _met.set(None)
    actor, site_id = met
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    mine = (RefusedVisit.person == actor.id) & (RefusedVisit.site == site_id) & (RefusedVisit.hour == hour)
    if await RefusedVisit.exists().where(mine):
        return
    async with writing():
        row = RefusedVisit(person=actor.id, site=site_id, hour=hour)
        made = await RefusedVisit.insert(row).on_conflict(action="DO NOTHING").returning(RefusedVisit.id)
        if made:
            await record(actor, Audited.REFUSED, Subject("site", site_id, site_id))
