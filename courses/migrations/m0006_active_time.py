"""How long people were active on the pages of a lesson, kept apart from what was played and from credit."""

from academy.db.schema import add_columns
from courses.learning.tables import LessonProgress, WatchBudget


async def forwards() -> None:
    await add_columns(LessonProgress.active_s, LessonProgress.hidden_s, WatchBudget.active)
