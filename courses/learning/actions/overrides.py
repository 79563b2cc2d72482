"""What staff set by hand in somebody's record: with a reason, and with both values kept."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec
from piccolo.columns import Column

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.db.work import writing
from academy.errors import NotFound
from academy.facts import announce
from academy.sites.access import SiteRow, site_for
from courses.learning.access import ENROLLMENT, EnrollmentRow
from courses.learning.actions.due_dates import set_by_hand
from courses.learning.actions.enrollments import begin
from courses.learning.actions.leave import move_due_dates
from courses.learning.facts import TrainingChanged
from courses.learning.rules.completion import Step, parts_left
from courses.learning.rules.enrollment import CannotMove
from courses.learning.rules.leave import OwnRecord
from courses.learning.rules.overrides import NotSetByHand, require_can_be_set, require_day_to_come
from courses.learning.set_by_staff import lessons_set
from courses.learning.standing import steps_of
from courses.learning.tables import Enrollment, LessonProgress, Override

Values = dict[Column | str, object]


class Audited(StrEnum):
    """What is set by hand goes into the audit log too."""

    LESSON_SET = "learning:override:lesson"
    DUE_SET = "learning:override:due-date"


async def set_lesson(actor: Actor, *, slug: str, code: str, key: str, done: bool, reason: str) -> None:
    """Set a lesson as done that was done elsewhere, or take that back; an exam is never set.

    Raises NotFound, OwnRecord, CannotMove for a closed course, ExamNotSet, NothingToSet, NotSetByHand.
    """
    async with writing():
        site = await site_for(actor, slug, Permission.ASSIGN)
        enrollment = await _open_enrollment(actor, site, code)
        step = await _step(enrollment.id, key)
        if done:
            require_can_be_set(step)
        elif key not in await lessons_set(enrollment.id):
            raise NotSetByHand()
        await _write_done(enrollment.id, step, done=done)
        old = {"done": not done, "watched_percent": step.watched_percent}
        row = Override(enrollment=enrollment.id, subject="lesson", key=key, reason=reason, given_by=actor.id)
        await _keep(row, old=old, new={"done": done})
        about = Subject("enrollment", enrollment.id, site.id)
        await record(actor, Audited.LESSON_SET, about, lesson=key, done=done, reason=reason)


async def set_due_date(actor: Actor, *, slug: str, code: str, due_on: date | None, reason: str) -> None:
    """Give an open course another due date, or none; leave on record moves it as it would any other.

    Raises NotFound, OwnRecord, CannotMove, DayOver.
    """
    async with writing():
        site = await site_for(actor, slug, Permission.ASSIGN)
        today = clock.now().astimezone(ZoneInfo(site.time_zone)).date()
        require_day_to_come(due_on, today)
        enrollment = await _open_enrollment(actor, site, code)
        values: Values = {Enrollment.due_on: due_on, Enrollment.due_given: None, Enrollment.due_set_on: today}
        await Enrollment.update(values).where(Enrollment.id == enrollment.id)
        await set_by_hand(enrollment.id, site.id, due_on, today)
        row = Override(enrollment=enrollment.id, subject="due_date", reason=reason, given_by=actor.id)
        await _keep(row, old={"due_on": enrollment.due_given or enrollment.due_on}, new={"due_on": due_on})
        about = Subject("enrollment", enrollment.id, site.id)
        await record(actor, Audited.DUE_SET, about, due_on=str(due_on or ""), reason=reason)
        await move_due_dates(site.id, [enrollment.person_id])
        await announce(TrainingChanged(site.id))


async def _open_enrollment(actor: Actor, site: SiteRow, code: str) -> EnrollmentRow:
    rows = await Enrollment.raw(ENROLLMENT + "WHERE e.code = {} AND e.site = {}", code, site.id)
    if not rows:
        raise NotFound()
    enrollment = EnrollmentRow(**rows[0])
    if enrollment.person_id == actor.id:
        raise OwnRecord()
    if not enrollment.is_open:
        raise CannotMove("This course is completed or withdrawn: its record is closed, and nothing in it is set.")
    return enrollment


async def _step(enrollment_id: int, key: str) -> Step:
    for step in (await steps_of([enrollment_id]))[enrollment_id]:
        if step.key == key:
            return step
    raise NotFound()


async def _write_done(enrollment_id: int, step: Step, *, done: bool) -> None:
    """What was really done by now stays done, also when the word of staff is taken back."""
    at = clock.now()
    if done:
        row = LessonProgress(enrollment=enrollment_id, lesson=step.lesson_id)
        await LessonProgress.insert(row).on_conflict(action="DO NOTHING")
        await begin(enrollment_id, at)
    if done or parts_left(step):
        values: Values = {LessonProgress.done_at: at if done else None}
        here = (LessonProgress.enrollment == enrollment_id, LessonProgress.lesson == step.lesson_id)
        await LessonProgress.update(values).where(*here)


async def _keep(row: Override, *, old: Mapping[str, object], new: Mapping[str, object]) -> None:
    row.old, row.new = (msgspec.json.encode(value).decode() for value in (old, new))
    await Override.insert(row)
