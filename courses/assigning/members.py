"""Who belongs to a site, and which units and rows a scope names: one statement each."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from academy.people.tables import Person
from academy.sites.tables import Membership, Unit
from courses.assigning.scope import EVERYONE, NONE, SiteMember, SiteUnit, Whom
from courses.learning.actions.assignments import Scope
from courses.learning.actions.giving import Receiver
from courses.learning.assignments.tables import AssignmentScope

_MEMBERS = """
    SELECT p.id, p.code, p.full_name AS name, coalesce(p.rank, '') AS rank, p.email, m.starts_on AS joined,
        m.agency AS agency_id, m.unit AS unit_id, u.code AS unit_code, u.name AS unit_name
    FROM membership m JOIN person p ON p.id = m.person AND p.deactivated_at IS NULL
        LEFT JOIN unit_member i ON i.membership = m.id AND i.ends_on IS NULL LEFT JOIN unit u ON u.id = i.unit
    WHERE m.site = {} AND m.ends_on IS NULL ORDER BY p.full_name, p.id, m.id
"""


async def members_at(site_id: int) -> tuple[SiteMember, ...]:
    """Everybody with an open membership, by name; several memberships of one person are one member."""
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in await Membership.raw(_MEMBERS, site_id):
        rows[row["id"]].append(row)
    return tuple(map(_member, rows.values()))


def _member(rows: Sequence[dict[str, Any]]) -> SiteMember:
    first = rows[0]
    named = {name: first[name] for name in ("id", "code", "name", "rank", "email", "agency_id", "unit_id")}
    units = {row["unit_code"]: row["unit_name"] for row in rows if row["unit_code"]}
    joined = min(_day(row["joined"]) for row in rows)
    return SiteMember(**named, joined=joined, units=tuple(sorted(units.items(), key=lambda one: one[1].lower())))


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


async def units_at(site_id: int, also: Collection[str] = ()) -> tuple[SiteUnit, ...]:
    """The open units of the site, and those of `also` (codes) though they are closed."""
    rows = await Unit.select(Unit.id, Unit.code, Unit.name, Unit.closed_on).where(Unit.agency.site == site_id)
    wanted = [row for row in rows if row["closed_on"] is None or row["code"] in also]
    return tuple(SiteUnit(row["id"], row["code"] or "", row["name"], row["closed_on"]) for row in wanted)


def receivers(members: Collection[SiteMember]) -> dict[int, Receiver]:
    """The members as those who get a course."""
    return {one.id: Receiver(one.id, one.agency_id, one.unit_id, one.joined) for one in members}


async def whom_of(assignment_id: int) -> Whom:
    """Whom an assignment asks at present."""
    rows = await AssignmentScope.select(
        *(AssignmentScope.kind, AssignmentScope.rank),
        AssignmentScope.person.code.as_alias("person"),
        AssignmentScope.unit.code.as_alias("unit"),
    ).where(AssignmentScope.assignment == assignment_id, AssignmentScope.ended_at.is_null())
    words = {"unitless": NONE, "everyone": EVERYONE}
    return Whom(
        units=frozenset(words.get(row["kind"]) or row["unit"] for row in rows if row["kind"] in ("unit", *words)),
        ranks=frozenset(row["rank"] for row in rows if row["kind"] == "rank"),
        people=frozenset(row["person"] for row in rows if row["kind"] == "person"),
        left_out=frozenset(row["person"] for row in rows if row["kind"] == "left_out"),
    )


async def scopes_of(whom: Whom, units: Sequence[SiteUnit]) -> tuple[Scope, ...]:
    """A scope as the rows that keep it."""
    ids = {one.code: one.id for one in units}
    codes = [*whom.people, *whom.left_out]
    named = await Person.select(Person.id, Person.code).where(Person.code.is_in(codes)) if codes else []
    people = {row["code"]: int(row["id"]) for row in named}
    words = {NONE: "unitless", EVERYONE: "everyone"}
    return (
        *(Scope(words[one]) for one in sorted(whom.units & set(words))),
        *(Scope("unit", unit_id=ids[one]) for one in sorted(whom.units & set(ids))),
        *(Scope("rank", rank=one) for one in sorted(whom.ranks)),
        *(Scope("person", people[one]) for one in sorted(whom.people)),
        *(Scope("left_out", people[one]) for one in sorted(whom.left_out)),
    )
