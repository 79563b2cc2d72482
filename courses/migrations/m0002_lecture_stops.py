"""Questions at a moment of a lecture, and the first answers learners gave to them.

The stops of a lesson stand in its row, which the triggers of m0001 freeze with the version; a first answer is frozen
from the start.
"""

from academy.db.schema import add_columns, create_tables, freeze_trigger, unique_index
from courses.authoring.tables import Lesson
from courses.learning.tables import StopAnswer


async def forwards() -> None:
    await add_columns(Lesson.stops, Lesson.stops_required)
    await create_tables(StopAnswer)
    await unique_index("stop_answer_once", StopAnswer, "enrollment", "lesson", "stop_key")
    await freeze_trigger("stop_answer_kept", StopAnswer, "A first answer is never changed.")
