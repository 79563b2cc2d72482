"""The course page of somebody who takes it, and its job aids."""

from datetime import date, datetime

import msgspec

from academy import clock
from academy.actor import Actor
from academy.db.work import reading
from academy.errors import NotFound
from courses.authoring.tables import CourseVersion
from courses.content.model import JobAid, RollCall, Source
from courses.learning.access import EnrollmentRow, enrollment_for
from courses.learning.cycles import Earlier, completed_cycles
from courses.learning.queries.outline import ModuleRows, Standing, module_rows, standing_of
from courses.learning.queries.training import Due, due_of
from courses.learning.rules.activity import ActiveTime, active_time
from courses.learning.rules.completion import Step
from courses.learning.set_by_staff import SetLine, set_by_staff
from courses.learning.standing import steps_of


class CourseFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is printed beside the outline."""

    lessons: int
    modules: int
    lesson_minutes: int
    exam_minutes: int
    contact_minutes: int
    version_number: int
    published_at: datetime | None
    takes_law: bool
    law_reviewed_on: date | None
    pass_percent: int
    local_notice: str


class AidLink(msgspec.Struct, frozen=True):
    """A job aid or a roll-call pack to open."""

    title: str
    href: str


class CoursePage(msgspec.Struct, frozen=True, kw_only=True):
    """A course somebody takes, or took. `others`: the times it was completed beside this one."""

    code: str
    path: str
    title: str
    tagline: str
    state: str
    due: Due | None
    reason: str
    assigned_by: str | None
    can_withdraw: bool
    withdrawn: bool
    standing: Standing
    active: ActiveTime
    modules: tuple[ModuleRows, ...]
    facts: CourseFacts
    job_aids: tuple[AidLink, ...]
    roll_calls: tuple[AidLink, ...]
    sources: tuple[Source, ...]
    cycle: int
    others: tuple[Earlier, ...]
    due_given: date | None
    set_by_staff: tuple[SetLine, ...]
    zone: str
    catalog_path: str


class JobAidPage(msgspec.Struct, frozen=True):
    """One printable page."""

    course: str
    title: str
    body: str
    version_number: int
    published_at: datetime | None
    local_notice: str


async def course_page(actor: Actor, code: str) -> CoursePage:
    """The learner's own course, in three statements; one more each where it was taken several times, or staff
    set something.
    """
    async with reading():
        enrollment = await enrollment_for(actor, code)
        steps = (await steps_of([enrollment.id]))[enrollment.id]
        version = await _version(enrollment.version_id)
        by_hand = await set_by_staff([enrollment.id]) if enrollment.set_by_hand else {}
        repeats = enrollment.cycle > 1 or not enrollment.is_open
        cycles = await completed_cycles(actor.id, enrollment.course_id) if repeats else ()
    modules = module_rows(enrollment, steps)
    return CoursePage(
        code=enrollment.code,
        path=enrollment.path,
        title=enrollment.title,
        tagline=enrollment.tagline,
        state=enrollment.state,
        due=due_of(enrollment, clock.now()),
        reason=enrollment.reason,
        assigned_by=enrollment.assigned_by,
        can_withdraw=enrollment.is_open and enrollment.source == "self" and enrollment.assigned_by is None,
        withdrawn=enrollment.state == "withdrawn",
        standing=standing_of(enrollment, steps),
        active=active_time(steps, enrollment.contact_minutes),
        modules=modules,
        facts=_facts(enrollment, version, steps),
        job_aids=tuple(AidLink(aid.title, aid_path(enrollment, aid.key)) for aid in version.job_aids),
        roll_calls=tuple(AidLink(pack.title, pack_path(enrollment, pack.key)) for pack in version.roll_calls),
        sources=version.sources,
        cycle=enrollment.cycle,
        due_given=enrollment.due_given,
        set_by_staff=by_hand.get(enrollment.id, ()),
        zone=enrollment.zone,
        catalog_path=f"/courses/{enrollment.slug}",
        others=tuple(one for one in cycles if one.code != enrollment.code),
    )


def _facts(enrollment: EnrollmentRow, version: "_Version", steps: tuple[Step, ...]) -> CourseFacts:
    exam_minutes = sum(step.minutes for step in steps if step.is_exam)
    return CourseFacts(
        lessons=sum(1 for step in steps if not step.is_exam),
        modules=len({step.module_key for step in steps if not step.is_exam}),
        lesson_minutes=sum(step.minutes for step in steps) - exam_minutes,
        exam_minutes=exam_minutes,
        contact_minutes=enrollment.contact_minutes,
        version_number=enrollment.version_number,
        published_at=version.published_at,
        takes_law=any(step.takes_law for step in steps),
        law_reviewed_on=version.law_reviewed_on,
        pass_percent=enrollment.pass_percent,
        local_notice=version.local_notice,
    )


async def job_aid(slug: str, number: int, key: str) -> JobAidPage:
    """A job aid of a version that was published; NotFound otherwise."""
    row = (
        await CourseVersion.select(
            CourseVersion.title, CourseVersion.job_aids, CourseVersion.published_at, CourseVersion.local_notice
        )
        .where(CourseVersion.course.slug == slug, CourseVersion.number == number)
        .where(CourseVersion.state.is_in(["published", "retired"]))
        .first()
    )
    aids = msgspec.json.decode(row["job_aids"], type=tuple[JobAid, ...]) if row else ()
    aid = next((aid for aid in aids if aid.key == key), None)
    if row is None or aid is None:
        raise NotFound()
    return JobAidPage(row["title"], aid.title, aid.body, number, row["published_at"], row["local_notice"])


def aid_path(enrollment: EnrollmentRow, key: str) -> str:
    """The address of a job aid of the version somebody takes."""
    return f"/job-aids/{enrollment.slug}/{enrollment.version_number}/{key}"


def pack_path(enrollment: EnrollmentRow, key: str) -> str:
    """The address of a roll-call pack of the version somebody takes."""
    return f"/courses/{enrollment.slug}/versions/{enrollment.version_number}/roll-call/{key}"


class _Version(msgspec.Struct, frozen=True):
    published_at: datetime | None
    law_reviewed_on: date | None
    local_notice: str
    job_aids: tuple[JobAid, ...]
    roll_calls: tuple[RollCall, ...]
    sources: tuple[Source, ...]


async def _version(version_id: int) -> _Version:
    names = _Version.__struct_fields__
    columns = [getattr(CourseVersion, name) for name in names]
    row = await CourseVersion.select(*columns).where(CourseVersion.id == version_id).first() or {}
    aids = msgspec.json.decode(row["job_aids"], type=tuple[JobAid, ...])
    packs = msgspec.json.decode(row["roll_calls"], type=tuple[RollCall, ...])
    sources = msgspec.json.decode(row["sources"], type=tuple[Source, ...])
    return _Version(row["published_at"], row["law_reviewed_on"], row["local_notice"], aids, packs, sources)
