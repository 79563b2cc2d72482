"""The only way from an address to what evidence is about, and to a file that was made."""

from datetime import date, datetime

import msgspec

from academy.actor import Actor, Permission
from academy.errors import NotFound
from academy.sites.access import SiteRow
from certificates.evidence.rules import OwnEvidence, StillTaking
from certificates.evidence.tables import EvidenceFile
from courses.learning.rules.enrollment import OPEN_STATES
from courses.learning.tables import Enrollment


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """An enrollment that evidence can be made of. `attempts`: how many quizzes were sent or are open."""

    enrollment_id: int
    code: str
    person_id: int
    person: str
    person_code: str
    course_id: int
    title: str
    version: int
    cycle: int
    state: str
    attempts: int


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was asked for. `officer` is "" for a class."""

    id: int
    code: str
    state: str
    reason: str
    created_at: datetime
    done: int
    total: int
    stored_as: str
    sha256: str
    size: int
    failure: str
    ready_at: datetime | None
    site_id: int
    site_slug: str
    site: str
    zone: str
    course_id: int
    course: str
    title: str
    enrollment_id: int
    officer: str
    from_on: date | None
    until_on: date | None

    @property
    def path(self) -> str:
        return f"/evidence-files/{self.code}"


_SUBJECT = """
    SELECT e.id AS enrollment_id, e.code, e.person AS person_id, p.full_name AS person, p.code AS person_code,
        e.course AS course_id, v.title, v.number AS version, e.cycle, e.state,
        (SELECT count(*) FROM attempt t WHERE t.enrollment = e.id) AS attempts
    FROM enrollment e JOIN person p ON p.id = e.person JOIN course_version v ON v.id = e.version
    WHERE e.code = {} AND e.site = {}
"""
FILE = """
    SELECT f.id, f.code, f.state, f.reason, f.created_at, f.done, f.total, coalesce(f.stored_as, '') AS stored_as,
        coalesce(f.sha256, '') AS sha256, coalesce(f.size, 0) AS size, coalesce(f.failure, '') AS failure, f.ready_at,
        f.site AS site_id, s.slug AS site_slug, s.name || ', ' || s.state_code AS site, s.time_zone AS zone,
        f.course AS course_id, c.slug AS course,
        (SELECT v.title FROM course_version v WHERE v.course = c.id ORDER BY v.number DESC LIMIT 1) AS title,
        coalesce(f.enrollment, 0) AS enrollment_id, coalesce(p.full_name, '') AS officer, f.from_on, f.until_on
    FROM evidence_file f JOIN site s ON s.id = f.site JOIN course c ON c.id = f.course
        LEFT JOIN enrollment e ON e.id = f.enrollment LEFT JOIN person p ON p.id = e.person
"""


async def subject_at(site: SiteRow, code: str) -> Subject:
    """An enrollment that counts for the site (which `site_for` has opened); NotFound otherwise."""
    rows = await Enrollment.raw(_SUBJECT, code, site.id)
    if not rows:
        raise NotFound()
    return msgspec.convert(rows[0], Subject, strict=False)


async def require_outsider(actor: Actor, course_id: int, person_id: int | None = None) -> None:
    """Raises OwnEvidence, StillTaking."""
    if person_id == actor.id:
        raise OwnEvidence()
    still = (Enrollment.person == actor.id, Enrollment.course == course_id, Enrollment.state.is_in(list(OPEN_STATES)))
    if await Enrollment.exists().where(*still):
        raise StillTaking()


async def file_for(actor: Actor, code: str) -> FileRow:
    """A file this actor asked for, as long as they may still see evidence of its site; NotFound otherwise."""
    rows = await EvidenceFile.raw(FILE + "WHERE f.code = {} AND f.made_by = {}", code, actor.id)
    if not rows or not actor.may(Permission.SEE_EVIDENCE, rows[0]["site_id"]):
        raise NotFound()
    return msgspec.convert(rows[0], FileRow, strict=False)


async def file_to_make(file_id: int) -> FileRow:
    """For the academy's own work."""
    rows = await EvidenceFile.raw(FILE + "WHERE f.id = {}", file_id)
    if not rows:
        raise NotFound()
    return msgspec.convert(rows[0], FileRow, strict=False)


class About(msgspec.Struct, frozen=True, kw_only=True):
    """A site and a course, and the enrollments of the officer asked for, newest last."""

    site_id: int
    site: str
    zone: str
    course_id: int
    title: str
    enrollments: tuple[int, ...] = ()


async def subject_of(site: str, course: str, email: str) -> About:
    """For the academy's own work, by short names; the newest enrollment of an officer. Raises NotFound."""
    rows = await Enrollment.raw(_ABOUT, site, course)
    taken = await Enrollment.raw(_OF_OFFICER, site, course, email.strip().lower()) if email else []
    if not rows or (email and not taken):
        raise NotFound("Nobody fits: look at the names of the site and the course, and at the e-mail address.")
    about = msgspec.convert(rows[0], About)
    return msgspec.structs.replace(about, enrollments=tuple(row["id"] for row in taken[-1:]))


_ABOUT = """
    SELECT s.id AS site_id, s.name || ', ' || s.state_code AS site, s.time_zone AS zone, c.id AS course_id,
        (SELECT v.title FROM course_version v WHERE v.course = c.id ORDER BY v.number DESC LIMIT 1) AS title
    FROM site s, course c WHERE s.slug = {} AND c.slug = {}
"""
_OF_OFFICER = """
    SELECT e.id FROM enrollment e JOIN person p ON p.id = e.person JOIN site s ON s.id = e.site
        JOIN course c ON c.id = e.course
    WHERE s.slug = {} AND c.slug = {} AND p.email = {} ORDER BY e.id
"""
