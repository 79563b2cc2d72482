"""Another due date for everybody who has a course open by an assignment."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from piccolo.columns import Column

from courses.learning.actions.due_dates import settle_due
from courses.learning.actions.giving import Order
from courses.learning.assignments.standing import Found, standings
from courses.learning.assignments.tables import AssignmentLine
from courses.learning.rules.assigned import due_for
from courses.learning.rules.enrollment import OPEN_STATES
from courses.learning.tables import Enrollment

Values = dict[Column | str, object]


async def set_dates(order: Order, joined: Mapping[int, date], today: date) -> None:
    """Count the dates of the open courses anew by the order's terms, as of the day each was given, never in the past.

    Whose date was set by hand keeps it. `joined` says who belongs to the site since when; others keep theirs too.
    """
    for course in order.courses:
        rows = [row for row in await _open_lines(order.assignment_id, course) if row["person"] in joined]
        people = {row["person"]: joined[row["person"]] for row in rows}
        if not people:
            continue
        found = await standings(order.assignment_id, order.site_id, course, joined=people, today=today)
        for row in rows:
            due = _due(order, found[row["person"]], row, today)
            values: Values = {AssignmentLine.due_on: due, AssignmentLine.set_on: today}
            await AssignmentLine.update(values).where(AssignmentLine.id == row["id"])
        await settle_due([row["enrollment"] for row in rows])


async def _open_lines(assignment_id: int, course_id: int) -> Sequence[dict[str, Any]]:
    line = AssignmentLine
    columns = (line.id, line.person, line.cycle, line.set_on, line.enrollment, line.by_hand)
    of_it = (line.assignment == assignment_id, line.course == course_id)
    is_open = line.enrollment.is_in(Enrollment.select(Enrollment.id).where(Enrollment.state.is_in([*OPEN_STATES])))
    rows = await line.select(*columns).where(*of_it, is_open, line.outcome != "taken_off")
    return [row for row in rows if not row["by_hand"]]


def _due(order: Order, found: Found, row: Mapping[str, Any], today: date) -> date | None:
    due = due_for(order.terms, found.standing, row["set_on"] or today, row["cycle"])
    return due if due is None or due >= today else due_for(order.terms, found.standing, today, row["cycle"])
