"""Taking a course: by one's own choice or assigned, and giving it back."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import move_row, writing
from academy.errors import Invalid, NotFound
from academy.facts import announce
from academy.sites.tables import Membership
from courses.authoring.tables import CourseVersion
from courses.learning.access import ENROLLMENT, EnrollmentRow, enrollment_for
from courses.learning.actions.assignments import NewAssignment, Scope, put_on_record
from courses.learning.actions.giving import Receiver, give
from courses.learning.cycles import completed_before
from courses.learning.facts import TrainingChanged
from courses.learning.rules.assigned import Due
from courses.learning.rules.cycles import FIRST_TIME, Before
from courses.learning.rules.enrollment import OPEN_STATES, AssignedByOthers, NoMembership, move
from courses.learning.rules.overrides import require_day_to_come
from courses.learning.tables import Enrollment


class Audited(StrEnum):
    """What enrollments write into the audit log."""

    ENROLLED = "learning:enrollment:create"
    ASSIGNED = "learning:enrollment:assign"
    WITHDRAWN = "learning:enrollment:withdraw"


class Assigned(msgspec.Struct, frozen=True):
    """How an assignment went, in people: newly enrolled, and already taking the course (now with this date)."""

    enrolled: int
    updated: int


class _Taught(msgspec.Struct, frozen=True):
    course_id: int
    version_id: int
    title: str


async def enroll(actor: Actor, *, course_slug: str) -> str:
    """Start the published version of a course by one's own choice; gives the enrollment's code.

    Who takes the course already gets that enrollment back, so sending twice is harmless; who completed it begins the
    next cycle, and the record of the earlier ones stays. Raises NotFound for a course nobody can take, NoMembership.
    """
    async with writing():
        taught = await _published(course_slug)
        membership = await _open_membership(actor.id)
        before = (await completed_before(taught.course_id, [actor.id])).get(actor.id, FIRST_TIME)
        row = _row(taught, membership, before, source="self")
        made = await Enrollment.insert(row).on_conflict(action="DO NOTHING").returning(Enrollment.id)
        if made:
            subject = Subject("enrollment", made[0]["id"], membership["site"])
            await record(actor, Audited.ENROLLED, subject, course=course_slug)
            await announce(TrainingChanged(membership["site"]))
            return row.code
        return await _open_code(actor.id, taught.course_id)


async def assign(
    actor: Actor, *, site_id: int, course_slug: str, people: tuple[str, ...], due_on: date | None, reason: str
) -> Assigned:
    """Assign a course to members of a site, named by their codes, with a due date and the reason they will read.

    Who takes the course already keeps all progress, and the earlier of two dates counts; who completed it takes it
    again. Raises NotFound without the right to assign here, DayOver, Invalid when somebody on the list is no open
    member of the site; nobody is assigned then.
    """
    if not actor.may(Permission.ASSIGN, site_id):
        raise NotFound()
    async with writing():
        taught = await _published(course_slug)
        members, today = await _members(site_id, people)
        require_day_to_come(due_on, today)
        new = NewAssignment(
            site_id=site_id, target="course", target_key=course_slug, title=taught.title, courses=(taught.course_id,),
            scopes=tuple(Scope("person", person) for person in members), reason=reason, again=True,
            due=Due("on", due_on) if due_on else Due(),
        )  # fmt: skip
        _, order = await put_on_record(actor, new, today)
        given = await give(msgspec.structs.replace(order, waits=False), members, today)
        subject = Subject("assignment", order.assignment_id, site_id)
        await record(actor, Audited.ASSIGNED, subject, people=given.enrolled + given.open, due_on=str(due_on or ""))
    return Assigned(given.enrolled, given.open)


async def withdraw(actor: Actor, *, code: str, reason: str = "") -> None:
    """Give back a course one chose oneself. Raises AssignedByOthers for others' choice, CannotMove."""
    async with writing():
        enrollment = await enrollment_for(actor, code)
        if enrollment.source != "self" or enrollment.assigned_by is not None:
            raise AssignedByOthers()
        await _withdraw(actor, enrollment, reason)


