"""What the steps of assigning show."""

from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from academy import clock
from academy.sites.access import SiteRow
from courses.assigning import choice as steps
from courses.assigning.choice import Candidate, Choice, Plan, UnitLine
from courses.reports.rules import Column, Member


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
    people = steps.candidates(members, course)
    plan = steps.plan(people, choice)
    today = clock.now().astimezone(ZoneInfo(site.time_zone)).date()
    found = errors or steps.faults(choice, course, plan, today)
    return AssignView(
        site_slug=site.slug,
        site=site.label,
        zone=site.time_zone,
        step=steps.step_of(choice, found),
        choice=choice,
        course=course,
        courses=courses,
        units=steps.units(people),
        people=people,
        plan=plan,
        today=today,
        errors=found,
    )
