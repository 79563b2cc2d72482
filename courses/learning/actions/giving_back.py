"""Taking back what an assignment gave: only what is open, and only where no other assignment asks for it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from piccolo.columns import Column

from academy.facts import announce
from courses.learning.actions.due_dates import settle_due
from courses.learning.assignments.tables import AssignmentLine
from courses.learning.facts import TrainingChanged
from courses.learning.rules.assigned import Outcome
from courses.learning.rules.enrollment import OPEN_STATES, move
from courses.learning.tables import Enrollment

Values = dict[Column | str, object]

_GIVEN_ONLY_BY = """
    SELECT e.id FROM enrollment e
    WHERE e.source = 'assigned' AND e.state IN ('enrolled', 'in_progress')
        AND e.id IN (SELECT enrollment FROM assignment_line WHERE assignment = {})
        AND EXISTS (SELECT 1 FROM assignment_line g WHERE g.enrollment = e.id AND g.outcome IN ('given', 'taken_off'))
        AND NOT EXISTS (SELECT 1 FROM assignment_line l JOIN assignment a ON a.id = l.assignment
            WHERE l.enrollment = e.id AND a.state = 'active' AND l.outcome <> 'taken_off')
"""


async def withdraw_given(assignment_id: int, *, reason: str, at: datetime) -> int:
    """Withdraw the open enrollments that this assignment gave and no active one asks for; gives how many.

    The assignment, or the lines in question, no longer count when this is called.
    """
    ids = [row["id"] for row in await Enrollment.raw(_GIVEN_ONLY_BY, assignment_id)]
    values: Values = {Enrollment.withdrawn_at: at, Enrollment.withdrawn_reason: reason}
    sites: set[int] = set()
    for state in OPEN_STATES if ids else ():
        new: Values = {Enrollment.state: move(state, "withdraw"), **values}
        here = (Enrollment.id.is_in(ids), Enrollment.state == state)
        sites |= {row["site"] for row in await Enrollment.update(new).where(*here).returning(Enrollment.site)}
    for site_id in sites:
        await announce(TrainingChanged(site_id))
    await settle_due(await enrollments_of_assignment(assignment_id))
    return len(ids)


async def restore_given(assignment_id: int, *, at: datetime) -> tuple[int, int]:
    """Open again what was withdrawn with the assignment at `at`; gives how many, and how many stay withdrawn.

    Whoever began the course anew meanwhile keeps that.
    """
    rows = await _withdrawn(assignment_id, at)
    taken = await _open_now(rows)
    free = [row for row in rows if (row["person"], row["course"]) not in taken]
    for verb in ("resume", "restore"):
        ids = [row["id"] for row in free if (row["started_at"] is not None) == (verb == "resume")]
        if ids:
            values: Values = {
                Enrollment.state: move("withdrawn", verb),
                Enrollment.withdrawn_at: None,
                Enrollment.withdrawn_reason: None,
            }
            await Enrollment.update(values).where(Enrollment.id.is_in(ids))
    await settle_due(await enrollments_of_assignment(assignment_id))
    return len(free), len(rows) - len(free)


async def _withdrawn(assignment_id: int, at: datetime) -> Sequence[dict[str, Any]]:
    """What was withdrawn with the assignment: at the very moment it was."""
    columns = (Enrollment.id, Enrollment.person, Enrollment.course, Enrollment.started_at)
    ids = await enrollments_of_assignment(assignment_id)
    if not ids:
        return ()
    gone = (Enrollment.id.is_in(ids), Enrollment.state == "withdrawn", Enrollment.withdrawn_at == at)
    return await Enrollment.select(*columns).where(*gone)


async def _open_now(rows: Sequence[dict[str, Any]]) -> set[tuple[int, int]]:
    """Person and course of what these people have open by now."""
    if not rows:
        return set()
    theirs = Enrollment.person.is_in([row["person"] for row in rows]) & Enrollment.state.is_in([*OPEN_STATES])
    found = await Enrollment.select(Enrollment.person, Enrollment.course).where(theirs)
    return {(row["person"], row["course"]) for row in found}


async def take_off(assignment_id: int, people: Collection[int], *, reason: str, at: datetime) -> int:
    """An assignment asks these people no more; gives how many open enrollments were withdrawn."""
    if not people:
        return 0
    open_lines = (AssignmentLine.assignment == assignment_id, AssignmentLine.person.is_in([*people]))
    rows: Sequence[dict[str, Any]] = await AssignmentLine.select(
        AssignmentLine.id, AssignmentLine.enrollment.state.as_alias("state")
    ).where(*open_lines)
    ids = [row["id"] for row in rows if row["state"] in (None, *OPEN_STATES)]
    if ids:
        values: Values = {AssignmentLine.outcome: Outcome.TAKEN_OFF.value}
        await AssignmentLine.update(values).where(AssignmentLine.id.is_in(ids))
    return await withdraw_given(assignment_id, reason=reason, at=at)


async def enrollments_of_assignment(assignment_id: int) -> list[int]:
    """The enrollments that its lines speak of."""
    lines = (AssignmentLine.assignment == assignment_id, AssignmentLine.enrollment.is_not_null())
    found: list[int] = await AssignmentLine.select(AssignmentLine.enrollment).where(*lines).output(as_list=True)
    return found
