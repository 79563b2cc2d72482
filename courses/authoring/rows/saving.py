"""Storing the content of a version."""

from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

import msgspec
from piccolo.columns import Column
from piccolo.table import Table

from academy.db.work import insert_many, writing
from courses.authoring import tables
from courses.authoring.rows import columns, questions
from courses.content.model import CourseContent, fingerprint


async def save(version_id: int, content: CourseContent, *, recordings: Mapping[str, int]) -> None:
    """Make the content the content of the version; what was there goes. The version must not be published.

    recordings: asset id by lesson key, for each lesson with a lecture, be it filmed from slides or uploaded.
    """
    async with writing():
        await clear(version_id)
        await tables.CourseVersion.update(_version_values(content)).where(tables.CourseVersion.id == version_id)
        modules = [
            tables.Module(version=version_id, key=module.key, position=position, title=module.title)
            for position, module in enumerate(content.modules)
        ]
        await insert_many(modules)
        await _save_lessons(version_id, content, {module.key: module.id for module in modules}, recordings)
        await _save_questions(version_id, content)


async def clear(version_id: int) -> None:
    """Remove the content of a version that is not published; its row stays."""
    for table, rows in _PARTS:
        await table.raw(f"DELETE FROM {rows}", version_id)


async def recordings(version_id: int) -> dict[str, int]:
    """Asset ids by lesson key, as `save` takes them."""
    lesson = tables.Lesson
    found = await lesson.select(lesson.key, lesson.asset).where(
        lesson.version == version_id, lesson.asset.is_not_null()
    )
    return {row["key"]: row["asset"] for row in found}


def _version_values(content: CourseContent) -> dict[Column | str, Any]:
    named: dict[Column | str, Any] = {name: getattr(content, name) for name in columns.VERSION}
    return named | {
        "focus_areas": _write(content.focus_areas),
        "sources": _write(content.sources),
        "job_aids": _write(content.job_aids),
        "roll_calls": _write(content.roll_calls),
        "stimuli": _write(content.stimuli),
        "fingerprint": fingerprint(content),
    }


async def _save_lessons(
    version_id: int, content: CourseContent, modules: Mapping[str, int], recordings: Mapping[str, int]
) -> None:
    rows = {
        lesson.key: tables.Lesson(
            version=version_id,
            module=modules[module.key],
            position=position,
            asset=recordings.get(lesson.key),
            objectives=_write(lesson.objectives),
            facts=_write(lesson.facts),
            scenario=_write(lesson.scenario),
            stops=_write(lesson.stops),
            **{name: getattr(lesson, name) for name in columns.LESSON},
        )
        for module in content.modules
        for position, lesson in enumerate(module.lessons)
    }
    await insert_many(list(rows.values()))
    with_quiz = [(lesson.key, lesson.quiz) for lesson in content.lessons if lesson.quiz]
    quizzes = [
        tables.Quiz(
            lesson=rows[key].id,
            picks=_write(quiz.picks),
            picked=sum(pick.count for pick in quiz.picks),
            **{name: getattr(quiz, name) for name in columns.QUIZ},
        )
        for key, quiz in with_quiz
    ]
    await insert_many(quizzes)
    await insert_many(
        [
            tables.QuizDraw(quiz=row.id, pool=draw.pool, count=draw.count)
            for row, (_, quiz) in zip(quizzes, with_quiz, strict=True)
            for draw in quiz.draws
        ]
    )


async def _save_questions(version_id: int, content: CourseContent) -> None:
    rows = [
        questions.row_of(version_id, position, question)
        for _, pool in groupby(content.questions, key=attrgetter("pool"))
        for position, question in enumerate(pool)
    ]
    await insert_many(rows)
    pairs = zip(rows, content.questions, strict=True)
    await insert_many([choice for row, question in pairs for choice in questions.choice_rows(row.id, question)])


_PARTS: tuple[tuple[type[Table], str], ...] = (
    (tables.Choice, "choice WHERE question IN (SELECT id FROM question WHERE version = {})"),
    (tables.Question, "question WHERE version = {}"),
    (
        tables.QuizDraw,
        "quiz_draw WHERE quiz IN (SELECT quiz.id FROM quiz JOIN lesson ON lesson.id = quiz.lesson WHERE version = {})",
    ),
    (tables.Quiz, "quiz WHERE lesson IN (SELECT id FROM lesson WHERE version = {})"),
    (tables.Lesson, "lesson WHERE version = {}"),
    (tables.Module, "module WHERE version = {}"),
)


def _write(value: object) -> str:
    return msgspec.json.encode(value).decode()
