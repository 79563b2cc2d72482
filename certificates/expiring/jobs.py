"""The job about ending certificates: after the day's letters of a site."""

from datetime import timedelta

from academy import clock
from academy.db.work import writing
from academy.jobs import enqueue, every_minute, job
from certificates.expiring import queries, running
from courses.notices.queries.desk import site_by_id
from courses.notices.rules.schedule import day_slot


@job("certificates.expiring", lane="patient")
async def write(site_id: int) -> None:
    """The letters of a site's day."""
    slot = day_slot(clock.now(), (await site_by_id(site_id)).time_zone)
    if slot:
        await running.run(site_id, slot)


@every_minute
async def write_what_is_due() -> None:
    """Sites whose day has begun."""
    sites = await queries.sites_to_look_at(clock.now() - timedelta(hours=17))
    if sites:
        async with writing():
            for site_id in sites:
                await enqueue(write, site_id)
