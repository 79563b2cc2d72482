"""The pages about evidence: what can be asked for, what was, and how far it is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from academy.actor import Actor, Permission
from academy.sites.access import SiteRow
from certificates.evidence.access import FILE, FileRow, Subject
from certificates.evidence.tables import EvidenceFile
from courses.learning.tables import Attempt, Enrollment

_MOST = 50
_PERIOD = timedelta(days=365)


class AttemptLine(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt that was made; `may_show`: its paper as it was shown can be looked at by who asks."""

    code: str
    quiz: str
    number: int
    state: str
    opened_at: datetime
    submitted_at: datetime | None
    percent: int | None
    may_show: bool


class OfficerView(msgspec.Struct, frozen=True, kw_only=True):
    """Before the evidence of one officer is asked for, with the attempts that will be in it; `refused` says why this
    person may not.
    """

    site: SiteRow
    subject: Subject
    attempts: tuple[AttemptLine, ...] = ()
    refused: str = ""
    reason: str = ""
    errors: dict[str, str] = {}


class CourseChoice(msgspec.Struct, frozen=True):
    """A course that somebody of the site took."""

    slug: str
    title: str


class SiteView(msgspec.Struct, frozen=True, kw_only=True):
    """The class form as it was filled, and the files this person asked for."""

    site: SiteRow
    courses: tuple[CourseChoice, ...]
    files: tuple[FileRow, ...]
    values: dict[str, str]
    errors: dict[str, str] = {}


class FoundLine(msgspec.Struct, frozen=True):
    """An enrollment that fits what the program office looks for."""

    code: str
    person: str
    site: str
    site_slug: str
    course: str
    version: int
    cycle: int
    state: str
    enrolled_at: datetime


class OfficeView(msgspec.Struct, frozen=True, kw_only=True):
    """Enrollments of any site by the officer's name or address."""

    query: str
    found: tuple[FoundLine, ...]
    files: tuple[FileRow, ...]


async def attempts_in(actor: Actor, subject: Subject) -> tuple[AttemptLine, ...]:
    """The attempts of an enrollment, oldest first; papers for administrators, as their own page has them."""
    may_show = actor.may(Permission.ADMINISTER)
    rows = await Attempt.raw(_ATTEMPTS, subject.enrollment_id)
    return tuple(AttemptLine(**row, may_show=may_show and row["state"] != "open") for row in rows)


async def site_view(actor: Actor, site: SiteRow, now: datetime) -> SiteView:
    """The page of a site; the period offered first is the last year."""
    rows = await Enrollment.raw(_COURSES, site.id)
    today = now.astimezone(ZoneInfo(site.time_zone)).date()
    offered = {"course": "", "from_on": (today - _PERIOD).isoformat(), "until_on": today.isoformat(), "reason": ""}
    return SiteView(
        site=site,
        courses=tuple(CourseChoice(**row) for row in rows),
        files=await _files(actor, site.id),
        values=offered,
    )


async def office_view(actor: Actor, query: str) -> OfficeView:
    """What fits the words, newest first."""
    words = query.strip().lower()
    rows = await Enrollment.raw(_FOUND, f"%{words}%", words, _MOST) if words else []
    found = tuple(msgspec.convert(row, FoundLine, strict=False) for row in rows)
    return OfficeView(query=query.strip(), found=found, files=await _files(actor, 0))


async def _files(actor: Actor, site_id: int) -> tuple[FileRow, ...]:
    where = "WHERE f.made_by = {} AND ({} = 0 OR f.site = {}) ORDER BY f.id DESC LIMIT {}"
    rows = await EvidenceFile.raw(FILE + where, actor.id, site_id, site_id, _MOST)
    return tuple(msgspec.convert(row, FileRow, strict=False) for row in rows)


_ATTEMPTS = """
    SELECT t.code, l.title AS quiz, t.number, t.state, t.opened_at, t.submitted_at, t.percent
    FROM attempt t JOIN quiz q ON q.id = t.quiz JOIN lesson l ON l.id = q.lesson WHERE t.enrollment = {} ORDER BY t.id
"""
_COURSES = """
    SELECT c.slug, (SELECT v.title FROM course_version v WHERE v.course = c.id AND v.state <> 'draft'
        ORDER BY v.number DESC LIMIT 1) AS title
    FROM course c WHERE EXISTS (SELECT 1 FROM enrollment e WHERE e.course = c.id AND e.site = {}) ORDER BY c.code
"""
_FOUND = """
    SELECT e.code, p.full_name AS person, s.name || ', ' || s.state_code AS site, s.slug AS site_slug,
        v.title AS course, v.number AS version, e.cycle, e.state, e.created_at AS enrolled_at
    FROM enrollment e JOIN person p ON p.id = e.person JOIN site s ON s.id = e.site
        JOIN course_version v ON v.id = e.version
    WHERE lower(p.full_name) LIKE {} OR p.email = {} ORDER BY e.id DESC LIMIT {}
"""
