"""The one date an officer sees for a course: the earliest that an active assignment of any site asks for.

A site's own dates stand on the lines of its assignments, so no site overwrites what another one set. The words and the
giver are those of the newest assignment of the site for which the enrollment counts, else of the newest of all.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from piccolo.columns import Column

from academy.facts import announce
from courses.learning.actions.leave import move_due_dates
from courses.learning.assignments.tables import AssignmentLine
from courses.learning.facts import TrainingChanged
from courses.learning.rules.enrollment import OPEN_STATES
from courses.learning.tables import Enrollment

Values = dict[Column | str, object]
Said = tuple[date | None, date | None, str, int | None]
"""Due date, the day it was set, reason, giver: the columns that an assignment has a say in."""


async def settle_due(enrollments: Collection[int]) -> None:
    """Count the dates of these open enrollments anew from the lines that speak of them, then let leave move them."""
    by_enrollment: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in await _lines(enrollments):
        by_enrollment[row["enrollment"]].append(row)
    same: dict[Said, list[int]] = defaultdict(list)
    people: dict[int, set[int]] = defaultdict(set)
    for enrollment, rows in by_enrollment.items():
        same[_said(rows)].append(enrollment)
        people[rows[0]["counts_for"]].add(rows[0]["person"])
    for said, ids in same.items():
        await Enrollment.update(_values(said)).where(Enrollment.id.is_in(ids))
    for site_id, whom in people.items():
        await move_due_dates(site_id, whom)
        await announce(TrainingChanged(site_id))


async def set_by_hand(enrollment_id: int, site_id: int, due_on: date | None, today: date) -> None:
    """Staff of a site gave one person another date: all assignments of that site ask for this one now."""
    values: Values = {AssignmentLine.due_on: due_on, AssignmentLine.set_on: today, AssignmentLine.by_hand: True}
    theirs = (AssignmentLine.enrollment == enrollment_id, AssignmentLine.assignment.site == site_id)
    ids = await AssignmentLine.select(AssignmentLine.id).where(*theirs).output(as_list=True)
    if ids:
        await AssignmentLine.update(values).where(AssignmentLine.id.is_in(ids))
        await settle_due([enrollment_id])


async def _lines(enrollments: Collection[int]) -> Sequence[dict[str, Any]]:
    if not enrollments:
        return ()
    line, assignment = AssignmentLine, AssignmentLine.assignment
    return await line.select(
        *(line.id, line.enrollment, line.due_on, line.set_on, line.person),
        assignment.state.as_alias("state"),
        assignment.reason.as_alias("reason"),
        assignment.made_by.as_alias("giver"),
        assignment.site.as_alias("site"),
        line.enrollment.site.as_alias("counts_for"),
    ).where(
        line.enrollment.is_in([*enrollments]), line.enrollment.state.is_in([*OPEN_STATES]), line.outcome != "taken_off"
    )


def _said(rows: Sequence[Mapping[str, Any]]) -> Said:
    """What all lines of one enrollment come to; where every assignment was withdrawn there is no date, and no giver."""
    active = [row for row in rows if row["state"] == "active"]
    dated = [row for row in active if row["due_on"] is not None]
    first = min(dated, key=lambda row: (row["due_on"], row["id"]), default=None)
    words = max(active, key=lambda row: (row["site"] == row["counts_for"], row["id"]), default=None)
    due = (first["due_on"], first["set_on"]) if first else (None, None)
    return (*due, words["reason"], words["giver"]) if words else (*due, "", None)


def _values(said: Said) -> Values:
    due_on, set_on, reason, giver = said
    return {
        Enrollment.due_on: due_on,
        Enrollment.due_given: None,
        Enrollment.due_set_on: set_on,
        Enrollment.reason: reason,
        Enrollment.assigned_by: giver,
    }
