"""Demo letters: who supervises in Raleigh, a letter in the site's own words, and what the plan wrote last week."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from academy import clock
from academy.actor import Permission
from academy.sites.access import site_for
from academy.sites.tables import Unit
from academy.structure.actions import add_supervisor
from courses.demo import people
from courses.notices import digests, running
from courses.notices.actions.settings import change_words
from courses.notices.queries.desk import Words

SLUG = "raleigh-nc"
SUPERVISORS = (("Patrol South", 3), ("Patrol North", 8), ("Detectives", 12))
"""Unit, and which of the invented officers supervises it. The others have nobody yet, which the ledger shows."""
OWN_WORDS = Words(
    "{count} coming up",
    "Hello {name},\n\nbefore the holidays fill the schedule, please set aside time for this:\n\n{courses}\n\n"
    "Roll call is a good moment: ask your sergeant. Everything else is at {link}\n\nQuestions? Ask {coordinator}.",
    is_own=True,
)


async def make(today: datetime) -> None:
    """Supervisors, words, and the runs of six days ago and of yesterday."""
    coordinator = await people.actor("coordinator")
    site = await site_for(coordinator, SLUG, Permission.ASSIGN)
    for unit, number in SUPERVISORS:
        row = await Unit.select(Unit.code).where(Unit.agency.site == site.id, Unit.name == unit).first()
        who = f"officer{number}.{SLUG}@{people.DOMAIN}"
        await add_supervisor(coordinator, site=site, code=(row or {})["code"], who=who)
    await change_words(coordinator, site, "before", OWN_WORDS)
    await _run(site.id, today, (6, 1))


async def _run(site_id: int, today: datetime, ago: Sequence[int]) -> None:
    for days in ago:
        morning = (today - timedelta(days=days)).replace(hour=13, minute=0)
        with clock.clock_set_to(partial(_same, morning)):
            await running.run_day(site_id, f"{morning:%Y-%m-%d}")
    yesterday = (today - timedelta(days=1)).replace(hour=13, minute=0)
    with clock.clock_set_to(partial(_same, yesterday)):
        await digests.run_digest(site_id, f"{yesterday:%Y-%m-%d}")


def _same(moment: datetime) -> datetime:
    return moment
