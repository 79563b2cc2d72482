"""Whether the kept lines are what the records say: looked at every night for each site, and when somebody asks."""

import logging
from datetime import datetime, timedelta

from academy import clock
from academy.db.work import writing
from academy.sites.tables import Site
from courses.learning.lines.keeping import differences, recount, settle
from courses.learning.lines.tables import TrainingCheck

EVERY = timedelta(hours=20)

log = logging.getLogger(__name__)


async def check(site_id: int) -> int:
    """Compare what is kept of a site with a full count of the records; gives the number of differences.

    Where there are any, the site is counted again: pages are right at once, and the number stays for people to see.
    """
    await settle()
    found = await differences(site_id)
    if found:
        log.error("kept lines of site %s differed from the records in %s places", site_id, found)
        await recount(site_id)
    async with writing():
        await TrainingCheck.delete().where(TrainingCheck.site == site_id)
        await TrainingCheck.insert(TrainingCheck(site=site_id, checked_at=clock.now(), differences=found))
    return found


async def check_next() -> None:
    """The site that was not checked for longest, if that is a day ago: once a minute, so that no night is short."""
    rows = await Site.raw(_OLDEST)
    if rows and (rows[0]["checked_at"] is None or _is_over(rows[0]["checked_at"])):
        await check(rows[0]["id"])


_OLDEST = """
SELECT s.id AS id, k.checked_at AS checked_at FROM site s LEFT JOIN training_check k ON k.site = s.id
ORDER BY k.checked_at IS NOT NULL, k.checked_at LIMIT 1
"""


def _is_over(checked_at: datetime | str) -> bool:
    """Raw SQLite rows carry times as text."""
    moment = datetime.fromisoformat(checked_at) if isinstance(checked_at, str) else checked_at
    return clock.now() - moment >= EVERY
