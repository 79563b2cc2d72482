"""What the officer page and the assignment steps show."""

from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from academy import clock
from academy.sites.access import PersonRow, SiteRow
from courses.learning.elsewhere.queries import Elsewhere
from courses.learning.set_by_staff import SetLine
from courses.reports import assigning
from courses.reports.assigning import Candidate, Choice, Plan, UnitLine
from courses.reports.exemption_lines import ExemptionLine
from courses.reports.queries import Happened, LeaveLine, Record
from courses.reports.rules import Cell, Column, Member


class Course(msgspec.Struct, frozen=True):
    """One enrollment with its state and what is missing of it, in sentences.

    asked: how questions inside its lectures were answered, only for readers who run training here. active_minutes: how
    long the officer was on its pages, None where that was never measured. earlier: the times before, newest first.
    lessons: those that staff may set as done, by key and name.
    """

    record: Record
    cell: Cell
    missing: tuple[str, ...]
    asked: str = ""
    active_minutes: int | None = None
    earlier: tuple["Course", ...] = ()
    set_by_staff: tuple[SetLine, ...] = ()
    lessons: tuple[tuple[str, str], ...] = ()


class OfficerView(msgspec.Struct, frozen=True, kw_only=True):
    """The officer page. `can_assign`: whether the reader may also assign; `can_set`: change this
    record, which nobody does with their own; `can_see_evidence`: open the file
    with answers, for a reason. `taught`: from what an officer can be exempt, address and title. `failed`: the address
    of the form that was refused, with what was typed and why.
    """

    site_slug: str
    site: str
    zone: str
    person: PersonRow
    courses: tuple[Course, ...]
    timeline: tuple[Happened, ...]
    minutes_done: int
    can_assign: bool
    can_set: bool = False
    can_see_evidence: bool = False
    leaves: tuple[LeaveLine, ...] = ()
    exemptions: tuple[ExemptionLine, ...] = ()
    taught: tuple[tuple[str, str], ...] = ()
    today: date
    failed: str = ""
    typed: dict[str, str] = {}
    errors: dict[str, str] = {}
    elsewhere: tuple[Elsewhere, ...] = ()


class AssignView(msgspec.Struct, frozen=True, kw_only=True):
    """One step of assigning, with what the earlier ones chose and what would happen."""

    site_slug: str
    site: str
    zone: str
    step: int
    choice: Choice
    course: Column | None
    courses: tuple[Column, ...]
    units: tuple[UnitLine, ...]
    people: tuple[Candidate, ...]
    plan: Plan
    today: date
    errors: dict[str, str]


def assign_view(
    site: SiteRow, courses: tuple[Column, ...], members: tuple[Member, ...], choice: Choice, *, errors: dict[str, str]
) -> AssignView:
    """The step that was asked for, or the first one before it that is not answered yet, with a sentence about it."""
    course = next((column for column in courses if column.slug == choice.course), None)
    people = assigning.candidates(members, course)
    plan = assigning.plan(people, choice)
    today = clock.now().astimezone(ZoneInfo(site.time_zone)).date()
    found = errors or assigning.faults(choice, course, plan, today)
    return AssignView(
        site_slug=site.slug,
        site=site.label,
        zone=site.time_zone,
        step=assigning.step_of(choice, found),
        choice=choice,
        course=course,
        courses=courses,
        units=assigning.units(people),
        people=people,
        plan=plan,
        today=today,
        errors=found,
    )
