"""Asking for an evidence file, with a reason that stays on record, and taking it."""

from datetime import date
from enum import StrEnum

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import move_row, writing
from academy.errors import NotFound
from academy.jobs import enqueue
from academy.sites.access import site_for
from certificates.evidence.access import FileRow, file_for, require_outsider, subject_at
from certificates.evidence.class_list import enrollments_in
from certificates.evidence.jobs import make_file
from certificates.evidence.rules import NobodyInClass, NotReadyYet, require_period
from certificates.evidence.tables import EvidenceFile
from courses.authoring.tables import Course


class Audited(StrEnum):
    """What this area writes into the audit log."""

    ASKED = "evidence:file:request"
    REPEATED = "evidence:file:repeat"
    TAKEN = "evidence:file:take"


async def ask_for_officer(actor: Actor, *, slug: str, code: str, reason: str) -> str:
    """Have the evidence of one officer and course made; gives the file's code.

    Raises NotFound for another site's officer, OwnEvidence, StillTaking.
    """
    async with writing():
        site = await site_for(actor, slug, Permission.SEE_EVIDENCE)
        found = await subject_at(site, code)
        await require_outsider(actor, found.course_id, found.person_id)
        row = EvidenceFile(
            code=new_code(), site=site.id, course=found.course_id, enrollment=found.enrollment_id, reason=reason,
            made_by=actor.id, state="making", total=1,
        )  # fmt: skip
        return await _ask(actor, row, person=found.person_id)


async def ask_for_class(
    actor: Actor, *, slug: str, course_slug: str, from_on: date, until_on: date, reason: str
) -> str:
    """Have the evidence of everybody made who took a course at the site on one of the days; gives the file's code.

    Raises NotFound, PeriodBackwards, NobodyInClass, StillTaking.
    """
    require_period(from_on, until_on)
    async with writing():
        site = await site_for(actor, slug, Permission.SEE_EVIDENCE)
        course = await Course.select(Course.id).where(Course.slug == course_slug).first()
        if course is None:
            raise NotFound()
        await require_outsider(actor, course["id"])
        people = await enrollments_in(site.id, course["id"], (from_on, until_on), site.time_zone)
        if not people:
            raise NobodyInClass(fields={"from_on": NobodyInClass.sentence})
        row = EvidenceFile(
            code=new_code(), site=site.id, course=course["id"], from_on=from_on, until_on=until_on, reason=reason,
            made_by=actor.id, state="making", total=len(people),
        )  # fmt: skip
        return await _ask(actor, row, person=None)


async def ask_again(actor: Actor, *, code: str) -> None:
    """Try once more what failed. Raises NotFound, Conflict."""
    async with writing():
        file = await file_for(actor, code)
        await move_row(EvidenceFile.state, file.id, old="failed", new="making", failure=None, done=0)
        await record(actor, Audited.REPEATED, Subject("evidence_file", file.id, file.site_id), reason=file.reason)
        await enqueue(make_file, file.id)


async def take(actor: Actor, *, code: str) -> FileRow:
    """A file that is ready, with the taking on record. Raises NotFound, NotReadyYet."""
    async with writing():
        file = await file_for(actor, code)
        if file.state != "ready":
            raise NotReadyYet()
        about = Subject("evidence_file", file.id, file.site_id)
        await record(actor, Audited.TAKEN, about, reason=file.reason, sha256=file.sha256)
        return file


async def _ask(actor: Actor, row: EvidenceFile, *, person: int | None) -> str:
    row.created_at = clock.now()
    made = await EvidenceFile.insert(row).returning(EvidenceFile.id)
    file_id = int(made[0]["id"])
    about = Subject("evidence_file", file_id, row.site)
    await record(actor, Audited.ASKED, about, reason=row.reason, course=row.course, person=person, officers=row.total)
    await enqueue(make_file, file_id)
    return str(row.code)
