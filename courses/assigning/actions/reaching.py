"""People who come under an assignment later, who are back from leave, and whose next cycle is due."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from piccolo.columns import Column

from academy import clock
from academy.audit import Subject, record
from academy.db.work import writing
from academy.sites.tables import Membership, Site, UnitMember
from courses.assigning.access import AssignmentRow, assignment_by_id
from courses.assigning.actions.audited import Audited
from courses.assigning.members import members_at, receivers, whom_of
from courses.assigning.scope import SiteMember
from courses.learning.actions.giving import give
from courses.learning.assignments.tables import Assignment, AssignmentLine, AssignmentRun
from courses.learning.rules.assigned import WAITING, Outcome

TROUBLE = "The last look for new people failed; the fault is ours and is in the server's log. It is tried again."
Values = dict[Column | str, object]


async def reach(assignment_id: int) -> None:
    """Give an active assignment to whoever is to have it by now and has not. May run twice: it then finds nothing."""
    async with writing():
        row = await assignment_by_id(assignment_id)
        if row.state != "active":
            return
        people = await _asked(row)
        given = await give(row.order, receivers(people), await _today(row.site))
        looked: Values = {Assignment.looked_at: clock.now(), Assignment.trouble: None}
        await Assignment.update(looked).where(Assignment.id == row.id)
        if given.enrolled or given.open or given.waiting:
            subject = Subject("assignment", row.id, row.site)
            await record(None, Audited.REACHED, subject, enrolled=given.enrolled, waiting=given.waiting)


async def note_trouble(assignment_id: int) -> None:
    """Say on the assignment that looking for people failed."""
    async with writing():
        await Assignment.update({Assignment.trouble: TROUBLE}).where(Assignment.id == assignment_id)
        await record(None, Audited.REACHED, Subject("assignment", assignment_id), failed=True)


async def _asked(row: AssignmentRow) -> list[SiteMember]:
    """Whom it asks now, if it asks those who come later; else those it has a line for, as far as they belong here."""
    members, whom = await members_at(row.site), await whom_of(row.id)
    lines = AssignmentLine.select(AssignmentLine.person, AssignmentLine.outcome)
    said = await lines.where(AssignmentLine.assignment == row.id)
    known = {one["person"] for one in said} - {one["person"] for one in said if one["outcome"] == Outcome.TAKEN_OFF}
    asked = [one for one in members if one.id in known or (row.joiners and whom.asks(one))]
    return [one for one in asked if one.code not in whom.left_out]


async def _today(site_id: int) -> date:
    row = await Site.select(Site.time_zone).where(Site.id == site_id).first() or {}
    return clock.now().astimezone(ZoneInfo(row["time_zone"])).date()


async def to_look_at() -> tuple[int, ...]:
    """Active assignments that may have something to do later: for people who come, come back, or take it again."""
    waiting = AssignmentLine.select(AssignmentLine.assignment).where(AssignmentLine.outcome.is_in([*WAITING]))
    ids = set(await waiting.output(as_list=True))
    rows = await Assignment.select(Assignment.id, Assignment.joiners, Assignment.cycle_months).where(
        Assignment.state == "active"
    )
    return tuple(row["id"] for row in rows if row["joiners"] or row["cycle_months"] or row["id"] in ids)


async def newest() -> tuple[int, int]:
    """The newest membership and the newest place in a unit: what a look knows of."""
    membership = await Membership.select(Membership.id).order_by(Membership.id, ascending=False).first()
    place = await UnitMember.select(UnitMember.id).order_by(UnitMember.id, ascending=False).first()
    return (membership or {}).get("id", 0), (place or {}).get("id", 0)


async def last_run() -> dict[str, Any] | None:
    """The last look."""
    return await AssignmentRun.select().order_by(AssignmentRun.id, ascending=False).first()
