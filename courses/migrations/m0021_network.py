"""The kept numbers of each site with their nightly checks, and reports that come by mail."""

from academy.db.schema import create_tables, index, unique_index
from courses.network.tables import SiteSummary, SummaryCheck
from courses.standing_reports.tables import ReportCopy, ReportReader, ReportRun, StandingReport


async def forwards() -> None:
    await create_tables(SiteSummary, SummaryCheck)
    await unique_index("site_summary_site", SiteSummary, "site")
    await create_tables(StandingReport, ReportReader, ReportRun, ReportCopy)
    await unique_index("standing_report_code", StandingReport, "code")
    await unique_index("report_reader_once", ReportReader, "report", "person")
    await unique_index("report_run_once", ReportRun, "report", "due_at")
    await unique_index("report_copy_code", ReportCopy, "code")
    await unique_index("report_copy_once", ReportCopy, "run", "person")
    await index("standing_report_site", StandingReport, "site")
