"""Exemption of an officer from a course: given with a reason, ended by staff of the site or by its last day."""

from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from piccolo.columns import Column
from piccolo.columns.combination import And, Where

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import writing
from academy.errors import NotFound
from academy.facts import announce
from academy.sites.access import SiteRow, person_at_site, site_for
from courses.authoring.tables import Course
from courses.learning.facts import TrainingChanged
from courses.learning.rules.exemptions import AlreadyExempt, ExemptionOver, require_to_come
from courses.learning.rules.leave import OwnRecord
from courses.learning.tables import Exemption


class Audited(StrEnum):
    """What exemptions write into the audit log."""

    GIVEN = "learning:exemption:give"
    ENDED = "learning:exemption:end"


async def exempt(actor: Actor, *, slug: str, person: str, course_slug: str, until_on: date | None, reason: str) -> None:
    """An officer need not take a course from today to a day (included), or until somebody ends it.

    Raises NotFound, OwnRecord, ExemptionBackwards, AlreadyExempt.
    """
    async with writing():
        site = await site_for(actor, slug, Permission.ASSIGN)
        officer = await person_at_site(site.id, person)
        _require_other(actor, officer.id)
        today = clock.now().astimezone(ZoneInfo(site.time_zone)).date()
        require_to_come(until_on, today)
        course_id = await _course(course_slug)
        await _close_past(site.id, officer.id, course_id, today)
        row = Exemption(
            code=new_code(), person=officer.id, site=site.id, course=course_id, from_on=today, until_on=until_on,
            reason=reason, given_by=actor.id,
        )  # fmt: skip
        made = await Exemption.insert(row).on_conflict(action="DO NOTHING").returning(Exemption.id)
        if not made:
            raise AlreadyExempt()
        about = Subject("exemption", made[0]["id"], site.id)
        said = {"course": course_slug, "until_on": str(until_on or ""), "reason": reason}
        await record(actor, Audited.GIVEN, about, person=officer.id, **said)
        await announce(TrainingChanged(site.id))


async def end_exemption(actor: Actor, *, slug: str, code: str) -> None:
    """The course is owed again from now on. Raises NotFound, OwnRecord, ExemptionOver."""
    async with writing():
        site = await site_for(actor, slug, Permission.ASSIGN)
        given = await _exemption_at(actor, site, code)
        ended = await _end(Exemption.id == given.id, actor.id)
        if not ended:
            raise ExemptionOver()
        await record(actor, Audited.ENDED, Subject("exemption", given.id, site.id), person=given.person)
        await announce(TrainingChanged(site.id))


async def _course(slug: str) -> int:
    row = await Course.select(Course.id).where(Course.slug == slug).first()
    if row is None:
        raise NotFound()
    course_id: int = row["id"]
    return course_id


async def _close_past(site_id: int, person_id: int, course_id: int, today: date) -> None:
    """One whose last day is over makes room for another."""
    same = (Exemption.site == site_id) & (Exemption.person == person_id) & (Exemption.course == course_id)
    await _end(same & (Exemption.until_on < today), None)


async def _end(which: Where | And, by: int | None) -> bool:
    values: dict[Column | str, object] = {Exemption.ended_at: clock.now(), Exemption.ended_by: by}
    return bool(await Exemption.update(values).where(which, Exemption.ended_at.is_null()).returning(Exemption.id))


async def _exemption_at(actor: Actor, site: SiteRow, code: str) -> Exemption:
    given = await Exemption.objects().where(Exemption.code == code, Exemption.site == site.id).first()
    if given is None:
        raise NotFound()
    _require_other(actor, given.person)
    return given


def _require_other(actor: Actor, person_id: int) -> None:
    if actor.id == person_id:
        raise OwnRecord()
