"""A class: everybody of a site who took a course between two days, with what became of it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from certificates.evidence.record import Record
from courses.learning.tables import Enrollment


class Attendee(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the list; `folder` is where the officer's record lies."""

    name: str
    agency: str
    unit: str
    version: int
    started_at: datetime | None
    completed_at: datetime | None
    state: str
    percent: int | None
    contact_minutes: int | None
    active_minutes: int | None
    certificate: str
    folder: str


class ClassList(msgspec.Struct, frozen=True, kw_only=True):
    """The class as a whole: which course, who taught it in which edition, on which days, and who attended."""

    format: str = "psp-evidence-class-1"
    site: str
    zone: str
    course: str
    title: str
    from_on: date
    until_on: date
    taught_by: tuple[str, ...]
    attendees: tuple[Attendee, ...]


async def enrollments_in(site_id: int, course_id: int, days: tuple[date, date], zone: str) -> tuple[int, ...]:
    """Enrollments of the class that were open on one of the days, by name; given back ones are left out unless work
    was done in them."""
    midnight = [datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)) for day in (days[0], days[1] + timedelta(1))]
    rows = await Enrollment.raw(_CLASS, site_id, course_id, midnight[1], midnight[0], midnight[0])
    return tuple(row["id"] for row in rows)


_CLASS = """
    SELECT e.id FROM enrollment e JOIN person p ON p.id = e.person
    WHERE e.site = {} AND e.course = {} AND e.created_at < {}
        AND (e.completed_at IS NULL OR e.completed_at >= {}) AND (e.withdrawn_at IS NULL OR e.withdrawn_at >= {})
        AND (e.withdrawn_at IS NULL OR e.started_at IS NOT NULL)
    ORDER BY p.full_name, p.id, e.id
"""


def attendee(record: Record, folder: str) -> Attendee:
    """An officer's line."""
    done = record.completion
    valid = [one.number for one in record.certificates if one.state == "issued"]
    return Attendee(
        name=record.officer.name,
        agency=record.officer.agency,
        unit=record.officer.unit,
        version=record.taught.version,
        started_at=record.taken.started_at,
        completed_at=record.taken.completed_at,
        state=record.taken.state,
        percent=done.percent if done else None,
        contact_minutes=done.contact_minutes if done and not done.duplicate else None,
        active_minutes=record.active_minutes,
        certificate=valid[-1] if valid else "",
        folder=folder,
    )
