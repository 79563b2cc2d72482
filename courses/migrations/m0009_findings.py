"""The digest of discrepancies: what was found, and when it was looked for."""

from academy.db.schema import create_tables, index, unique_index
from courses.honesty.tables import DigestRun, Finding


async def forwards() -> None:
    await create_tables(Finding, DigestRun)
    await unique_index("finding_once", Finding, "dedupe_key")
    await index("finding_site", Finding, "site")
