"""What was asked for before its time: a count for each enrollment and day."""

from academy.db.schema import create_tables, index, unique_index
from courses.learning.early.tables import EarlyAsking


async def forwards() -> None:
    await create_tables(EarlyAsking)
    await unique_index("early_asking_once", EarlyAsking, "enrollment", "what", "on_day")
    await index("early_asking_last", EarlyAsking, "last_at")
