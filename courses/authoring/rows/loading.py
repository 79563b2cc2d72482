"""Reading the content of a version."""

from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from academy.db.work import reading
from courses.authoring import tables
from courses.authoring.rows import columns, questions
from courses.content.model import (
    CourseContent,
    Draw,
    Fact,
    JobAid,
    Lesson,
    Module,
    Objective,
    Pick,
    Question,
    Quiz,
    RollCall,
    Scenario,
    Source,
    Stimulus,
    Stop,
    in_pool_order,
)

Row = dict[str, Any]  # what a select gives; turned into structs before it leaves this module


async def load(version_id: int) -> CourseContent:
    """The content of a version, whatever its state, in five statements."""
    async with reading():
        [version] = await tables.CourseVersion.select(
            *(tables.CourseVersion._meta.get_column_by_name(name) for name in columns.VERSION),
            tables.CourseVersion.focus_areas,
            tables.CourseVersion.sources,
            tables.CourseVersion.job_aids,
            tables.CourseVersion.roll_calls,
            tables.CourseVersion.stimuli,
            tables.CourseVersion.course.slug.as_alias("slug"),
        ).where(tables.CourseVersion.id == version_id)
        modules = await _modules(version_id)
        questions = await _questions(version_id)
    return CourseContent(
        slug=version["slug"],
        **_named(version, columns.VERSION),
        focus_areas=_read(version["focus_areas"], tuple[str, ...]),
        sources=_read(version["sources"], tuple[Source, ...]),
        job_aids=_read(version["job_aids"], tuple[JobAid, ...]),
        roll_calls=_read(version["roll_calls"], tuple[RollCall, ...]),
        stimuli=_read(version["stimuli"], tuple[Stimulus, ...]),
        modules=modules,
        questions=questions,
    )


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
        **_named(row, columns.LESSON),
        # The recording of slides follows from the slides; it is no part of what the author wrote.
        asset="" if row["deck"] else row["asset_code"] or "",
        objectives=_read(row["objectives"], tuple[Objective, ...]),
        facts=_read(row["facts"], tuple[Fact, ...]),
        scenario=_read(row["scenario"], Scenario | None),
        stops=_read(row["stops"], tuple[Stop, ...]),
        quiz=quiz,
    )


_QUIZZES = f"""
    SELECT z.lesson, z.picks, d.pool, d.count AS drawn, {", ".join(f"z.{name}" for name in columns.QUIZ)}
    FROM quiz z JOIN lesson l ON l.id = z.lesson LEFT JOIN quiz_draw d ON d.quiz = z.id
    WHERE l.version = {{}} ORDER BY z.id, d.id
"""


async def _quizzes(version_id: int) -> dict[int, Quiz]:
    """The quizzes by the id of their lesson."""
    rows = await tables.Quiz.raw(_QUIZZES, version_id)
    quizzes = {}
    for lesson_id, group in groupby(rows, key=itemgetter("lesson")):
        own = list(group)
        draws = tuple(Draw(pool=row["pool"], count=row["drawn"]) for row in own if row["pool"] is not None)
        terms = _named(own[0], columns.QUIZ)
        terms |= {name: bool(terms[name]) for name in ("final", "shuffle_questions", "shuffle_choices")}
        quizzes[lesson_id] = Quiz(**terms, draws=draws, picks=_read(own[0]["picks"], tuple[Pick, ...]))
    return quizzes


_BANK = f"""
    SELECT {questions.COLUMNS} FROM question q LEFT JOIN choice c ON c.question = q.id
    WHERE q.version = {{}} ORDER BY q.position, q.id, c.position
"""


async def _questions(version_id: int) -> tuple[Question, ...]:
    rows = await tables.Question.raw(_BANK, version_id)
    return in_pool_order(tuple(question for _, question in questions.from_rows(rows)))


def _named(row: Row, names: tuple[str, ...]) -> Row:
    return {name: row[name] for name in names}


def _read(text: str, kind: Any) -> Any:
    return msgspec.json.decode(text, type=kind)
