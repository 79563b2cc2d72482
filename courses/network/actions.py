"""Keeping the numbers of sites up to date, and proving at night that they are what a full recount says."""

import time
from datetime import datetime, timedelta

import msgspec
from piccolo.columns import Column

from academy import clock
from academy.db.work import writing
from academy.sites.tables import Membership, Site
from courses.network.counting import counted, differing
from courses.network.rules.figures import Figures
from courses.network.tables import SiteSummary, SummaryCheck

PAUSE = timedelta(minutes=1)
"""A site is counted at most this often, however much happens there: a class that finishes together is counted once."""


async def keep(site_id: int) -> None:
    """Something changed at a site: count it now, or note that it waits where it was counted a moment ago.

    Sites that share people with it wait too: what somebody takes for one site may be what counted for another.
    """
    now = clock.now()
    await SiteSummary.raw(_NEIGHBORS_WAIT, now, site_id)
    row = await SiteSummary.select(SiteSummary.counted_at).where(SiteSummary.site == site_id).first()
    if row and row["counted_at"] and now - row["counted_at"] < PAUSE:
        await SiteSummary.update({SiteSummary.changed_at: now}).where(SiteSummary.site == site_id)
    else:
        await count(site_id)


_NEIGHBORS_WAIT = """
UPDATE site_summary SET changed_at = {} WHERE site IN (
    SELECT o.site FROM membership m JOIN membership o ON o.person = m.person AND o.site <> m.site AND o.ends_on IS NULL
    WHERE m.site = {} AND m.ends_on IS NULL
)
"""


async def keep_sites_of(person_id: int) -> None:
    """An account was closed: count the sites it belonged to."""
    for row in await Membership.select(Membership.site).where(Membership.person == person_id):
        await keep(row["site"])


async def count(site_id: int) -> None:
    """Count a site and keep the numbers, unless somebody has counted later meanwhile."""
    at = clock.now()
    figures = (await counted(site_id)).get(site_id, Figures())
    text = msgspec.json.encode(figures).decode()
    async with writing():
        await SiteSummary.insert(SiteSummary(site=site_id)).on_conflict(action="DO NOTHING")
        older = SiteSummary.counted_at.is_null() | (SiteSummary.counted_at <= at)
        values: dict[Column | str, object] = {SiteSummary.figures: text, SiteSummary.counted_at: at}
        await SiteSummary.update(values).where(SiteSummary.site == site_id, older)


async def count_waiting() -> int:
    """Count the sites that wait, and those that were never counted this way; gives how many."""
    waiting = await _waiting(clock.now() - PAUSE)
    for site in waiting:
        await count(site)
    return len(waiting)


_WAITING = """
SELECT s.id AS id FROM site s LEFT JOIN site_summary k ON k.site = s.id
WHERE k.counted_at IS NULL OR (k.changed_at >= k.counted_at AND k.counted_at <= {}) OR k.figures NOT LIKE {}
ORDER BY s.id
"""
_KNOWS_EXEMPTIONS = '%"spared"%'
"""In all figures that were counted since they tell of exemptions; others are counted anew, and are no difference."""


async def _waiting(counted_before: datetime) -> list[int]:
    return [row["id"] for row in await Site.raw(_WAITING, counted_before, _KNOWS_EXEMPTIONS)]


async def check() -> int:
    """Recount everything, keep how many sites differed from what was kept, and put these right; gives the number.

    A site whose change was announced while this ran is no difference.
    """
    started = time.monotonic()
    await count_waiting()
    full = await counted()
    rows = await SiteSummary.select(SiteSummary.site, SiteSummary.figures, SiteSummary.counted_at)
    kept = {row["site"]: msgspec.json.decode(row["figures"], type=Figures) for row in rows}
    sites = {row["id"]: row["slug"] for row in await Site.select(Site.id, Site.slug).order_by(Site.slug)}
    differ = differing(kept, full, list(sites))
    for site in differ:
        await count(site)
    told = await _unannounced(differ, {row["site"]: row["counted_at"] for row in rows})
    check = SummaryCheck(
        sites=len(sites),
        differences=len(told),
        detail=msgspec.json.encode([sites[site] for site in told]).decode(),
        duration_ms=int(1000 * (time.monotonic() - started)),
    )
    await SummaryCheck.insert(check)
    return len(told)


async def _unannounced(sites: tuple[int, ...], counted_at: dict[int, datetime | None]) -> list[int]:
    """Those of the sites of which nobody has said since their count that something changed."""
    rows = await SiteSummary.select(SiteSummary.site, SiteSummary.changed_at).where(SiteSummary.site.is_in([*sites, 0]))
    changed = {row["site"]: row["changed_at"] for row in rows}
    return [one for one in sites if not _is_later(changed.get(one), counted_at.get(one))]


def _is_later(changed: datetime | None, counted: datetime | None) -> bool:
    return changed is not None and (counted is None or changed >= counted)
