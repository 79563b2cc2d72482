"""Lectures that are heard in order the first time, and notes to oneself."""

from academy.db.schema import add_columns, create_tables, unique_index
from courses.authoring.tables import Lesson
from courses.learning.tables import LessonNote


async def forwards() -> None:
    await add_columns(Lesson.seek_lock)
    await create_tables(LessonNote)
    await unique_index("lesson_note_once", LessonNote, "enrollment", "lesson")
