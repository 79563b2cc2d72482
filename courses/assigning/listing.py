"""The assignments of a site with how far they are, and one of them with everybody it speaks of."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec

from academy import clock
from academy.actor import Actor
from academy.sites.access import SiteRow
from courses.assigning.access import AssignmentRow, assignment_at
from courses.assigning.actions.making import day_at
from courses.assigning.members import units_at, whom_of
from courses.assigning.rules import UNDO_WITHIN
from courses.assigning.scope import SiteUnit, Whom
from courses.learning.assignments.tables import Assignment, AssignmentDraft, AssignmentLine
from courses.learning.rules.assigned import DueKind

_LIST = """
    SELECT a.code, a.title, a.target, a.reason, a.due_kind, a.due_on, a.due_days, a.cycle_months, a.joiners, a.state,
        a.made_at, a.withdrawn_at, p.full_name AS giver, coalesce(t.people, 0) AS people, coalesce(t.done, 0) AS done,
        coalesce(t.late, 0) AS late, coalesce(t.waiting, 0) AS waiting
    FROM assignment a JOIN person p ON p.id = a.made_by
        LEFT JOIN (SELECT l.assignment, count(*) AS people,
                sum(CASE WHEN e.state = 'completed' THEN 1 ELSE 0 END) AS done,
                sum(CASE WHEN e.state IN ('enrolled', 'in_progress') AND e.due_on < {} THEN 1 ELSE 0 END) AS late,
                sum(CASE WHEN l.outcome IN ('exempt', 'on_leave') THEN 1 ELSE 0 END) AS waiting
            FROM assignment_line l JOIN assignment own ON own.id = l.assignment AND own.site = {}
                LEFT JOIN enrollment e ON e.id = l.enrollment
            WHERE l.outcome <> 'taken_off' AND NOT EXISTS (SELECT 1 FROM assignment_line newer
                WHERE newer.assignment = l.assignment AND newer.person = l.person AND newer.course = l.course
                    AND newer.cycle > l.cycle)
            GROUP BY l.assignment) AS t ON t.assignment = a.id
    WHERE a.site = {} ORDER BY CASE WHEN a.state = 'active' THEN 0 ELSE 1 END, a.id DESC
"""
_PEOPLE = """
    SELECT p.code, p.full_name AS name, coalesce(p.rank, '') AS rank, l.outcome, l.cycle, l.by_hand, l.course,
        v.title AS course_title, e.state, e.due_on, e.due_given, e.completed_at, e.withdrawn_at
    FROM assignment_line l JOIN person p ON p.id = l.person
        LEFT JOIN enrollment e ON e.id = l.enrollment
        LEFT JOIN course_version v ON v.course = l.course AND v.state = 'published'
    WHERE l.assignment = {} AND NOT EXISTS (SELECT 1 FROM assignment_line newer WHERE newer.assignment = l.assignment
        AND newer.person = l.person AND newer.course = l.course AND newer.cycle > l.cycle)
    ORDER BY p.full_name, p.id, l.course
"""
PER_PAGE = 100


class AssignmentLineView(msgspec.Struct, frozen=True, kw_only=True):
    """An assignment in the list: `people` counts a person once for each course."""

    code: str
    title: str
    target: str
    reason: str
    due_kind: DueKind
    due_on: date | None
    due_days: int
    cycle_months: int
    joiners: bool
    state: str
    made_at: datetime
    withdrawn_at: datetime | None
    giver: str
    people: int
    done: int
    late: int
    waiting: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.people if self.people else 0


class Draft(msgspec.Struct, frozen=True):
    """An assignment that the reader began and did not make."""

    code: str
    saved_at: datetime
    step: int


class ListView(msgspec.Struct, frozen=True, kw_only=True):
    """All assignments of a site, active ones first, and the reader's own drafts."""

    site_slug: str
    site: str
    zone: str
    active: tuple[AssignmentLineView, ...]
    withdrawn: tuple[AssignmentLineView, ...]
    drafts: tuple[Draft, ...]


