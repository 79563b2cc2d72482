"""Sites are counted anew: what somebody completed before they began again and gave that back counts from now on."""

from courses.network.tables import SiteSummary


async def forwards() -> None:
    await SiteSummary.raw("UPDATE site_summary SET counted_at = NULL")
