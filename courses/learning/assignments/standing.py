"""Where people stand with a course when an assignment looks at them: five statements, however many they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from academy.sites.tables import Site
from courses.learning.assignments.tables import AssignmentLine
from courses.learning.exemptions import exempt_from
from courses.learning.rules.assigned import Outcome, Standing
from courses.learning.rules.enrollment import OPEN_STATES
from courses.learning.rules.leave import Away
from courses.learning.tables import Enrollment, Leave


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A standing with the enrollments it comes from: the open one, due when, and the newest that was completed."""

    standing: Standing
    open_id: int | None = None
    open_due: date | None = None
    latest_done: int | None = None

    @property
    def lines(self) -> Mapping[int, Outcome]:
        return self.standing.lines


async def standings(
    assignment_id: int, site_id: int, course_id: int, *, joined: Mapping[int, date], today: date
) -> dict[int, Found]:
    """By person, for everybody in `joined`, which says since when they belong to the site. Assignment 0 = none yet."""
    taken = await _taken(course_id, joined)
    lines = await _lines(assignment_id, course_id, joined) if assignment_id else {}
    away = await leaves_at(site_id, joined)
    exempt = await exempt_from(site_id, course_id, today)
    zone = ZoneInfo(await _zone(site_id))
    return {
        person: _found(taken.get(person, []), zone, Standing(
            joined=since,
            is_exempt=person in exempt,
            away=away.get(person, ()),
            lines=lines.get(person, {}),
        ))
        for person, since in joined.items()
    }  # fmt: skip


async def leaves_at(site_id: int, people: Collection[int]) -> dict[int, tuple[Away, ...]]:
    """Leave on record at the site, by person."""
    on_record = (Leave.site == site_id, Leave.person.is_in([*people]), Leave.undone_at.is_null())
    found: dict[int, tuple[Away, ...]] = {}
    for row in await Leave.select(Leave.person, Leave.from_on, Leave.until_on).where(*on_record):
        found[row["person"]] = (*found.get(row["person"], ()), Away(row["from_on"], row["until_on"]))
    return found


def _found(rows: list[dict[str, Any]], zone: ZoneInfo, standing: Standing) -> Found:
    is_open = next((row for row in rows if row["state"] in OPEN_STATES), None)
    done = [row for row in rows if row["state"] == "completed"]
    latest = max(done, key=lambda row: int(row["id"]), default=None)
    return Found(
        standing=msgspec.structs.replace(
            standing,
            open_cycle=is_open["cycle"] if is_open else 0,
            times=len(done),
            last_done=max((_day(row["completed_at"], zone) for row in done), default=None),
        ),
        open_id=is_open["id"] if is_open else None,
        open_due=(is_open["due_given"] or is_open["due_on"]) if is_open else None,
        latest_done=latest["id"] if latest else None,
    )


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


async def _taken(course_id: int, people: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    columns = (
        *(Enrollment.id, Enrollment.person, Enrollment.state, Enrollment.cycle, Enrollment.completed_at),
        *(Enrollment.due_on, Enrollment.due_given),
    )
    here = (Enrollment.course == course_id, Enrollment.person.is_in([*people]), Enrollment.state != "withdrawn")
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in await Enrollment.select(*columns).where(*here):
        found[row["person"]].append(row)
    return found


async def _lines(assignment_id: int, course_id: int, people: Collection[int]) -> dict[int, dict[int, Outcome]]:
    here = (AssignmentLine.assignment == assignment_id, AssignmentLine.course == course_id)
    rows = await AssignmentLine.select(AssignmentLine.person, AssignmentLine.cycle, AssignmentLine.outcome).where(
        *here, AssignmentLine.person.is_in([*people])
    )
    found: dict[int, dict[int, Outcome]] = defaultdict(dict)
    for row in rows:
        found[row["person"]][row["cycle"]] = Outcome(row["outcome"])
    return found


async def _zone(site_id: int) -> str:
    row = await Site.select(Site.time_zone).where(Site.id == site_id).first() or {}
    return str(row["time_zone"])