async def withdraw_at_site(actor: Actor, *, site_id: int, code: str, reason: str) -> None:
    """Take back somebody's enrollment at a site where the actor assigns; NotFound elsewhere, CannotMove when closed."""
    if not actor.may(Permission.ASSIGN, site_id):
        raise NotFound()
    async with writing():
        rows = await Enrollment.raw(ENROLLMENT + "WHERE e.code = {} AND e.site = {}", code, site_id)
        if not rows:
            raise NotFound()
        await _withdraw(actor, EnrollmentRow(**rows[0]), reason)


async def begin(enrollment_id: int, at: datetime) -> None:
    """The first recorded work moves an enrollment on; later work finds nothing to move."""
    await Enrollment.update({Enrollment.state: move("enrolled", "begin"), Enrollment.started_at: at}).where(
        Enrollment.id == enrollment_id, Enrollment.state == "enrolled"
    )


async def _withdraw(actor: Actor, enrollment: EnrollmentRow, reason: str) -> None:
    new = move(enrollment.state, "withdraw")
    values = {"withdrawn_at": clock.now(), "withdrawn_reason": reason.strip() or None}
    await move_row(Enrollment.state, enrollment.id, old=enrollment.state, new=new, **values)
    subject = Subject("enrollment", enrollment.id, enrollment.site_id)
    await record(actor, Audited.WITHDRAWN, subject, course=enrollment.slug, person=enrollment.person_id)
    await announce(TrainingChanged(enrollment.site_id))


async def _published(slug: str) -> _Taught:
    row = (
        await CourseVersion.select(CourseVersion.id, CourseVersion.title, CourseVersion.course.id.as_alias("course_id"))
        .where(CourseVersion.course.slug == slug, CourseVersion.state == "published")
        .first()
    )
    if row is None:
        raise NotFound()
    return _Taught(row["course_id"], row["id"], row["title"])


async def _open_membership(person_id: int) -> dict[str, Any]:
    """The newest open membership decides for which site the course counts."""
    row = (
        await Membership.select(Membership.person, Membership.site, Membership.agency, Membership.unit)
        .where(Membership.person == person_id, Membership.ends_on.is_null())
        .order_by(Membership.starts_on, Membership.id, ascending=False)
        .first()
    )
    if row is None:
        raise NoMembership()
    return row


async def _members(site_id: int, people: tuple[str, ...]) -> tuple[dict[int, Receiver], date]:
    """The memberships of the people at the site, by person, and the site's day."""
    codes = list(dict.fromkeys(people))
    if not codes:
        raise Invalid(fields={"people": "Choose at least one person."})
    zone = Membership.site.time_zone.as_alias("zone")
    columns = (Membership.person, Membership.agency, Membership.unit, Membership.starts_on, zone)
    rows = (
        await Membership.select(*columns)
        .where(Membership.site == site_id, Membership.ends_on.is_null(), Membership.person.code.is_in(codes))
        .where(Membership.person.deactivated_at.is_null())
        .order_by(Membership.id)
    )
    found = {row["person"]: Receiver(row["person"], row["agency"], row["unit"], row["starts_on"]) for row in rows}
    if len(found) < len(codes):
        missing = len(codes) - len(found)
        raise Invalid(fields={"people": f"{missing} of these people left this site. Load the list again."})
    return found, clock.now().astimezone(ZoneInfo(rows[0]["zone"])).date()


def _row(taught: _Taught, membership: Mapping[str, Any], before: Before, **values: Any) -> Enrollment:
    return Enrollment(
        cycle=before.next_cycle,
        follows=before.latest,
        code=new_code(),
        person=membership["person"],
        course=taught.course_id,
        version=taught.version_id,
        site=membership["site"],
        agency=membership["agency"],
        unit=membership["unit"],
        state="enrolled",
        **values,
    )


async def _open_code(person_id: int, course_id: int) -> str:
    row = (
        await Enrollment.select(Enrollment.code)
        .where(Enrollment.person == person_id, Enrollment.course == course_id)
        .where(Enrollment.state.is_in(list(OPEN_STATES)))
        .first()
    )
    if row is None:
        raise NotFound()
    code: str = row["code"]
    return code
