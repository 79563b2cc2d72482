"""A course as rows: the content of one version, stored and read back without loss."""

from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

import msgspec
from piccolo.columns import Column
from piccolo.table import Table

from academy.db.work import insert_many, reading, writing
from courses.authoring import tables
from courses.content.model import (
    Choice,
    CourseContent,
    Draw,
    Fact,
    JobAid,
    Lesson,
    Module,
    Objective,
    Question,
    Quiz,
    Scenario,
    Source,
    fingerprint,
    in_pool_order,
)

Row = dict[str, Any]  # what a select gives; turned into structs before it leaves this module

_VERSION = (
    "code",
    "track",
    "title",
    "tagline",
    "summary",
    "audience",
    "contact_minutes",
    "language",
    "pass_percent",
    "law_reviewed_on",
    "local_notice",
)
_LESSON = ("key", "number", "title", "kind", "minutes", "takes_law", "minimum_watch_percent", "body", "deck")
_QUIZ = (
    "title",
    "pass_percent",
    "attempts_allowed",
    "time_limit_minutes",
    "cool_off_minutes",
    "reveal",
    "final",
)
_QUESTION = ("key", "pool", "kind", "objective", "points", "stem", "explanation", "critical")


async def load(version_id: int) -> CourseContent:
    """The content of a version, whatever its state, in six statements."""
    async with reading():
        [version] = await tables.CourseVersion.select(
            *(tables.CourseVersion._meta.get_column_by_name(name) for name in _VERSION),
            tables.CourseVersion.focus_areas,
            tables.CourseVersion.sources,
            tables.CourseVersion.job_aids,
            tables.CourseVersion.course.slug.as_alias("slug"),
        ).where(tables.CourseVersion.id == version_id)
        modules = await _modules(version_id)
        questions = await _questions(version_id)
    return CourseContent(
        slug=version["slug"],
        **_named(version, _VERSION),
        focus_areas=_read(version["focus_areas"], tuple[str, ...]),
        sources=_read(version["sources"], tuple[Source, ...]),
        job_aids=_read(version["job_aids"], tuple[JobAid, ...]),
        modules=modules,
        questions=questions,
    )


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


async def recordings(version_id: int) -> dict[str, int]:
    """Asset ids by lesson key, as `save` takes them."""
    lesson = tables.Lesson
    found = await lesson.select(lesson.key, lesson.asset).where(
        lesson.version == version_id, lesson.asset.is_not_null()
    )
    return {row["key"]: row["asset"] for row in found}


def _version_values(content: CourseContent) -> dict[Column | str, Any]:
    named: dict[Column | str, Any] = {name: getattr(content, name) for name in _VERSION}
    return named | {
        "focus_areas": _write(content.focus_areas),
        "sources": _write(content.sources),
        "job_aids": _write(content.job_aids),
        "fingerprint": fingerprint(content),
    }


async def _modules(version_id: int) -> tuple[Module, ...]:
    module, lesson = tables.Module, tables.Lesson
    rows = (
        await module.select(module.id, module.key, module.title)
        .where(module.version == version_id)
        .order_by(module.position)
    )
    lessons = (
        await lesson.select(*lesson.all_columns(), lesson.asset.code.as_alias("asset_code"))
        .where(lesson.version == version_id)
        .order_by(lesson.module, lesson.position)
    )
    quizzes = await _quizzes(version_id)
    own: dict[int, tuple[Lesson, ...]] = {
        module_id: tuple(_lesson(row, quizzes.get(row["id"])) for row in group)
        for module_id, group in groupby(lessons, key=itemgetter("module"))
    }
    return tuple(Module(key=row["key"], title=row["title"], lessons=own.get(row["id"], ())) for row in rows)


def _lesson(row: Row, quiz: Quiz | None) -> Lesson:
    return Lesson(
        **_named(row, _LESSON),
        # The recording of slides follows from the slides; it is no part of what the author wrote.
        asset="" if row["deck"] else row["asset_code"] or "",
        objectives=_read(row["objectives"], tuple[Objective, ...]),
        facts=_read(row["facts"], tuple[Fact, ...]),
        scenario=_read(row["scenario"], Scenario | None),
        quiz=quiz,
    )


async def _quizzes(version_id: int) -> dict[int, Quiz]:
    """The quizzes by the id of their lesson."""
    draw = tables.QuizDraw
    quiz: Any = draw.quiz
    rows = (
        await draw.select(
            draw.pool,
            draw.count,
            quiz.lesson.as_alias("lesson"),
            *(getattr(quiz, name).as_alias(f"quiz_{name}") for name in _QUIZ),
        )
        .where(quiz.lesson.version == version_id)
        .order_by(quiz, draw.id)
    )
    quizzes = {}
    for lesson_id, group in groupby(rows, key=itemgetter("lesson")):
        own = list(group)
        draws = tuple(Draw(pool=row["pool"], count=row["count"]) for row in own)
        quizzes[lesson_id] = Quiz(**{name: own[0][f"quiz_{name}"] for name in _QUIZ}, draws=draws)
    return quizzes


async def _questions(version_id: int) -> tuple[Question, ...]:
    question, choice = tables.Question, tables.Choice
    rows = await question.select().where(question.version == version_id).order_by(question.position)
    options = (
        await choice.select(choice.question, choice.key, choice.body, choice.correct)
        .where(choice.question.version == version_id)
        .order_by(choice.question, choice.position)
    )
    own = {
        question_id: tuple(Choice(key=row["key"], body=row["body"], correct=row["correct"]) for row in group)
        for question_id, group in groupby(options, key=itemgetter("question"))
    }
    return in_pool_order(
        tuple(
            Question(**_named(row, _QUESTION), sources=_read(row["sources"], tuple[str, ...]), choices=own[row["id"]])
            for row in rows
        )
    )


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
            **{name: getattr(lesson, name) for name in _LESSON},
        )
        for module in content.modules
        for position, lesson in enumerate(module.lessons)
    }
    await insert_many(list(rows.values()))
    with_quiz = [(lesson.key, lesson.quiz) for lesson in content.lessons if lesson.quiz]
    quizzes = [
        tables.Quiz(lesson=rows[key].id, **{name: getattr(quiz, name) for name in _QUIZ}) for key, quiz in with_quiz
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
        tables.Question(
            version=version_id,
            position=position,
            sources=_write(question.sources),
            **{name: getattr(question, name) for name in _QUESTION},
        )
        for _, pool in groupby(content.questions, key=attrgetter("pool"))
        for position, question in enumerate(pool)
    ]
    await insert_many(rows)
    await insert_many(
        [
            tables.Choice(question=row.id, position=position, key=choice.key, body=choice.body, correct=choice.correct)
            for row, question in zip(rows, content.questions, strict=True)
            for position, choice in enumerate(question.choices)
        ]
    )


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


async def clear(version_id: int) -> None:
    """Remove the content of a version that is not published; its row stays."""
    for table, rows in _PARTS:
        await table.raw(f"DELETE FROM {rows}", version_id)


def _named(row: Row, names: tuple[str, ...]) -> Row:
    return {name: row[name] for name in names}


def _write(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _read(text: str, kind: Any) -> Any:
    return msgspec.json.decode(text, type=kind)
