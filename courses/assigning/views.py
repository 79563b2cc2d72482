"""What the four steps of assigning show."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from academy import clock
from academy.sites.access import SiteRow
from courses.assigning.access import AssignmentRow
from courses.assigning.actions.changing import dropped
from courses.assigning.choice import Choice, Standing, faults, step_of
from courses.assigning.members import members_at, units_at, whom_of
from courses.assigning.preview import Asked, Plan, plan_of
from courses.assigning.scope import SiteMember, UnitLine, Whom, rank_lines, unit_lines
from courses.assigning.targets import Target, targets
from courses.learning.rules.assigned import Terms


class AssignView(msgspec.Struct, frozen=True, kw_only=True):
    """One step of assigning, with what the earlier ones chose and what would happen.

    changes: the assignment that is being changed. chosen: those the scope asks, for leaving some of them out.
    saved_at: when the draft was kept last.
    """

    site_slug: str
    site: str
    zone: str
    step: int
    choice: Choice
    target: Target | None
    targets: tuple[Target, ...]
    units: tuple[UnitLine, ...]
    ranks: tuple[UnitLine, ...]
    people: tuple[SiteMember, ...]
    chosen: tuple[SiteMember, ...]
    whom: Whom
    plan: Plan
    today: date
    errors: dict[str, str]
    changes: AssignmentRow | None = None
    saved_at: datetime | None = None

    @property
    def joins_later(self) -> bool:
        """Whether anybody can come under the scope later: named people are who they are."""
        return bool(self.whom.units or self.whom.ranks)


async def assign_view(
    site: SiteRow, choice: Choice, *, changes: AssignmentRow | None = None, errors: Mapping[str, str] | None = None
) -> AssignView:
    """The step that was asked for, or the first one before it that is not answered yet, with a sentence about it."""
    found = await targets()
    target = _target(found, choice, changes)
    members = await members_at(site.id)
    old = await whom_of(changes.id) if changes else None
    units = await units_at(site.id, also=old.units if old else choice.units)
    whom = choice.whom(units)
    today = clock.now().astimezone(ZoneInfo(site.time_zone)).date()
    plan = Plan()
    if target is not None and choice.step > 1:
        plan = await plan_of(_asked(site, choice, target, changes or today), members, whom, today)
    if old:
        plan = msgspec.structs.replace(plan, dropped=tuple(dropped(members, old, whom)))
    said = dict(errors or {}) or faults(choice, _standing(choice, target, plan), _earliest(choice, changes, today))
    return AssignView(
        site_slug=site.slug,
        site=site.label,
        zone=site.time_zone,
        step=step_of(choice, said),
        choice=choice,
        target=target,
        targets=found,
        units=unit_lines(units, members),
        ranks=rank_lines(members),
        people=members,
        chosen=tuple(one for one in members if Whom(whom.units, whom.ranks).asks(one)),
        whom=whom,
        plan=plan,
        today=today,
        errors=said,
        changes=changes,
    )


def _asked(site: SiteRow, choice: Choice, target: Target, since: AssignmentRow | date) -> Asked:
    """What the assignment asks: one that exists since the day it was made, else from today."""
    made_on, own = (since, 0) if isinstance(since, date) else (since.made_on, since.id)
    terms = Terms(choice.due, choice.cycle, made_on, choice.again)
    return Asked(site_id=site.id, courses=target.courses, terms=terms, assignment_id=own)


def _target(found: tuple[Target, ...], choice: Choice, changes: AssignmentRow | None) -> Target | None:
    """What was chosen. A change keeps its own courses, whatever the path has by now."""
    if changes:
        titles = tuple(one.titles[0] for one in found if one.kind == "course" and one.courses[0] in changes.courses)
        return Target(
            kind=changes.target, slug=changes.target_key, title=changes.title, courses=changes.courses,
            titles=titles, minutes=0,
        )  # fmt: skip
    return next((one for one in found if one.key == choice.course), None)


def _standing(choice: Choice, target: Target | None, plan: Plan) -> Standing:
    does = plan.does_something or choice.joiners or bool(choice.months)
    return Standing(target is not None, bool(plan.lines) or choice.joiners, does)


def _earliest(choice: Choice, changes: AssignmentRow | None, today: date) -> date:
    """The first day a date may be: a changed assignment may keep one that is over meanwhile."""
    kept = changes is not None and changes.due_on is not None and changes.due_on == choice.day
    return min(today, changes.due_on) if kept and changes and changes.due_on else today


def choice_of(row: AssignmentRow, whom: Whom, **more: Any) -> Choice:
    """An assignment as what was chosen to make it, to be changed."""
    return Choice(
        course=f"path:{row.target_key}" if row.target == "path" else row.target_key,
        units=tuple(sorted(whom.units)),
        ranks=tuple(sorted(whom.ranks)),
        people=tuple(sorted(whom.people)),
        left_out=tuple(sorted(whom.left_out)),
        joiners=row.joiners,
        due_kind=row.due_kind,
        due_on=str(row.due_on or ""),
        days=str(row.due_days or ""),
        months=str(row.cycle_months or ""),
        grace=str(row.grace_days or ""),
        reason=row.reason,
        again=row.again,
        changes=row.code,
        **more,
    )
