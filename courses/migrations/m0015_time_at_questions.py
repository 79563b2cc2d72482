"""How long somebody was at each question of an attempt; frozen with the rest of its row once it is graded."""

from academy.db.schema import add_columns
from courses.learning.tables import AttemptItem


async def forwards() -> None:
    await add_columns(AttemptItem.seen, AttemptItem.spent_s)
