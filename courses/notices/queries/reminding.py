"""Whom a coordinator is about to remind, what each would read, and what happened to those sent before."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from academy.messages.posting import refusals
from academy.messages.tables import OutgoingMessage
from academy.sites.access import SiteRow
from courses.notices.composing import Facts, letter, listed
from courses.notices.queries.desk import Desk, desk_of
from courses.notices.queries.owed import Open, Part, Reader, Situation, readers, situation
from courses.notices.rules.reminding import Chosen, Verdict, verdict
from courses.notices.tables import NoticeGiven

BY_HAND = "by hand:"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Who should be reminded: these people, by code, of all that is open; or everybody of what is overdue."""

    people: tuple[str, ...] = ()
    overdue: bool = False
    anyway: bool = False


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to be reminded, of what, and what will happen."""

    person: Reader
    courses: tuple[Open, ...]
    verdict: Verdict
    supervisors: tuple[Reader, ...]


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """All of them, with from where they are written to."""

    desk: Desk
    today: date
    lines: tuple[Line, ...]

    def of(self, what: str) -> tuple[Line, ...]:
        return tuple(one for one in self.lines if one.verdict.what == what)

    @property
    def supervisors(self) -> tuple[Reader, ...]:
        """Who would be told of the people who are written to."""
        return tuple({one.id: one for line in self.of("send") for one in line.supervisors}.values())


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a round that was sent: how many wait, left, or were taken back, and how long they can be stopped."""

    code: str
    people: int
    waiting: int
    left: int
    taken_back: int
    leave_at: datetime | None


_LAST = """
SELECT e.person AS person, MAX(g.created_at) AS at
FROM notice_given g JOIN enrollment e ON e.id = g.enrollment JOIN outgoing_message m ON m.id = g.message
WHERE e.site = {} AND m.state <> 'suppressed' AND g.step <> 'assigned' AND g.step <> 'escalated'
GROUP BY e.person
"""
_SENT = """
SELECT state AS state, key AS key, MAX(not_before) AS leave_at, COUNT(*) AS count FROM outgoing_message
WHERE site = {} AND key IN ({}, {}) GROUP BY state, key
"""


async def round_of(site: SiteRow, asked: Asked, now: datetime) -> Round:
    """Everybody who is asked for, with what will happen."""
    today = now.astimezone(ZoneInfo(site.time_zone)).date()
    part = Part(due_before=today) if asked.overdue else Part(people=asked.people)
    desk, stands = await desk_of(site), await situation(site, now, part)
    people = await _people(site, asked, stands)
    refused = await refusals([one.email for one in people])
    last = await _last(site)
    courses = _courses(asked, stands)
    lines = []
    for one in people:
        chosen = Chosen(
            courses=len(courses.get(one.id, ())),
            refused=refused.get(one.email.lower(), ""),
            away=stands.away.get(one.id, ""),
            reminded_on=last.get(one.id),
        )
        said = verdict(chosen, stands.today, anyway=asked.anyway)
        above = stands.supervisors.get(one.id, ())
        lines.append(Line(person=one, courses=courses.get(one.id, ()), verdict=said, supervisors=above))
    return Round(desk=desk, today=stands.today, lines=tuple(lines))


async def _people(site: SiteRow, asked: Asked, stands: Situation) -> tuple[Reader, ...]:
    if not asked.overdue:
        return await readers(asked.people, site.id)
    late = {one.person.id: one.person for one in stands.open if _is_late(one, stands)}
    return tuple(late.values())


def _courses(asked: Asked, stands: Situation) -> dict[int, tuple[Open, ...]]:
    """What each would be reminded of, by the person's id."""
    found: dict[int, list[Open]] = {}
    for one in stands.open:
        is_exempt = (one.person.id, one.course) in stands.exempt
        if not is_exempt and (_is_late(one, stands) or not asked.overdue):
            found.setdefault(one.person.id, []).append(one)
    return {person: tuple(mine) for person, mine in found.items()}


def _is_late(one: Open, stands: Situation) -> bool:
    is_exempt = (one.person.id, one.course) in stands.exempt
    return one.due_on is not None and one.due_on < stands.today and not is_exempt


async def _last(site: SiteRow) -> dict[int, date]:
    """When each was reminded last, at the site."""
    found = {}
    for row in await NoticeGiven.raw(_LAST, site.id):
        at = msgspec.convert(row["at"], datetime, strict=False)
        found[row["person"]] = at.astimezone(ZoneInfo(site.time_zone)).date()
    return found


def preview(found: Round, line: Line) -> tuple[str, str]:
    """Subject and body that somebody would read."""
    made = letter(found.desk, "reminder", line.person, facts_of(found, line.courses))
    return made.subject, made.body


def facts_of(found: Round, courses: Sequence[Open]) -> Facts:
    """What a reminder says."""
    count = f"{len(courses)} course{'s' if len(courses) != 1 else ''}"
    return Facts(holds=listed(courses, found.desk.site.time_zone, found.today), count=count)


def keys(code: str) -> tuple[str, str]:
    """The keys of a round's letters: to people, and to their supervisors."""
    return f"reminders:{code}", f"reminders:{code}:copy"


async def sent(site: SiteRow, code: str) -> Sent | None:
    """What came of a round; None where there is none of this code."""
    rows = await OutgoingMessage.raw(_SENT, site.id, *keys(code))
    if not rows:
        return None
    by_state = {state: sum(row["count"] for row in rows if row["state"] == state) for state in ("queued", "suppressed")}
    moments = [msgspec.convert(row["leave_at"], datetime, strict=False) for row in rows if row["leave_at"]]
    return Sent(
        code=code,
        people=sum(row["count"] for row in rows if row["key"] == keys(code)[0]),
        waiting=by_state["queued"],
        left=sum(row["count"] for row in rows) - sum(by_state.values()),
        taken_back=by_state["suppressed"],
        leave_at=max(moments) if moments else None,
    )
