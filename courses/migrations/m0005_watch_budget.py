"""One clock for each person, whichever lessons, tabs and devices play."""

from academy.db.schema import create_tables, unique_index
from courses.learning.tables import WatchBudget


async def forwards() -> None:
    await create_tables(WatchBudget)
    await unique_index("watch_budget_once", WatchBudget, "person")
