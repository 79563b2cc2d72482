"""All notes that a learner wrote in a course, in the order of its lessons, to be read again before the final."""

from datetime import datetime

import msgspec

from academy.actor import Actor
from academy.errors import NotFound
from courses.learning.tables import Enrollment


class NoteLine(msgspec.Struct, frozen=True):
    """One note, with the lesson it was written in."""

    title: str
    href: str
    body: str
    changed_at: datetime


class NotesPage(msgspec.Struct, frozen=True):
    """A course and what its learner noted. `path`: of the learner's course page."""

    course: str
    path: str
    notes: tuple[NoteLine, ...]


_NOTES = """
    SELECT v.title AS course, l.key, l.number, l.title, o.body, o.changed_at
    FROM enrollment e JOIN course_version v ON v.id = e.version
        LEFT JOIN lesson_note o ON o.enrollment = e.id AND o.body <> ''
        LEFT JOIN lesson l ON l.id = o.lesson LEFT JOIN module m ON m.id = l.module
    WHERE e.code = {} AND e.person = {} ORDER BY m.position, l.position, l.id
"""


async def notes_page(actor: Actor, code: str) -> NotesPage:
    """The notes of the learner's own enrollment, in one statement. Raises NotFound."""
    rows = await Enrollment.raw(_NOTES, code, actor.id)
    if not rows:
        raise NotFound()
    path = f"/enrollments/{code}"
    lines = (
        NoteLine(
            f"{row['number']} {row['title']}".strip(), f"{path}/lessons/{row['key']}", row["body"], row["changed_at"]
        )
        for row in rows
        if row["key"] is not None
    )
    return NotesPage(rows[0]["course"], path, tuple(lines))
