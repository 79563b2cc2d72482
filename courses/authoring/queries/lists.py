"""Lists of courses and versions, one statement each."""

from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

import msgspec

from academy.actor import Actor
from courses.authoring.tables import CourseVersion, ReviewNote

_VERSIONS = """
SELECT c.slug AS slug, c.track AS track, v.number AS number, v.state AS state, v.title AS title,
       v.created_at AS created_at, v.published_at AS published_at, v.retired_at AS retired_at,
       coalesce(v.retired_reason, '') AS retired_reason, v.source AS source, v.revision AS revision,
       coalesce(w.full_name, '') AS created_by, coalesce(s.full_name, '') AS submitted_by,
       coalesce(a.full_name, '') AS approved_by,
       (SELECT count(*) FROM review_note n WHERE n.version = v.id AND n.resolved_at IS NULL) AS open_notes
FROM course_version v JOIN course c ON c.id = v.course
LEFT JOIN person w ON w.id = v.created_by
LEFT JOIN person s ON s.id = v.submitted_by
LEFT JOIN person a ON a.id = v.approved_by
"""
_OWN = "WHERE EXISTS (SELECT 1 FROM course_author ca WHERE ca.course = c.id AND ca.person = {})"


class VersionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A version in a list, with the names of the people around it ("" = the academy itself)."""

    slug: str
    track: str
    number: int
    state: str
    title: str
    created_at: datetime
    published_at: datetime | None
    retired_at: datetime | None
    retired_reason: str
    source: str
    revision: int
    created_by: str
    submitted_by: str
    approved_by: str
    open_notes: int


class CourseLine(msgspec.Struct, frozen=True):
    """A course with its versions, newest first."""

    slug: str
    versions: tuple[VersionLine, ...]

    @property
    def title(self) -> str:
        return self.versions[0].title

    @property
    def open_version(self) -> VersionLine | None:
        return next((one for one in self.versions if one.state in ("draft", "review")), None)

    @property
    def published(self) -> VersionLine | None:
        return next((one for one in self.versions if one.state == "published"), None)


class NoteLine(msgspec.Struct, frozen=True):
    """A review note; `by` is a name."""

    id: int
    lesson_key: str
    by: str
    body: str
    created_at: datetime
    resolved: bool


async def authored_courses(actor: Actor) -> tuple[CourseLine, ...]:
    """The courses the actor is an author of, by slug."""
    rows = await CourseVersion.raw(f"{_VERSIONS} {_OWN} ORDER BY c.slug, v.number DESC", actor.id)
    return _by_course(rows)


async def course_versions(actor: Actor, slug: str) -> CourseLine | None:
    """One course of the actor's own."""
    rows = await CourseVersion.raw(f"{_VERSIONS} {_OWN} AND c.slug = {{}} ORDER BY v.number DESC", actor.id, slug)
    return next(iter(_by_course(rows)), None)


async def review_queue() -> tuple[VersionLine, ...]:
    """What waits for a reviewer, longest first."""
    rows = await CourseVersion.raw(f"{_VERSIONS} WHERE v.state = 'review' ORDER BY v.created_at, v.id")
    return tuple(_version_line(row) for row in rows)


async def published_versions() -> tuple[VersionLine, ...]:
    """What learners get now, by title."""
    rows = await CourseVersion.raw(f"{_VERSIONS} WHERE v.state = 'published' ORDER BY v.title")
    return tuple(_version_line(row) for row in rows)


async def version_line(version_id: int) -> VersionLine:
    [row] = await CourseVersion.raw(f"{_VERSIONS} WHERE v.id = {{}}", version_id)
    return _version_line(row)


async def notes_of(version_id: int) -> tuple[NoteLine, ...]:
    """What was said about a version, newest first."""
    rows = (
        await ReviewNote.select(
            ReviewNote.id,
            ReviewNote.lesson_key,
            ReviewNote.body,
            ReviewNote.created_at,
            ReviewNote.resolved_at,
            ReviewNote.by.full_name.as_alias("by"),
        )
        .where(ReviewNote.version == version_id)
        .order_by(ReviewNote.id, ascending=False)
    )
    return tuple(
        NoteLine(
            row["id"],
            row["lesson_key"] or "",
            row["by"],
            row["body"],
            row["created_at"],
            row["resolved_at"] is not None,
        )
        for row in rows
    )


def _by_course(rows: list[dict[str, Any]]) -> tuple[CourseLine, ...]:
    lines = [_version_line(row) for row in rows]
    return tuple(CourseLine(slug, tuple(group)) for slug, group in groupby(lines, key=attrgetter("slug")))


def _version_line(row: dict[str, Any]) -> VersionLine:
    return msgspec.convert(row, VersionLine, strict=False)
