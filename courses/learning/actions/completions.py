"""Finishing a course: the signed statement, and the completion that rests on everything before it."""

from datetime import datetime
from enum import StrEnum

import msgspec

from academy import clock
from academy.actor import Actor
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import move_row, writing
from academy.errors import Invalid
from academy.facts import announce
from academy.people.tables import Person
from academy.record_log import log
from academy.sites.tables import Site
from courses.authoring.tables import CourseVersion
from courses.learning.access import EnrollmentRow, enrollment_for
from courses.learning.cycles import counted_already
from courses.learning.early.noting import note_asked
from courses.learning.facts import CompletionRecorded, TrainingChanged
from courses.learning.records import COMPLETION
from courses.learning.rules.completion import STATEMENT, NotYetOpen, require_statement_open, unmet
from courses.learning.rules.enrollment import CannotMove, move
from courses.learning.rules.evidence import Evidence, evidence_of, is_own_name
from courses.learning.set_by_staff import lessons_set
from courses.learning.standing import steps_of
from courses.learning.tables import Completion, Enrollment, Statement


class Audited(StrEnum):
    """What completing a course writes into the audit log."""

    SIGNED = "learning:statement:sign"
    COMPLETED = "learning:completion:record"


class Signing(msgspec.Struct, frozen=True):
    """A statement to sign: the name as typed, and the consent."""

    name: str
    agrees: bool = False


def statement_words(name: str, course: str) -> str:
    """The exact words shown to and signed by this person."""
    return STATEMENT.format(name=name, course=course)


async def sign_statement(actor: Actor, *, code: str, signing: Signing) -> None:
    """Sign that the work was one's own, and complete the course when nothing else is left.

    Signing twice keeps the first signature. Raises NotFound, CannotMove, NotYetOpen, and Invalid for another name or
    without consent.
    """
    try:
        async with writing():
            await _sign(actor, code, signing)
    except NotYetOpen:
        await note_asked(actor, code=code, what="statement")
        raise


async def _sign(actor: Actor, code: str, signing: Signing) -> None:
    enrollment = await enrollment_for(actor, code)
    if enrollment.state == "completed":
        return
    if not enrollment.is_open:
        raise CannotMove()
    require_statement_open((await steps_of([enrollment.id]))[enrollment.id])
    await _check_signing(actor, signing)
    await _store(actor, enrollment, signing)
    await settle(enrollment.id)


async def settle(enrollment_id: int) -> int | None:
    """Complete an enrollment if nothing is unmet; gives the completion's id when this call completed it.

    Called inside the transaction of whatever may have been the last step; the job that issues the certificate is
    promised in it.
    """
    enrollment = await _in_progress(enrollment_id)
    if enrollment is None:
        return None
    signed_at = await _signed_at(enrollment_id)
    steps = (await steps_of([enrollment_id]))[enrollment_id]
    if unmet(steps, is_signed=signed_at is not None, pass_percent=0):
        return None
    at = clock.now()
    new = move("in_progress", "complete")
    await move_row(Enrollment.state, enrollment_id, old="in_progress", new=new, completed_at=at)
    by_staff = await lessons_set(enrollment_id)
    evidence = evidence_of(steps, enrolled_at=enrollment.created_at, signed_at=signed_at, by_staff=by_staff)
    completion_id = await _append(enrollment, evidence, at)
    await announce(CompletionRecorded(completion_id))
    await announce(TrainingChanged(enrollment.site))
    return completion_id


async def _check_signing(actor: Actor, signing: Signing) -> None:
    person = await Person.select(Person.full_name, Person.certificate_name).where(Person.id == actor.id).first()
    names = (person["full_name"], person["certificate_name"]) if person else ()
    faults = {}
    if not is_own_name(signing.name, *names):
        faults["name"] = f"Type your name as your record has it: {' or '.join(dict.fromkeys(names))}."
    if not signing.agrees:
        faults["agrees"] = "Check this box if the statement is true. Without it the course stays open."
    if faults:
        raise Invalid(fields=faults)


async def _store(actor: Actor, enrollment: EnrollmentRow, signing: Signing) -> None:
    row = Statement(
        enrollment=enrollment.id,
        text=statement_words(actor.name, enrollment.title),
        signed_name=signing.name.strip(),
        signed_at=clock.now(),
    )
    made = await Statement.insert(row).on_conflict(action="DO NOTHING")
    if made:
        subject = Subject("statement", made[0]["id"], enrollment.site_id)
        await record(actor, Audited.SIGNED, subject, enrollment=enrollment.id)


async def _in_progress(enrollment_id: int) -> Enrollment | None:
    return await Enrollment.objects().where(Enrollment.id == enrollment_id, Enrollment.state == "in_progress").first()


async def _signed_at(enrollment_id: int) -> datetime | None:
    row = await Statement.select(Statement.signed_at).where(Statement.enrollment == enrollment_id).first()
    return row["signed_at"] if row else None


async def _counted(enrollment: Enrollment, at: datetime) -> int | None:
    """An earlier completion that gave this course's hours in the same credit period: these count once."""
    site = await Site.select(Site.time_zone).where(Site.id == enrollment.site).first()
    zone = site["time_zone"] if site else "UTC"
    return await counted_already(enrollment.person, enrollment.course, at, zone)


async def _append(enrollment: Enrollment, evidence: Evidence, at: datetime) -> int:
    columns = (CourseVersion.contact_minutes, CourseVersion.fingerprint)
    version = await CourseVersion.select(*columns).where(CourseVersion.id == enrollment.version).first() or {}
    row = Completion(
        code=new_code(),
        enrollment=enrollment.id,
        person=enrollment.person,
        course=enrollment.course,
        version=enrollment.version,
        site=enrollment.site,
        completed_at=at,
        percent=evidence.final_percent,
        contact_minutes=version["contact_minutes"],
        fingerprint=version["fingerprint"] or "",
        evidence=msgspec.json.encode(evidence).decode(),
        duplicate_of=await _counted(enrollment, at),
    )
    made = await Completion.insert(row).returning(Completion.id)
    completion_id: int = made[0]["id"]
    await record(
        None, Audited.COMPLETED, Subject("completion", completion_id, enrollment.site), enrollment=enrollment.id
    )
    await log(COMPLETION, completion_id)
    return completion_id
