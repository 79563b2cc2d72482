"""The only way from an address to an assignment, or to a draft: through its site."""

from datetime import date, datetime
from typing import Any

import msgspec

from academy.actor import Actor
from academy.errors import NotFound
from courses.learning.actions.giving import Order
from courses.learning.assignments.tables import Assignment, AssignmentCourse, AssignmentDraft
from courses.learning.rules.assigned import Cycle, Due, DueKind, Terms


class AssignmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """An assignment with its courses' ids."""

    id: int
    code: str
    site: int
    target: str
    target_key: str
    title: str
    reason: str
    due_kind: DueKind
    due_on: date | None
    due_days: int
    cycle_months: int
    grace_days: int
    joiners: bool
    again: bool
    state: str
    made_by: int
    giver: str
    made_at: datetime
    made_on: date
    withdrawn_at: datetime | None
    withdrawn_reason: str | None
    looked_at: datetime | None
    trouble: str | None
    courses: tuple[int, ...] = ()

    @property
    def due(self) -> Due:
        return Due(self.due_kind, self.due_on, self.due_days)

    @property
    def cycle(self) -> Cycle:
        return Cycle(self.cycle_months, self.grace_days)

    @property
    def order(self) -> Order:
        """The assignment as it is carried out."""
        terms = Terms(self.due, self.cycle, self.made_on, self.again)
        return Order(
            assignment_id=self.id, site_id=self.site, courses=self.courses, giver=self.made_by, reason=self.reason,
            terms=terms,
        )  # fmt: skip


async def assignment_at(site_id: int, code: str) -> AssignmentRow:
    """An assignment of the site (which `site_for` has opened); NotFound otherwise."""
    return await _one(Assignment.code == code, Assignment.site == site_id)


async def assignment_by_id(assignment_id: int) -> AssignmentRow:
    """For the academy's own work. Raises NotFound."""
    return await _one(Assignment.id == assignment_id)


async def _one(*where: Any) -> AssignmentRow:
    names = [one for one in AssignmentRow.__struct_fields__ if one not in ("giver", "courses")]
    columns = (*(getattr(Assignment, name) for name in names), Assignment.made_by.full_name.as_alias("giver"))
    row = await Assignment.select(*columns).where(*where).first()
    if row is None:
        raise NotFound()
    courses = AssignmentCourse.select(AssignmentCourse.course).where(AssignmentCourse.assignment == row["id"])
    ids = await courses.order_by(AssignmentCourse.position).output(as_list=True)
    return AssignmentRow(**row, courses=tuple(ids))


async def draft_of(actor: Actor, site_id: int, code: str) -> dict[str, Any]:
    """What the actor chose so far in one of their drafts at the site; NotFound otherwise."""
    own = (AssignmentDraft.code == code, AssignmentDraft.site == site_id, AssignmentDraft.person == actor.id)
    row = await AssignmentDraft.select(AssignmentDraft.chosen, AssignmentDraft.saved_at).where(*own).first()
    if row is None:
        raise NotFound()
    return row
