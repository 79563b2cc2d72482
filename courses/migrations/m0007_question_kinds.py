"""Questions of more kinds than those with letters to choose, answers to them, and parts of points.

The triggers of m0001 freeze these rows as wholes, so the new columns are frozen with them.
"""

from academy.db.schema import add_columns
from courses.authoring.tables import Choice, Question
from courses.learning.tables import AttemptItem, Response


async def forwards() -> None:
    await add_columns(Question.parts, Question.stimulus, Question.tags, Choice.feedback)
    await add_columns(AttemptItem.layout, Response.given, Response.per_mille)
