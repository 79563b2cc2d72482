"""The take-away card of a lesson somebody takes."""

from datetime import datetime

import msgspec

from academy.actor import Actor
from academy.errors import NotFound
from courses.content.sections import take_away
from courses.learning.tables import Enrollment

_CARD = """
    SELECT v.number AS version, v.code, v.title AS course, v.published_at, v.local_notice, l.number, l.title, l.body
    FROM enrollment e JOIN course_version v ON v.id = e.version JOIN lesson l ON l.version = v.id
    WHERE e.code = {} AND e.person = {} AND l.key = {}
"""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One printable page. `lesson_path` leads back to the lesson."""

    lesson_path: str
    course: str
    course_code: str
    version: int
    published_at: datetime | None
    title: str
    body: str
    local_notice: str


async def card_for(actor: Actor, code: str, key: str) -> Card:
    """The card of a lesson of the learner's own enrollment. Raises NotFound, also for a lesson without one."""
    rows = await Enrollment.raw(_CARD, code, actor.id, key)
    body = take_away(rows[0]["body"]) if rows else ""
    if not body:
        raise NotFound("This lesson has no take-away card.")
    row = rows[0]
    published = row["published_at"]
    return Card(
        lesson_path=f"/enrollments/{code}/lessons/{key}",
        course=row["course"],
        course_code=row["code"],
        version=row["version"],
        published_at=datetime.fromisoformat(published) if isinstance(published, str) else published,
        title=f"{row['number']} {row['title']}".strip(),
        body=body,
        local_notice=row["local_notice"],
    )
