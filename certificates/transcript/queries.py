"""The officer's record as a transcript shows it: five statements, however many courses."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from academy.people.tables import Person
from academy.sites.access import SiteRow
from certificates.rules import standing
from certificates.tables import Certificate
from certificates.transcript.rules import Line, Total, altogether, attempts, by_area, by_engagement, by_year, result
from courses.learning.elsewhere.queries import Elsewhere, approved_of
from courses.learning.roll_calls.queries import TakenPart, parts_of_person


class Row(msgspec.Struct, frozen=True):
    """A line with its words."""

    line: Line
    result: str
    attempts: str


class Holder(msgspec.Struct, frozen=True):
    """Whose transcript it is. Numbers are empty where they are not on record."""

    id: int
    name: str
    rank: str
    post_number: str
    employee_number: str


class Transcript(msgspec.Struct, frozen=True, kw_only=True):
    """A transcript as printed at `printed_at`. `site` is empty on the officer's own, which holds all sites.

    elsewhere: approved training that is not the academy's. roll_calls: those attended or made up. No total has them in.
    """

    holder: Holder
    site: str
    zone: str
    printed_at: datetime
    completed: tuple[Row, ...]
    others: tuple[Row, ...]
    years: tuple[Total, ...]
    engagement_years: tuple[Total, ...]
    areas: tuple[Total, ...]
    total: Total
    elsewhere: tuple[Elsewhere, ...] = ()
    roll_calls: tuple[TakenPart, ...] = ()


_HOLDER = """
    SELECT id, full_name AS name, coalesce(rank, '') AS rank, coalesce(post_number, '') AS post_number,
        coalesce(employee_number, '') AS employee_number
    FROM person WHERE id = {}
"""
_TAKEN = """
    SELECT v.title AS course, c.code, v.number AS version, s.name AS site_name, s.state_code,
        s.time_zone AS zone, s.engaged_from, v.focus_areas, e.created_at AS enrolled_at, k.completed_at, e.withdrawn_at,
        CASE WHEN k.duplicate_of IS NULL THEN coalesce(k.contact_minutes, 0) ELSE 0 END AS credit, e.cycle,
        k.duplicate_of, k.percent, coalesce(t.serial, '') AS serial,
        coalesce(t.state, '') AS state, t.expires_on,
        (SELECT coalesce(sum(p.watched_seconds), 0) FROM lesson_progress p WHERE p.enrollment = e.id) AS watched,
        (SELECT count(*) FROM attempt a JOIN quiz q ON q.id = a.quiz
            WHERE a.enrollment = e.id AND a.state = 'graded' AND q.final) AS exam_attempts
    FROM enrollment e JOIN course c ON c.id = e.course JOIN course_version v ON v.id = e.version
        JOIN site s ON s.id = e.site LEFT JOIN completion k ON k.enrollment = e.id
        LEFT JOIN certificate t ON t.id = (SELECT max(n.id) FROM certificate n WHERE n.completion = k.id)
    WHERE e.person = {} AND ({} = 0 OR e.site = {}) ORDER BY e.id
"""


async def transcript_of(person_id: int, now: datetime, zone: str, *, site: SiteRow | None = None) -> Transcript:
    """Everything a person took, or what was taken for one site; `zone` is where it is printed."""
    holder = msgspec.convert((await Person.raw(_HOLDER, person_id))[0], Holder)
    site_id = site.id if site else 0
    rows = [msgspec.convert(row, _Taken) for row in await Certificate.raw(_TAKEN, person_id, site_id, site_id)]
    lines = [_line(row, now) for row in rows]
    done = sorted((line for line in lines if line.completed_on), key=lambda line: line.completed_on or date.min)
    return Transcript(
        holder=holder,
        site=site.label if site else "",
        zone=zone,
        printed_at=now,
        completed=tuple(map(_row, done)),
        others=tuple(_row(line) for line in lines if not line.completed_on),
        years=by_year(lines),
        engagement_years=by_engagement(lines),
        areas=by_area(lines),
        total=altogether(lines),
        elsewhere=await approved_of(person_id, site_id=site_id),
        roll_calls=tuple(one for one in await parts_of_person(person_id, site_id=site_id) if not one.is_owed),
    )


def _row(line: Line) -> Row:
    return Row(line, result(line), attempts(line))


def _line(row: "_Taken", now: datetime) -> Line:
    zone = ZoneInfo(row.zone)
    issued = row.state not in ("", "pending")
    return Line(
        course=row.course,
        code=row.code,
        version=row.version,
        time=row.cycle,
        site=f"{row.site_name}, {row.state_code}",
        areas=msgspec.json.decode(row.focus_areas, type=tuple[str, ...]),
        enrolled_on=row.enrolled_at.astimezone(zone).date(),
        completed_on=row.completed_at.astimezone(zone).date() if row.completed_at else None,
        withdrawn_on=row.withdrawn_at.astimezone(zone).date() if row.withdrawn_at else None,
        credit=row.credit,
        is_duplicate=row.duplicate_of is not None,
        active=row.watched // 60,
        exam_attempts=row.exam_attempts,
        percent=row.percent,
        certificate=row.serial if issued else "",
        standing=standing(row.state, row.expires_on, now.astimezone(zone).date()) if issued else "",
        engaged_from=row.engaged_from,
    )


class _Taken(msgspec.Struct, frozen=True):
    """The row behind a line."""

    course: str
    code: str
    version: int
    site_name: str
    state_code: str
    zone: str
    engaged_from: date | None
    focus_areas: str
    enrolled_at: datetime
    completed_at: datetime | None
    withdrawn_at: datetime | None
    credit: int
    cycle: int
    duplicate_of: int | None
    percent: int | None
    serial: str
    state: str
    expires_on: date | None
    watched: int
    exam_attempts: int
