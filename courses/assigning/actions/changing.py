"""Changing an assignment, withdrawing it, and setting that back within a day. What was done is never touched."""

import msgspec
from piccolo.columns import Column
from piccolo.columns.combination import Where

from academy import clock
from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import move_row, writing
from academy.sites.access import SiteRow
from courses.assigning.access import AssignmentRow, assignment_at
from courses.assigning.actions.audited import Audited
from courses.assigning.actions.making import close_draft, day_at, require_assigner
from courses.assigning.choice import Choice
from courses.assigning.members import members_at, receivers, scopes_of, units_at, whom_of
from courses.assigning.rules import NothingToAssign, move, require_in_time
from courses.assigning.scope import SiteMember, SiteUnit, Whom
from courses.learning.actions.assignments import Scope, add_scopes
from courses.learning.actions.giving import Order, give
from courses.learning.actions.giving_back import restore_given, take_off, withdraw_given
from courses.learning.actions.redating import set_dates
from courses.learning.assignments.tables import Assignment, AssignmentScope
from courses.learning.rules.overrides import require_day_to_come

Values = dict[Column | str, object]


async def change(actor: Actor, *, site: SiteRow, code: str, choice: Choice) -> None:
    """Give an assignment other people, another due date or reason. Raises NotFound, AssignmentMoved, DayOver.

    Who is asked no more loses what is open and given only by this; whose date was set by hand keeps it.
    """
    require_assigner(actor, site)
    today = day_at(site)
    async with writing():
        row = await assignment_at(site.id, code)
        move(row.state, "change")
        if choice.due != row.due:
            require_day_to_come(choice.due.on, today)
        members, old = await members_at(site.id), await whom_of(row.id)
        units = await units_at(site.id, also=old.units)
        new = choice.whom(units)
        people = [one for one in members if new.asks(one)]
        if not people and not choice.joiners:
            raise NothingToAssign()
        order = await _write(row, choice)
        await _rescope(row.id, old, new, units)
        gone = [one.id for one in dropped(members, old, new)]
        taken = await take_off(row.id, gone, reason=choice.reason.strip(), at=clock.now())
        if (choice.due, choice.cycle) != (row.due, row.cycle):
            await set_dates(order, {one.id: one.joined for one in members}, today)
        given = await give(order, receivers(people), today)
        await close_draft(actor, choice.draft)
        told = {"enrolled": given.enrolled, "withdrawn": taken}
        await record(
            actor, Audited.CHANGED, Subject("assignment", row.id, site.id), due=str(choice.due.on or ""), **told
        )


def dropped(members: tuple[SiteMember, ...], old: Whom, new: Whom) -> list[SiteMember]:
    """Who is asked no more because of the change itself; whoever left a unit, or whose unit closed, is not."""
    removed = old.without(new)
    out = new.left_out - old.left_out
    return [one for one in members if not new.asks(one) and (removed.asks(one) or one.code in out)]


async def _write(row: AssignmentRow, choice: Choice) -> Order:
    due, cycle, reason = choice.due, choice.cycle, choice.reason.strip()
    values: Values = {
        Assignment.reason: reason,
        Assignment.due_kind: due.kind,
        Assignment.due_on: due.on,
        Assignment.due_days: due.days,
        Assignment.cycle_months: cycle.months,
        Assignment.grace_days: cycle.grace_days,
        Assignment.joiners: choice.joiners,
    }
    await Assignment.update(values).where(Assignment.id == row.id)
    terms = msgspec.structs.replace(row.order.terms, due=due, cycle=cycle)
    return msgspec.structs.replace(row.order, terms=terms, reason=reason)


async def _rescope(assignment_id: int, old: Whom, new: Whom, units: tuple[SiteUnit, ...]) -> None:
    before, after = await scopes_of(old, units), await scopes_of(new, units)
    for one in set(before) - set(after):
        await AssignmentScope.update({AssignmentScope.ended_at: clock.now()}).where(
            AssignmentScope.assignment == assignment_id, AssignmentScope.ended_at.is_null(), *_same(one)
        )
    await add_scopes(assignment_id, tuple(one for one in after if one not in before))


def _same(one: Scope) -> tuple[Where, ...]:
    person = AssignmentScope.person == one.person_id if one.person_id else AssignmentScope.person.is_null()
    unit = AssignmentScope.unit == one.unit_id if one.unit_id else AssignmentScope.unit.is_null()
    return (AssignmentScope.kind == one.kind, AssignmentScope.rank == one.rank, person, unit)


async def withdraw(actor: Actor, *, site: SiteRow, code: str, reason: str) -> int:
    """Take an assignment back: open courses that only it gave are withdrawn, completed ones stay. Gives how many.

    Raises NotFound, AssignmentMoved.
    """
    require_assigner(actor, site)
    at = clock.now()
    async with writing():
        row = await assignment_at(site.id, code)
        new = move(row.state, "withdraw")
        values = {"withdrawn_at": at, "withdrawn_by": actor.id, "withdrawn_reason": reason.strip()}
        await move_row(Assignment.state, row.id, old=row.state, new=new, **values)
        count = await withdraw_given(row.id, reason=reason.strip(), at=at)
        about = Subject("assignment", row.id, site.id)
        await record(actor, Audited.WITHDRAWN, about, reason=reason.strip(), withdrawn=count)
    return count


async def undo(actor: Actor, *, site: SiteRow, code: str) -> tuple[int, int]:
    """Set a withdrawal back within a day; gives how many courses are open again and how many stay withdrawn.

    Raises NotFound, AssignmentMoved, TooLateToUndo.
    """
    require_assigner(actor, site)
    async with writing():
        row = await assignment_at(site.id, code)
        new = move(row.state, "undo")
        require_in_time(row.withdrawn_at, clock.now())
        values = {"withdrawn_at": None, "withdrawn_by": None, "withdrawn_reason": None}
        await move_row(Assignment.state, row.id, old=row.state, new=new, **values)
        opened, left = await restore_given(row.id, at=row.withdrawn_at) if row.withdrawn_at else (0, 0)
        await record(actor, Audited.RESTORED, Subject("assignment", row.id, site.id), opened=opened, left=left)
    return opened, left
