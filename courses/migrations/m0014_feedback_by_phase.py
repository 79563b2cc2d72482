"""Quizzes say what is shown when, how long an answer may travel, and what is shuffled."""

from academy.db.schema import add_columns
from courses.authoring.tables import Quiz


async def forwards() -> None:
    await add_columns(Quiz.after_sending, Quiz.grace_seconds, Quiz.shuffle_questions, Quiz.shuffle_choices)
