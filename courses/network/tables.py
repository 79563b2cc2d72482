"""What is kept of each site, and the nightly checks of it."""

from piccolo.columns import ForeignKey, Integer, Text, Timestamptz
from piccolo.table import Table

from academy.columns import Dated
from academy.sites.tables import Site


class SiteSummary(Dated, Table, tablename="site_summary"):
    """The numbers of a site as they stood at `counted_at` (courses.network.rules.figures.Figures as JSON).

    `changed_at`: when something happened that they may not show yet.
    """

    site = ForeignKey(Site, null=False)
    figures = Text(null=False, default="{}")
    counted_at = Timestamptz(null=True, default=None)
    changed_at = Timestamptz(null=True, default=None)


class SummaryCheck(Dated, Table, tablename="summary_check"):
    """A full recount of all sites beside what was kept. `detail`: names of the sites that differed, JSON."""

    sites = Integer(null=False)
    differences = Integer(null=False)
    detail = Text(null=False, default="[]")
    duration_ms = Integer(null=False)
