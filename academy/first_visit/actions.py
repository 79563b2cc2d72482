"""Skipping a step, opening it, putting the card away, and bringing it back."""

from enum import StrEnum
from typing import Literal

from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.db.work import writing
from academy.errors import NotFound
from academy.first_visit.rules import ALL, STEPS
from academy.first_visit.tables import FirstStep
from academy.sites.access import SiteRow


class Audited(StrEnum):
    """What this area writes into the audit log."""

    SAID = "first_visit:step:say"
    AGAIN = "first_visit:step:again"


async def say(actor: Actor, *, site: SiteRow, step: str, outcome: Literal["skipped", "opened"]) -> None:
    """Keep what the coordinator did with a step, or with all of them. Raises NotFound."""
    _require(actor, site)
    if step not in {one.key for one in STEPS} | {ALL}:
        raise NotFound()
    async with writing():
        row = FirstStep(person=actor.id, site=site.id, step=step, outcome=outcome)
        target = (FirstStep.person, FirstStep.site, FirstStep.step)
        await FirstStep.insert(row).on_conflict(target=target, action="DO UPDATE", values=[FirstStep.outcome])
        await record(actor, Audited.SAID, Subject("site", site.id, site.id), step=step, outcome=outcome)


async def again(actor: Actor, *, site: SiteRow) -> None:
    """Begin anew: what is done stays done, what was skipped is asked again. Raises NotFound."""
    _require(actor, site)
    async with writing():
        await FirstStep.delete().where(FirstStep.person == actor.id, FirstStep.site == site.id)
        await record(actor, Audited.AGAIN, Subject("site", site.id, site.id))


def _require(actor: Actor, site: SiteRow) -> None:
    if not actor.may(Permission.MANAGE_PEOPLE, site.id):
        raise NotFound()
