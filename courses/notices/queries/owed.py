"""What the people of a site owe, and all that decides whether they are written to: as many statements for many people
as for few.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from academy.access.tables import RoleGrant
from academy.people.tables import Person
from academy.sites.access import SiteRow
from academy.sites.tables import UnitSupervisor
from courses.learning.tables import Enrollment, Exemption, Leave
from courses.notices.rules.plan import Given, Owed
from courses.notices.tables import NoticeGiven, Unsubscribed


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may be written to."""

    id: int
    code: str
    full_name: str
    rank: str
    email: str

    @property
    def name(self) -> str:
        return f"{self.rank} {self.full_name}".strip()


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """A course that is open for somebody of the site. `enrollment`: the row's id."""

    enrollment: int
    code: str
    course: int
    title: str
    minutes: int
    source: str
    giver: str
    reason: str
    due_on: date | None
    due_set_on: date | None
    created_at: datetime
    person: Reader

    def owed(self, zone: str, back_on: date | None = None) -> Owed:
        """As the plan sees it; a course one chose oneself was not assigned."""
        set_on = self.due_set_on or self.created_at.astimezone(ZoneInfo(zone)).date()
        return Owed(set_on=set_on, due_on=self.due_on, is_assigned=self.source != "self", back_on=back_on)


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """A site on a day. `given` by the enrollment's id; `away` (why), `back_on` and `supervisors` by the person's;
    `exempt` (why) by person and course; `ended`: who does not want what.
    """

    today: date
    open: tuple[Open, ...]
    given: dict[int, Given]
    away: dict[int, str]
    back_on: dict[int, date]
    exempt: dict[tuple[int, int], str]
    supervisors: dict[int, tuple[Reader, ...]]
    ended: frozenset[tuple[int, str]]


