"""A site's messages with what came of them, and whether its plan runs."""

import msgspec

from academy import clock
from academy.messages.alarms import stuck
from academy.messages.queries import Messages, Wanted, messages
from academy.sites.access import SiteRow
from courses.notices.queries.runs import Run, alarms_of, last_runs


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """The messages of a site, its latest runs, and what is wrong."""

    slug: str
    place: str
    zone: str
    to: str
    messages: Messages
    runs: tuple[Run, ...]
    alarms: tuple[str, ...]


async def ledger_of(site: SiteRow, *, show: str, to: str, before: int | None) -> Ledger:
    """Messages in a state, or to somebody, newest first."""
    runs = await last_runs(site.id)
    alarms = tuple(one for one in (await stuck(site.time_zone), *alarms_of(runs, clock.now())) if one)
    wanted = Wanted(state=show, before=before, site_id=site.id, to=to.strip())
    found = await messages(wanted)
    return Ledger(
        slug=site.slug, place=site.label, zone=site.time_zone, to=to.strip(), messages=found, runs=runs, alarms=alarms
    )
