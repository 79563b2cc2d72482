"""Putting an assignment on record: what it asks, its courses, and whom it asks."""

from datetime import date

import msgspec

from academy import clock
from academy.actor import Actor
from academy.codes import new_code
from academy.db.work import insert_many
from courses.learning.actions.giving import Order
from courses.learning.assignments.tables import Assignment, AssignmentCourse, AssignmentScope
from courses.learning.rules.assigned import Cycle, Due, Terms


class Scope(msgspec.Struct, frozen=True):
    """A part of whom an assignment asks (courses.learning.assignments.tables.AssignmentScope)."""

    kind: str
    person_id: int | None = None
    unit_id: int | None = None
    rank: str = ""


class NewAssignment(msgspec.Struct, frozen=True, kw_only=True):
    """An assignment to be made. title: of the course or path; draft: code of the draft it comes from."""

    site_id: int
    target: str
    target_key: str
    title: str
    courses: tuple[int, ...]
    scopes: tuple[Scope, ...]
    reason: str
    due: Due
    cycle: Cycle = Cycle()
    joiners: bool = False
    again: bool = False
    draft: str | None = None


async def put_on_record(actor: Actor, new: NewAssignment, today: date) -> tuple[str, Order]:
    """Insert the rows, inside the caller's transaction; gives the code, and the order to carry out."""
    row = Assignment(
        code=new_code(), site=new.site_id, target=new.target, target_key=new.target_key, title=new.title,
        reason=new.reason.strip(), due_kind=new.due.kind, due_on=new.due.on, due_days=new.due.days,
        cycle_months=new.cycle.months, grace_days=new.cycle.grace_days, joiners=new.joiners, again=new.again,
        state="active", made_by=actor.id, made_at=clock.now(), made_on=today, draft=new.draft,
    )  # fmt: skip
    made = await Assignment.insert(row).returning(Assignment.id)
    assignment_id: int = made[0]["id"]
    await insert_many(
        [AssignmentCourse(assignment=assignment_id, course=one, position=at) for at, one in enumerate(new.courses)]
    )
    await add_scopes(assignment_id, new.scopes)
    terms = Terms(new.due, new.cycle, today, new.again)
    return row.code, Order(
        assignment_id=assignment_id, site_id=new.site_id, courses=new.courses, giver=actor.id, reason=row.reason,
        terms=terms,
    )  # fmt: skip


async def add_scopes(assignment_id: int, scopes: tuple[Scope, ...]) -> None:
    """Ask these too."""
    await insert_many(
        [
            AssignmentScope(
                assignment=assignment_id, kind=one.kind, person=one.person_id, unit=one.unit_id, rank=one.rank
            )
            for one in scopes
        ]
    )
