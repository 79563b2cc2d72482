"""Runs of the sites' plans: which are due, what came of the last ones, and what is wrong."""

from datetime import datetime, timedelta

import msgspec

from academy import clock
from academy.sites.tables import Site
from courses.notices.rules.schedule import day_slot, digest_slot, silent
from courses.notices.tables import NoticeRun

GRACE = timedelta(minutes=10)
"""So long after an assignment its letter waits: mistakes are put right by then, and one letter tells all of it."""

_NEW = """
SELECT e.site AS site, MAX(e.created_at) AS newest,
       (SELECT MAX(r.created_at) FROM notice_run r WHERE r.site = e.site AND r.kind IN ('day', 'new')) AS last_run
FROM enrollment e
WHERE e.state IN ('enrolled', 'in_progress') AND e.source <> 'self' AND e.created_at > {} AND e.created_at < {}
GROUP BY e.site
"""


class Due(msgspec.Struct, frozen=True):
    """Sites whose runs are due."""

    days: tuple[int, ...]
    digests: tuple[int, ...]
    new: tuple[int, ...]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a run. `kind`: day, new, digest or expiring."""

    kind: str
    slot: str
    created_at: datetime
    looked_at: int
    posted: int
    suppressed: int
    alarm: str


class _Newest(msgspec.Struct, frozen=True):
    site: int
    newest: datetime
    last_run: datetime | None


async def due(now: datetime) -> Due:
    """What has to run and has not. A few statements, whatever the number of sites."""
    sites = await Site.select(Site.id, Site.time_zone).order_by(Site.id)
    # A digest may be four days old and still be this week's.
    lately = (NoticeRun.created_at > now - timedelta(days=4), NoticeRun.kind.is_in(["day", "digest"]))
    rows = await NoticeRun.select(NoticeRun.site, NoticeRun.kind, NoticeRun.slot).where(*lately)
    made = {(row["site"], row["kind"], row["slot"]) for row in rows}
    days, digests = [], []
    for site in sites:
        day, week = day_slot(now, site["time_zone"]), digest_slot(now, site["time_zone"])
        if day and (site["id"], "day", day) not in made:
            days.append(site["id"])
        if week and (site["id"], "digest", week) not in made:
            digests.append(site["id"])
    new = [site for site in await _new(now) if site not in days]
    return Due(tuple(days), tuple(digests), tuple(new))


async def _new(now: datetime) -> list[int]:
    """Sites with an assignment that no run has looked at since it was ten minutes old; the first run is a day's."""
    rows = await NoticeRun.raw(_NEW, now - timedelta(days=1), now - GRACE)
    found = msgspec.convert(rows, list[_Newest], strict=False)
    return sorted(one.site for one in found if one.last_run and one.last_run < one.newest + GRACE)


async def last_runs(site_id: int, most: int = 10) -> tuple[Run, ...]:
    """The latest runs of a site, newest first."""
    columns = (getattr(NoticeRun, name) for name in Run.__struct_fields__)
    query = NoticeRun.select(*columns).where(NoticeRun.site == site_id).order_by(NoticeRun.id, ascending=False)
    return tuple(Run(**row) for row in await query.limit(most))


def alarms_of(runs: tuple[Run, ...], now: datetime) -> tuple[str, ...]:
    """What is wrong with the runs of a site: none for too long, or the last one wrote to nobody."""
    days = [one for one in runs if one.kind == "day"]
    found = [one.alarm for one in days[:1] if one.alarm]
    if days and silent(days[0].created_at, now):
        found.append(
            "The daily letters did not run since the time below. Ask the program office whether the worker runs."
        )
    return tuple(found)


async def alarms_of_all() -> tuple[str, ...]:
    """The same for the program office, in one sentence for all sites."""
    row = (
        await NoticeRun.select(NoticeRun.created_at)
        .where(NoticeRun.kind == "day")
        .order_by(NoticeRun.id, ascending=False)
        .first()
    )
    found = []
    if row and silent(row["created_at"], clock.now()):
        found.append("No site's daily letters have run for more than a day: look whether the worker runs.")
    troubled = await NoticeRun.raw(_TROUBLED)
    if troubled:
        names = ", ".join(sorted({one["name"] for one in troubled}))
        found.append(f"The last daily run wrote to nobody although letters were due: {names}.")
    return tuple(found)


_TROUBLED = """
SELECT s.name AS name FROM notice_run r JOIN site s ON s.id = r.site
WHERE r.kind = 'day' AND r.alarm <> '' AND r.id =
      (SELECT MAX(n.id) FROM notice_run n WHERE n.site = r.site AND n.kind = 'day')
"""