class PersonLine(msgspec.Struct, frozen=True, kw_only=True):
    """A person and a course of an assignment: the newest cycle. `days`: until it is due, negative once past."""

    code: str
    name: str
    rank: str
    course: str
    outcome: str
    cycle: int
    by_hand: bool
    state: str
    due_on: date | None
    is_paused: bool
    days: int
    completed_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def need(self) -> int:
        """The order of need: late ones first, then open ones, those who wait, and what is done or gone."""
        if self.outcome == "taken_off" or self.state == "withdrawn":
            return 5
        if self.state == "completed":
            return 4
        if self.outcome in ("exempt", "on_leave"):
            return 3
        return 0 if self.due_on and self.days < 0 else 1 if self.due_on else 2


class AssignmentView(msgspec.Struct, frozen=True, kw_only=True):
    """One assignment. closed: units of its scope that are closed by now. undo_until: None when it is too late."""

    site_slug: str
    site: str
    zone: str
    row: AssignmentRow
    whom: Whom
    units: tuple[SiteUnit, ...]
    closed: tuple[SiteUnit, ...]
    people: tuple[PersonLine, ...]
    page: int = 1
    undo_until: datetime | None = None
    done: str = ""
    reason: str = ""
    errors: dict[str, str] = {}

    @property
    def shown(self) -> tuple[PersonLine, ...]:
        return self.people[(self.page - 1) * PER_PAGE : self.page * PER_PAGE]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.people) // PER_PAGE))

    def count(self, *needs: int) -> int:
        return sum(one.need in needs for one in self.people)


async def list_view(actor: Actor, site: SiteRow) -> ListView:
    """Two statements."""
    rows = await Assignment.raw(_LIST, day_at(site), site.id, site.id)
    lines = [msgspec.convert(row, AssignmentLineView, strict=False) for row in rows]
    mine = (AssignmentDraft.person == actor.id, AssignmentDraft.site == site.id, AssignmentDraft.done_at.is_null())
    columns = (AssignmentDraft.code, AssignmentDraft.saved_at, AssignmentDraft.chosen)
    drafts = await AssignmentDraft.select(*columns).where(*mine).order_by(AssignmentDraft.id, ascending=False).limit(3)
    return ListView(
        site_slug=site.slug,
        site=site.label,
        zone=site.time_zone,
        active=tuple(one for one in lines if one.state == "active"),
        withdrawn=tuple(one for one in lines if one.state != "active"),
        drafts=tuple(
            Draft(row["code"], row["saved_at"], msgspec.json.decode(row["chosen"]).get("step", 1)) for row in drafts
        ),
    )


async def assignment_view(site: SiteRow, code: str, *, page: int = 1) -> AssignmentView:
    """One assignment with everybody it speaks of, in the order of need. Raises NotFound."""
    row = await assignment_at(site.id, code)
    whom = await whom_of(row.id)
    units = [one for one in await units_at(site.id, also=whom.units) if one.code in whom.units]
    people = tuple(_people(await AssignmentLine.raw(_PEOPLE, row.id), day_at(site)))
    until = row.withdrawn_at + UNDO_WITHIN if row.withdrawn_at else None
    return AssignmentView(
        site_slug=site.slug,
        site=site.label,
        zone=site.time_zone,
        row=row,
        whom=whom,
        units=tuple(one for one in units if one.closed_on is None),
        closed=tuple(one for one in units if one.closed_on is not None),
        people=tuple(sorted(people, key=lambda one: (one.need, one.days, one.name.lower()))),
        page=max(page, 1),
        undo_until=until if until and until > clock.now() else None,
    )


def _people(rows: Iterable[dict[str, Any]], today: date) -> Iterable[PersonLine]:
    same = ("code", "name", "rank", "outcome", "cycle", "completed_at", "withdrawn_at")
    for row in rows:
        due = _day(row["due_on"])
        told = {
            "course": row["course_title"] or "A course that is not taught any more",
            "by_hand": bool(row["by_hand"]),
            "state": row["state"] or "",
            "due_on": due,
            "is_paused": due is None and row["due_given"] is not None,
            "days": (due - today).days if due else 0,
        }
        yield msgspec.convert({name: row[name] for name in same} | told, PersonLine, strict=False)


def _day(value: date | str | None) -> date | None:
    """Raw SQLite rows may carry days as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
