"""What people do with the digest: look now, dismiss a finding with a reason."""

from enum import StrEnum

from piccolo.columns import Column

from academy import clock
from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import writing
from academy.jobs import enqueue
from courses.honesty.access import finding_to_judge
from courses.honesty.jobs import look_now
from courses.honesty.rules import AlreadyDismissed
from courses.honesty.tables import Finding


class Audited(StrEnum):
    """What this area writes into the audit log."""

    REQUESTED = "honesty:digest:request"
    DISMISSED = "honesty:finding:dismiss"


async def request_look(actor: Actor, *, site_id: int | None) -> None:
    """Promise a look beside the one of every night."""
    async with writing():
        await record(actor, Audited.REQUESTED, Subject("digest", 0, site_id))
        await enqueue(look_now, 0)


async def dismiss(actor: Actor, *, finding_id: int, site_id: int | None, reason: str) -> None:
    """Set a finding aside with a reason; its numbers stay on record.

    Raises NotFound, OwnFinding, AlreadyDismissed.
    """
    async with writing():
        found = await finding_to_judge(actor, finding_id, site_id)
        values: dict[Column | str, object] = {
            Finding.dismissed_at: clock.now(),
            Finding.dismissed_by: actor.id,
            Finding.dismissed_reason: reason,
        }
        open_one = (Finding.id == found) & Finding.dismissed_at.is_null()
        rows = await Finding.update(values).where(open_one).returning(Finding.site)
        if not rows:
            raise AlreadyDismissed()
        await record(actor, Audited.DISMISSED, Subject("finding", found, rows[0]["site"]), reason=reason)
