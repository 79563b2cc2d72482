"""The officer page put together."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from academy.actor import Actor, Permission
from academy.sites.access import PersonRow, SiteRow
from courses.learning import standing
from courses.learning.elsewhere.queries import approved_of
from courses.learning.lines.rules import Taken
from courses.learning.queries.activity import active_minutes
from courses.learning.roll_calls.queries import parts_of_person
from courses.learning.rules import completion
from courses.learning.rules.completion import Step, Unmet
from courses.learning.set_by_staff import set_by_staff
from courses.notices.queries.told import told_about
from courses.reports import exemption_lines, queries, rules
from courses.reports.earlier import earlier_of
from courses.reports.exemption_lines import ExemptionLine
from courses.reports.queries import Record
from courses.reports.rules import Cell
from courses.reports.views import Course, OfficerView

_OPEN = ("enrolled", "in_progress")


async def officer_view(actor: Actor, site: SiteRow, person: PersonRow, now: datetime) -> OfficerView:
    """Courses by need, what is missing of each, leave, and the timeline; as many statements however many courses."""
    records = await queries.records(person.id, site.id)
    steps = await standing.steps_of([record.id for record in records if record.state in _OPEN])
    active = await active_minutes([record.id for record in records])
    by_hand = await set_by_staff([record.id for record in records])
    today = now.astimezone(ZoneInfo(site.time_zone)).date()
    can_assign = person.left_on is None and actor.may(Permission.ASSIGN, site.id)
    exempt = await exemption_lines.exemptions(person.id, site.id)
    courses = [
        msgspec.structs.replace(
            _course(record, steps.get(record.id, ()), _Place(today, site.time_zone, exempt), tells_answers=can_assign),
            active_minutes=active.get(record.id),
            set_by_staff=by_hand.get(record.id, ()),
            lessons=_may_be_set(steps.get(record.id, ())),
        )
        for record in records
    ]
    return OfficerView(
        site_slug=site.slug,
        site=site.label,
        zone=site.time_zone,
        person=person,
        courses=tuple(sorted(_newest(courses), key=lambda course: rules.need(course.cell))),
        timeline=await queries.timeline(person.id, site.id, records),
        minutes_done=sum(one.minutes for one in records if one.state == "completed" and one.duplicate_of is None),
        can_assign=can_assign,
        can_set=can_assign and actor.id != person.id,
        can_see_evidence=actor.may(Permission.SEE_EVIDENCE, site.id),
        leaves=await queries.leaves(person.id, site.id),
        exemptions=exempt,
        taught=await exemption_lines.taught() if can_assign else (),
        today=today,
        elsewhere=await approved_of(person.id, site_id=site.id),
        earlier=await earlier_of(person, site),
        roll_calls=await parts_of_person(person.id, site_id=site.id),
        told=await told_about(person.id, site.id),
    )


def _may_be_set(steps: tuple[Step, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((one.key, f"{one.number} {one.title}".strip()) for one in steps if not one.is_done and not one.is_exam)


def _newest(courses: Sequence[Course]) -> list[Course]:
    """The newest enrollment in each course, with the earlier ones under it; newest first comes in and goes out."""
    grouped: dict[int, list[Course]] = {}
    for course in courses:
        grouped.setdefault(course.record.course_id, []).append(course)
    return [msgspec.structs.replace(first, earlier=tuple(rest)) for first, *rest in grouped.values()]


class _Place(msgspec.Struct, frozen=True):
    """The site's day and zone, and from what the officer is exempt there."""

    today: date
    zone: str
    exemptions: tuple[ExemptionLine, ...]

    def exempt_from(self, course_id: int) -> ExemptionLine | None:
        same = (one for one in self.exemptions if one.course_id == course_id and one.ended_at is None)
        return next(same, None)


def _course(record: Record, steps: tuple[Step, ...], place: _Place, *, tells_answers: bool) -> Course:
    missing = completion.unmet(steps, is_signed=False, pass_percent=80) if steps else ()
    asked = _asked(steps) if tells_answers else ""
    return Course(record, _cell(record, steps, place), tuple(map(_for_staff, missing)), asked)


def _asked(steps: tuple[Step, ...]) -> str:
    stops, answered, right = (
        sum(getattr(step, name) for step in steps) for name in ("stops", "stops_answered", "stops_right")
    )
    return f"{answered} of {stops} answered, {right} right at the first try" if stops else ""


def _for_staff(one: Unmet) -> str:
    """What is missing; why it counts is said to the officer, but the parts of a lesson are told here too."""
    return f"{one.what}{one.why}" if one.kind == "lesson" else one.what


def _cell(record: Record, steps: tuple[Step, ...], place: _Place) -> Cell:
    exempt = place.exempt_from(record.course_id)
    done = sum(step.is_done for step in steps)
    taken = Taken(
        0,
        record.state,
        due_on=record.due_on,
        completed_on=record.completed_at.astimezone(ZoneInfo(place.zone)).date() if record.completed_at else None,
        percent=100 * done // len(steps) if steps else 0,
        exempt_from=exempt.from_on if exempt else None,
        exempt_until=exempt.until_on if exempt else None,
    )
    return rules.cell(None if record.state == "withdrawn" else taken, place.today)
