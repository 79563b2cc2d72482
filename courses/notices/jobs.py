"""Jobs of the letters about training: each site's day, the digest of the week, and what was assigned just now."""

from academy import clock
from academy.db.work import writing
from academy.jobs import enqueue, every_minute, job
from courses.notices import digests, running
from courses.notices.queries import runs
from courses.notices.queries.desk import site_by_id
from courses.notices.rules.schedule import day_slot, digest_slot, new_slot


@job("notices.run_day", lane="patient")
async def run_day(site_id: int) -> None:
    """The day's letters of a site, if they are due and were not written."""
    slot = day_slot(clock.now(), (await site_by_id(site_id)).time_zone)
    if slot:
        await running.run_day(site_id, slot)


@job("notices.run_digest", lane="patient")
async def run_digest(site_id: int) -> None:
    """The digest of the week."""
    slot = digest_slot(clock.now(), (await site_by_id(site_id)).time_zone)
    if slot:
        await digests.run_digest(site_id, slot)


@job("notices.run_new", lane="patient")
async def run_new(site_id: int) -> None:
    """Letters about courses that were assigned since the day's run."""
    await running.run_day(site_id, new_slot(clock.now()), only_new=True)


@every_minute
async def run_what_is_due() -> None:
    """Promise the runs that are due; a server that was down finds the latest ones here when it is back."""
    due = await runs.due(clock.now())
    if due.days or due.digests or due.new:
        async with writing():
            for site_id in due.days:
                await enqueue(run_day, site_id)
            for site_id in due.digests:
                await enqueue(run_digest, site_id)
            for site_id in due.new:
                await enqueue(run_new, site_id)
