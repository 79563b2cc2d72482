"""The kept numbers of each site, and the nightly checks of them."""

from academy.db.schema import create_tables, unique_index
from courses.network.tables import SiteSummary, SummaryCheck


async def forwards() -> None:
    await create_tables(SiteSummary, SummaryCheck)
    await unique_index("site_summary_site", SiteSummary, "site")
