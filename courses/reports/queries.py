"""What coordinators and liaisons look at: who belongs to the site, and the records of one officer."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec

from courses.authoring.tables import CourseVersion
from courses.learning.tables import Enrollment, Leave
from courses.reports.rules import Column, Member


async def columns(members: Iterable[Member]) -> tuple[Column, ...]:
    """The published courses and whatever else these people take, as columns in the order of their codes."""
    used = {taken.course_id for member in members for taken in member.taken}
    rows = (
        await CourseVersion.select(
            CourseVersion.course.id.as_alias("id"),
            CourseVersion.course.slug.as_alias("slug"),
            CourseVersion.course.code.as_alias("code"),
            CourseVersion.title.as_alias("title"),
            CourseVersion.contact_minutes.as_alias("minutes"),
            CourseVersion.state.as_alias("state"),
        )
        .where(CourseVersion.state.is_in(["published", "retired"]))
        .order_by(CourseVersion.course.code, CourseVersion.number)
    )
    latest = {row["id"]: row for row in rows}
    wanted = [row for row in latest.values() if row["state"] == "published" or row["id"] in used]
    return tuple(Column(row["id"], row["slug"], row["code"], row["title"], row["minutes"]) for row in wanted)


class Happened(msgspec.Struct, frozen=True):
    """One line of a person's timeline."""

    at: datetime
    icon: str
    words: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One enrollment on the officer page. Moments are None where it has not come to that."""

    id: int
    code: str
    course_id: int
    slug: str
    title: str
    course_code: str
    version: int
    state: str
    source: str
    assigned_by: str | None
    reason: str
    enrolled_at: datetime
    due_on: date | None
    started_at: datetime | None
    completed_at: datetime | None
    withdrawn_at: datetime | None
    completion: str | None
    minutes: int
    cycle: int
    duplicate_of: int | None
    due_given: date | None


_RECORDS = """
SELECT e.id AS id, e.code AS code, e.course AS course_id, c.slug AS slug, v.title AS title, c.code AS course_code,
       v.number AS version, e.state AS state,
       e.source AS source, giver.full_name AS assigned_by, e.reason AS reason, e.created_at AS enrolled_at,
       e.due_on AS due_on, e.started_at AS started_at, e.completed_at AS completed_at, e.withdrawn_at AS withdrawn_at,
       done.code AS completion, v.contact_minutes AS minutes, e.cycle AS cycle, done.duplicate_of AS duplicate_of,
       e.due_given AS due_given
FROM enrollment e
JOIN course c ON c.id = e.course
JOIN course_version v ON v.id = e.version
LEFT JOIN person giver ON giver.id = e.assigned_by
LEFT JOIN completion done ON done.enrollment = e.id
WHERE e.person = {} AND e.site = {}
ORDER BY e.id DESC
"""


async def records(person_id: int, site_id: int) -> tuple[Record, ...]:
    """A person's enrollments that count for the site, newest first."""
    rows = await Enrollment.raw(_RECORDS, person_id, site_id)
    return tuple(Record(**(row | _moments(row))) for row in rows)


class LeaveLine(msgspec.Struct, frozen=True, kw_only=True):
    """Leave of an officer. `is_open`: it can still be ended or undone."""

    code: str
    from_on: date
    until_on: date | None
    reason: str
    given_by: str
    is_open: bool
    undone: bool


_LEAVES = """
SELECT f.code AS code, f.from_on AS from_on, f.until_on AS until_on, f.reason AS reason, b.full_name AS given_by,
       CASE WHEN f.undone_at IS NULL AND f.ended_at IS NULL THEN 1 ELSE 0 END AS is_open,
       CASE WHEN f.undone_at IS NULL THEN 0 ELSE 1 END AS undone
FROM leave f JOIN person b ON b.id = f.given_by
WHERE f.person = {} AND f.site = {}
ORDER BY f.from_on DESC, f.id DESC
"""


async def leaves(person_id: int, site_id: int) -> tuple[LeaveLine, ...]:
    """A person's leave at the site, newest first."""
    rows = await Leave.raw(_LEAVES, person_id, site_id)
    return tuple(msgspec.convert(row, LeaveLine, strict=False) for row in rows)


_STEPS = """
SELECT 'lesson' AS kind, l.number AS number, l.title AS title, lp.done_at AS at, NULL AS passed
FROM lesson_progress lp JOIN lesson l ON l.id = lp.lesson JOIN enrollment e ON e.id = lp.enrollment
WHERE e.person = {} AND e.site = {} AND lp.done_at IS NOT NULL
UNION ALL
SELECT 'exam', '', l.title, t.submitted_at, t.passed
FROM attempt t JOIN quiz q ON q.id = t.quiz JOIN lesson l ON l.id = q.lesson JOIN enrollment e ON e.id = t.enrollment
WHERE e.person = {} AND e.site = {} AND q.final AND t.submitted_at IS NOT NULL
ORDER BY at DESC
LIMIT 40
"""


async def timeline(person_id: int, site_id: int, taken: Iterable[Record]) -> tuple[Happened, ...]:
    """What happened, newest first: assigned, lessons done, exams sent (never answers), completed."""
    rows = await Enrollment.raw(_STEPS, person_id, site_id, person_id, site_id)
    steps = [_step(row) for row in rows]
    marks = [one for record in taken for one in _of_record(record)]
    return tuple(sorted([*steps, *marks], key=lambda one: one.at, reverse=True))


def _step(row: dict[str, Any]) -> Happened:
    at = _some(row["at"])
    if row["kind"] == "exam":
        outcome = "passed" if row["passed"] else "sent, not passed yet"
        return Happened(at, "done" if row["passed"] else "look", f"{row['title']} {outcome}")
    return Happened(at, "progress", f"Lesson {row['number']} done: {row['title']}")


def _of_record(record: Record) -> Iterable[Happened]:
    giver = f"assigned by {record.assigned_by}" if record.assigned_by else "chosen by the officer"
    yield Happened(record.enrolled_at, "calendar", f"{record.title} {giver}")
    if record.completed_at:
        yield Happened(record.completed_at, "done", f"{record.title} completed")
    if record.withdrawn_at:
        yield Happened(record.withdrawn_at, "exempt", f"{record.title} withdrawn")


def _moments(row: dict[str, Any]) -> dict[str, Any]:
    names = ("enrolled_at", "started_at", "completed_at", "withdrawn_at")
    return {"due_on": _day(row["due_on"]), "due_given": _day(row["due_given"])} | {
        name: _moment(row[name]) for name in names
    }


def _moment(value: datetime | str | None) -> datetime | None:
    """Raw SQLite rows may carry times as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _some(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