_OPEN = """
SELECT e.id AS enrollment, e.code AS code, e.course AS course, v.title AS title, v.contact_minutes AS minutes,
       e.source AS source, coalesce(g.full_name, '') AS giver, e.reason AS reason, e.due_on AS due_on,
       e.due_set_on AS due_set_on, e.created_at AS created_at,
       p.id AS person_id, p.code AS person_code, p.full_name AS full_name, coalesce(p.rank, '') AS rank,
       p.email AS email
FROM enrollment e
JOIN person p ON p.id = e.person AND p.deactivated_at IS NULL
JOIN course_version v ON v.id = e.version
LEFT JOIN person g ON g.id = e.assigned_by
WHERE e.site = {} AND e.state IN ('enrolled', 'in_progress')
  AND EXISTS (SELECT 1 FROM membership m WHERE m.person = e.person AND m.site = e.site AND m.ends_on IS NULL)
  AND ONLY
ORDER BY e.due_on IS NULL, e.due_on, p.full_name, e.id
"""
_GIVEN = """
SELECT g.enrollment AS enrollment, g.step AS step, g.about_on AS about_on
FROM notice_given g JOIN enrollment e ON e.id = g.enrollment
WHERE e.site = {} AND e.state IN ('enrolled', 'in_progress')
"""
_SUPERVISORS = """
SELECT DISTINCT m.person AS officer, s.id AS id, s.code AS code, s.full_name AS full_name, coalesce(s.rank, '') AS rank,
       s.email AS email
FROM unit_supervisor v JOIN unit_member i ON i.unit = v.unit AND i.ends_on IS NULL
JOIN unit u ON u.id = v.unit AND u.closed_on IS NULL
JOIN membership m ON m.id = i.membership AND m.ends_on IS NULL
JOIN person s ON s.id = v.person AND s.deactivated_at IS NULL
WHERE m.site = {} AND v.ends_on IS NULL AND v.person <> m.person
  AND EXISTS (SELECT 1 FROM membership own WHERE own.person = s.id AND own.agency = u.agency AND own.ends_on IS NULL)
ORDER BY s.id
"""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of what is open: of people, by code; or due before a day. Nothing said: everything."""

    people: tuple[str, ...] | None = None
    due_before: date | None = None


EVERYTHING = Part()


async def situation(site: SiteRow, now: datetime, part: Part = EVERYTHING) -> Situation:
    """Everything that decides about a part of what is open; what was said before only where all is looked at."""
    today = now.astimezone(ZoneInfo(site.time_zone)).date()
    away, back_on = await _leaves(site.id, today)
    return Situation(
        today=today,
        open=await open_courses(site.id, part),
        given=await _given(site.id) if part == EVERYTHING else {},
        away=away,
        back_on=back_on,
        exempt=await _exempt(site.id, today),
        supervisors=await supervisors_at(site.id),
        ended=await ended(),
    )


async def open_courses(site_id: int, part: Part = EVERYTHING) -> tuple[Open, ...]:
    """What is open for members of the site, the earliest due date first."""
    only = "1 = 1"
    values: list[object] = [site_id, *(part.people or ())]
    if part.people is not None:
        only = f"p.code IN ({', '.join('{}' for _ in part.people) or 'NULL'})"
    elif part.due_before is not None:
        only, values = "e.due_on < {}", [site_id, part.due_before]
    return tuple(_open(row) for row in await Enrollment.raw(_OPEN.replace("ONLY", only), *values))


async def supervisors_at(site_id: int) -> dict[int, tuple[Reader, ...]]:
    """Who supervises a unit of each member, by the member's id. Nobody supervises themselves, and who left the agency
    hears no more of its people.
    """
    found: dict[int, list[Reader]] = defaultdict(list)
    for row in await UnitSupervisor.raw(_SUPERVISORS, site_id):
        found[row.pop("officer")].append(Reader(**row))
    return {person: tuple(readers) for person, readers in found.items()}


async def coordinators_of(site_id: int) -> tuple[Reader, ...]:
    """Who coordinates the site."""
    person = RoleGrant.person
    names = ("id", "code", "full_name", "rank", "email")
    rows = (
        await RoleGrant.select(*(getattr(person, name).as_alias(name) for name in names))
        .where(RoleGrant.site == site_id, RoleGrant.role == "coordinator", RoleGrant.revoked_at.is_null())
        .where(person.deactivated_at.is_null())
        .order_by(RoleGrant.id)
    )
    return tuple(Reader(**(row | {"rank": row["rank"] or ""})) for row in rows)


async def ended() -> frozenset[tuple[int, str]]:
    """Who ended which kind of letters."""
    rows = await Unsubscribed.select(Unsubscribed.person, Unsubscribed.what)
    return frozenset((row["person"], row["what"]) for row in rows)


async def readers(codes: Sequence[str], site_id: int) -> tuple[Reader, ...]:
    """Members of the site by their codes; who is none is left out."""
    marks = ", ".join("{}" for _ in codes) or "NULL"
    rows = await Person.raw(
        "SELECT DISTINCT p.id AS id, p.code AS code, p.full_name AS full_name, coalesce(p.rank, '') AS rank,"
        " p.email AS email FROM person p JOIN membership m ON m.person = p.id AND m.ends_on IS NULL"
        f" WHERE m.site = {{}} AND p.deactivated_at IS NULL AND p.code IN ({marks}) ORDER BY p.full_name, p.id",
        site_id,
        *codes,
    )
    return tuple(Reader(**row) for row in rows)


def _open(row: dict[str, Any]) -> Open:
    names = ("full_name", "rank", "email")
    person = Reader(id=row.pop("person_id"), code=row.pop("person_code"), **{name: row.pop(name) for name in names})
    return msgspec.convert(row | {"person": person}, Open, strict=False)


async def _given(site_id: int) -> dict[int, Given]:
    found: dict[int, set[tuple[str, date]]] = defaultdict(set)
    for row in await NoticeGiven.raw(_GIVEN, site_id):
        found[row["enrollment"]].add((row["step"], msgspec.convert(row["about_on"], date, strict=False)))
    return {enrollment: frozenset(steps) for enrollment, steps in found.items()}


async def _leaves(site_id: int, today: date) -> tuple[dict[int, str], dict[int, date]]:
    """Who is away today and until when, and since when others are back."""
    away, back_on = {}, {}
    columns = (Leave.person, Leave.from_on, Leave.until_on)
    rows = await Leave.select(*columns).where(Leave.site == site_id, Leave.undone_at.is_null(), Leave.from_on <= today)
    for row in sorted(rows, key=lambda row: row["until_on"] or date.max):
        until = row["until_on"]
        if until is None or until >= today:
            end = f"until {until:%B} {until.day}, {until.year}" if until else "with no end known yet"
            away[row["person"]] = f"On leave {end}."
        else:
            back_on[row["person"]] = until + timedelta(days=1)
    return away, back_on


async def _exempt(site_id: int, today: date) -> dict[tuple[int, int], str]:
    ends = (Exemption.until_on.is_null()) | (Exemption.until_on >= today)
    rows = await Exemption.select(Exemption.person, Exemption.course, Exemption.reason).where(
        Exemption.site == site_id, Exemption.ended_at.is_null(), Exemption.from_on <= today, ends
    )
    return {(row["person"], row["course"]): f"Exempt from this course: {row['reason']}" for row in rows}
