"""Counting sites where something changed, and the check of every night."""

from datetime import UTC, time

from academy import clock
from academy.db.work import writing
from academy.jobs import enqueue, every_minute, job
from academy.record_log.rules import last_moment
from courses.network import actions
from courses.network.tables import SiteSummary, SummaryCheck

CHECK_AT = time(8, tzinfo=UTC)
"""Before dawn in all states."""


@job("network.keep")
async def keep(site_id: int) -> None:
    """What is kept of a site follows a change there."""
    await actions.keep(site_id)


@job("network.keep_sites_of")
async def keep_sites_of(person_id: int) -> None:
    """What is kept of somebody's sites follows the end of the account."""
    await actions.keep_sites_of(person_id)


@job("network.check", lane="patient", timeout=3600)
async def check(_: int) -> None:
    """Recount all sites and compare."""
    await actions.check()


@every_minute
async def count_waiting() -> None:
    """Sites that were counted too short before they changed, and new ones."""
    await actions.count_waiting()


@every_minute
async def check_if_due() -> None:
    """Promise the check of the night once something is kept."""
    last = await SummaryCheck.select(SummaryCheck.created_at).order_by(SummaryCheck.id, ascending=False).first()
    due = last is None or last["created_at"] < last_moment(CHECK_AT, clock.now())
    if due and await SiteSummary.exists():
        async with writing():
            await enqueue(check, 0)
