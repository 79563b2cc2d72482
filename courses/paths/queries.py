"""Learning paths with what the reader has done of them: two statements, however many paths and courses."""

from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from academy.actor import Actor
from academy.db.work import reading
from academy.errors import NotFound
from courses.learning.tables import Enrollment
from courses.paths.rules import Course, Entry, Path, PathContent, PathLesson, arranged
from courses.paths.tables import LearningPath

# What was done counts by the lesson's key, also where the reader takes an earlier version of the course.
_LESSONS = """
    SELECT c.slug, v.title AS course, v.contact_minutes, l.key, l.number, l.title, l.minutes, e.code, e.state,
        own.id AS own, p.done_at
    FROM course_version v JOIN course c ON c.id = v.course JOIN lesson l ON l.version = v.id
        JOIN module m ON m.id = l.module
        LEFT JOIN enrollment e ON e.id = (SELECT max(x.id) FROM enrollment x
            WHERE x.person = {} AND x.course = c.id AND x.state <> 'withdrawn')
        LEFT JOIN lesson own ON own.version = e.version AND own.key = l.key
        LEFT JOIN lesson_progress p ON p.enrollment = e.id AND p.lesson = own.id
    WHERE v.state = 'published' AND l.kind = 'lesson'
    ORDER BY c.slug, m.position, l.position
"""


class PathsPage(msgspec.Struct, frozen=True):
    """All paths."""

    paths: tuple[Path, ...]


async def paths_page(actor: Actor) -> PathsPage:
    """Every path, in the order of its file."""
    async with reading():
        rows = await LearningPath.select().order_by(LearningPath.position)
        courses = await _courses(actor) if rows else {}
    return PathsPage(tuple(arranged(_content(row), courses) for row in rows))


async def path_page(actor: Actor, slug: str) -> Path:
    """One path. Raises NotFound."""
    async with reading():
        row = await LearningPath.select().where(LearningPath.slug == slug).first()
        if row is None:
            raise NotFound("There is no learning path at this address. See all paths.")
        courses = await _courses(actor)
    return arranged(_content(row), courses)


async def _courses(actor: Actor) -> dict[str, Course]:
    rows = await Enrollment.raw(_LESSONS, actor.id)
    return {slug: _course(list(group)) for slug, group in groupby(rows, key=itemgetter("slug"))}


def _course(rows: list[dict[str, Any]]) -> Course:
    first = rows[0]
    path = f"/enrollments/{first['code']}" if first["code"] else ""
    return Course(
        slug=first["slug"],
        title=first["course"],
        minutes=first["contact_minutes"],
        state=first["state"] or "",
        enrollment_path=path,
        lessons=tuple(
            PathLesson(
                key=row["key"],
                number=row["number"],
                title=row["title"],
                minutes=row["minutes"],
                href=f"{path}/lessons/{row['key']}" if row["own"] is not None else "",
                is_done=row["done_at"] is not None,
            )
            for row in rows
        ),
    )


def _content(row: dict[str, Any]) -> PathContent:
    named = {name: row[name] for name in ("slug", "title", "audience", "summary")}
    return PathContent(**named, course=msgspec.json.decode(row["entries"], type=tuple[Entry, ...]))
