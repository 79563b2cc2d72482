"""Giving courses to people on behalf of an assignment: lines, enrollments, and the one date an officer sees.

May run twice: a line is there once for each person, course and cycle, and an open enrollment once for each person and
course, in whatever order several workers come.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import msgspec
from piccolo.columns import Column

from academy.codes import new_code
from academy.db.work import CHUNK
from courses.authoring.tables import CourseVersion
from courses.learning.actions.due_dates import settle_due
from courses.learning.assignments.standing import Found, standings
from courses.learning.assignments.tables import AssignmentLine
from courses.learning.rules.assigned import Outcome, Terms, Verdict, decide
from courses.learning.tables import Enrollment

Values = dict[Column | str, object]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An assignment as it is carried out. waits: people on leave get it when they are back; else now, paused."""

    assignment_id: int
    site_id: int
    courses: tuple[int, ...]
    giver: int
    reason: str
    terms: Terms
    waits: bool = True


class Receiver(msgspec.Struct, frozen=True):
    """A member of the site; agency and unit are copied into the enrollment."""

    person_id: int
    agency_id: int
    unit_id: int | None
    joined: date


class Given(msgspec.Struct, frozen=True):
    """What came of it, in lines: enrolled, found enrolled, found done, and waiting for leave or an exemption to end."""

    enrolled: int = 0
    open: int = 0
    done: int = 0
    waiting: int = 0

    def __add__(self, other: "Given") -> "Given":
        pairs = zip(msgspec.structs.astuple(self), msgspec.structs.astuple(other), strict=True)
        return Given(*(one + two for one, two in pairs))


async def give(order: Order, people: Mapping[int, Receiver], today: date) -> Given:
    """Carry an assignment out for these people, as far as it has not been; inside the caller's transaction."""
    total, touched = Given(), set[int]()
    if people:
        for course_id, version_id in (await _versions(order.courses)).items():
            given, enrollments = await _course(order, (course_id, version_id), people, today)
            total += given
            touched |= enrollments
    await settle_due(touched)
    return total


async def _versions(courses: Collection[int]) -> dict[int, int]:
    """The published version of each course; one that is not taught any more is left out."""
    taught = (CourseVersion.course.is_in([*courses]), CourseVersion.state == "published")
    rows = await CourseVersion.select(CourseVersion.id, CourseVersion.course).where(*taught)
    by_course = {row["course"]: row["id"] for row in rows}
    return {course: by_course[course] for course in courses if course in by_course}


async def _course(
    order: Order, course: tuple[int, int], people: Mapping[int, Receiver], today: date
) -> tuple[Given, set[int]]:
    joined = {one.person_id: one.joined for one in people.values()}
    found = await standings(order.assignment_id, order.site_id, course[0], joined=joined, today=today)
    verdicts = {person: _verdict(order, one, today) for person, one in found.items()}
    said = {person: verdict for person, verdict in verdicts.items() if verdict is not None}
    new = [_row(order, course, (people[person], found[person]), one) for person, one in said.items() if _enrolls(one)]
    await _insert(new)
    open_now = await _open(course[0], said) if new else {}
    lines = [_line(order, course[0], person, one) for person, one in said.items()]
    for line in lines:
        line.enrollment = _enrollment_of(line, found[line.person], open_now)
        line.set_on = today
    await _write(lines, {person: found[person].lines for person in said})
    touched = {line.enrollment for line in lines if line.enrollment and line.outcome in ("given", "has_it")}
    return _counted(lines, found), touched


def _verdict(order: Order, found: Found, today: date) -> Verdict | None:
    standing = found.standing if order.waits else msgspec.structs.replace(found.standing, away=())
    return decide(order.terms, standing, today)


def _enrolls(verdict: Verdict) -> bool:
    return verdict.outcome is Outcome.GIVEN


def _row(order: Order, course: tuple[int, int], who: tuple[Receiver, Found], verdict: Verdict) -> Enrollment:
    member, found = who
    return Enrollment(
        code=new_code(),
        person=member.person_id,
        course=course[0],
        version=course[1],
        site=order.site_id,
        agency=member.agency_id,
        unit=member.unit_id,
        state="enrolled",
        source="assigned",
        assigned_by=order.giver,
        reason=order.reason,
        cycle=verdict.cycle,
        follows=found.latest_done,
    )


async def _insert(rows: list[Enrollment]) -> None:
    for start in range(0, len(rows), CHUNK):
        await Enrollment.insert(*rows[start : start + CHUNK]).on_conflict(action="DO NOTHING")


async def _open(course_id: int, people: Collection[int]) -> dict[int, int]:
    """The open enrollments there are now, whoever made them."""
    here = (Enrollment.course == course_id, Enrollment.person.is_in([*people]))
    rows = await Enrollment.select(Enrollment.id, Enrollment.person).where(
        *here, Enrollment.state.is_in(["enrolled", "in_progress"])
    )
    return {row["person"]: row["id"] for row in rows}


def _line(order: Order, course_id: int, person: int, verdict: Verdict) -> AssignmentLine:
    return AssignmentLine(
        assignment=order.assignment_id,
        person=person,
        course=course_id,
        cycle=verdict.cycle,
        outcome=verdict.outcome.value,
        due_on=verdict.due_on,
    )


def _enrollment_of(line: AssignmentLine, found: Found, open_now: Mapping[int, int]) -> int | None:
    if line.outcome == Outcome.GIVEN:
        return open_now.get(line.person)
    if line.outcome != Outcome.HAS_IT:
        return None
    return found.open_id if found.standing.open_cycle else found.latest_done


async def _write(lines: list[AssignmentLine], before: Mapping[int, Mapping[int, Any]]) -> None:
    """New lines, and those that waited until now."""
    await _insert_lines([line for line in lines if line.cycle not in before[line.person]])
    for line in lines:
        if line.cycle in before[line.person]:
            names = ("outcome", "enrollment", "due_on", "set_on")
            values: Values = {getattr(AssignmentLine, name): getattr(line, name) for name in names}
            same = (AssignmentLine.assignment == line.assignment, AssignmentLine.person == line.person)
            cycle = (AssignmentLine.course == line.course, AssignmentLine.cycle == line.cycle)
            await AssignmentLine.update(values).where(*same, *cycle)


async def _insert_lines(lines: list[AssignmentLine]) -> None:
    for start in range(0, len(lines), CHUNK):
        await AssignmentLine.insert(*lines[start : start + CHUNK]).on_conflict(action="DO NOTHING")


def _counted(lines: list[AssignmentLine], found: Mapping[int, Found]) -> Given:
    has_it = [line for line in lines if line.outcome == Outcome.HAS_IT]
    is_open = sum(bool(found[line.person].standing.open_cycle) for line in has_it)
    enrolled = sum(line.outcome == Outcome.GIVEN for line in lines)
    return Given(enrolled, is_open, len(has_it) - is_open, len(lines) - len(has_it) - enrolled)
