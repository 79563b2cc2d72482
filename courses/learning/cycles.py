"""Earlier times that people took a course, read from the database."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec

from academy import clock
from academy.actor import Actor
from academy.db.work import reading
from courses.authoring.tables import CourseVersion
from courses.learning.rules.cycles import Before, credit_period
from courses.learning.rules.enrollment import OPEN_STATES
from courses.learning.tables import Completion, Enrollment


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """A completed cycle of a course. `completion` opens its certificate."""

    code: str
    cycle: int
    version_number: int
    completed_at: datetime
    completion: str
    is_duplicate: bool

    @property
    def path(self) -> str:
        return f"/enrollments/{self.code}"


class Again(msgspec.Struct, frozen=True, kw_only=True):
    """Before somebody starts a course that they completed already. `counts`: whether it will add hours."""

    slug: str
    title: str
    version_number: int
    cycle: int
    last: Earlier
    year: int
    counts: bool
    zone: str


_CYCLES = """
    SELECT e.code, e.cycle, v.number AS version_number, k.completed_at, k.code AS completion,
        CASE WHEN k.duplicate_of IS NULL THEN 0 ELSE 1 END AS is_duplicate
    FROM completion k JOIN enrollment e ON e.id = k.enrollment JOIN course_version v ON v.id = k.version
    WHERE k.person = {} AND k.course = {} ORDER BY k.completed_at DESC, k.id DESC
"""


async def completed_cycles(person_id: int, course_id: int) -> tuple[Earlier, ...]:
    """Every time a person completed a course, newest first."""
    rows = await Completion.raw(_CYCLES, person_id, course_id)
    return tuple(msgspec.convert(row, Earlier, strict=False) for row in rows)


async def completed_before(course_id: int, people: Collection[int]) -> dict[int, Before]:
    """How often each of these people completed a course; those who never did are left out. One statement."""
    marks = ", ".join("{}" for _ in people)
    rows = await Enrollment.raw(
        "SELECT person, count(*) AS times, max(id) AS latest FROM enrollment"
        f" WHERE course = {{}} AND state = 'completed' AND person IN ({marks}) GROUP BY person",
        course_id,
        *people,
    )
    return {row["person"]: Before(row["times"], row["latest"]) for row in rows}


async def counted_already(person_id: int, course_id: int, at: datetime, zone: str) -> int | None:
    """The completion that gave the hours of a course in the credit period of `at`; None while there is none."""
    first, following = credit_period(at, zone)
    same = (Completion.person == person_id, Completion.course == course_id, Completion.duplicate_of.is_null())
    within = (Completion.completed_at >= first, Completion.completed_at < following)
    row = await Completion.select(Completion.id).where(*same, *within).order_by(Completion.id).first()
    return int(row["id"]) if row else None


async def before_starting(actor: Actor, slug: str) -> Again | None:
    """What to know before taking a course again; None for the first time, and while a cycle is open."""
    async with reading():
        row = await _published(slug)
        if row is None or await _is_open(actor.id, row["course_id"]):
            return None
        earlier = await completed_cycles(actor.id, row["course_id"])
        counted = await counted_already(actor.id, row["course_id"], clock.now(), actor.zone)
    if not earlier:
        return None
    return Again(
        slug=slug,
        title=row["title"],
        version_number=row["number"],
        cycle=len(earlier) + 1,
        last=earlier[0],
        year=credit_period(clock.now(), actor.zone)[1].year - 1,
        counts=counted is None,
        zone=actor.zone,
    )


async def _published(slug: str) -> dict[str, Any] | None:
    columns = (CourseVersion.course.id.as_alias("course_id"), CourseVersion.title, CourseVersion.number)
    taught = (CourseVersion.course.slug == slug, CourseVersion.state == "published")
    return await CourseVersion.select(*columns).where(*taught).first()


async def _is_open(person_id: int, course_id: int) -> bool:
    taken = (Enrollment.person == person_id, Enrollment.course == course_id)
    return await Enrollment.exists().where(*taken, Enrollment.state.is_in(list(OPEN_STATES)))
