"""The list of people, one person's memberships, and the agencies with their units."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from academy.people.tables import Person
from academy.reviews.queries import Due
from academy.sites.access import SiteRow
from academy.sites.tables import Agency, Membership, Site, Unit, UnitMember, UnitSupervisor
from academy.structure.access import UnitRow, memberships_at, unit_at
from academy.structure.rules import AGENCIES, KINDS

PER_PAGE = 50


class UnitLine(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with who is in it and who supervises it."""

    code: str
    name: str
    kind: str
    people: int
    supervisors: tuple[str, ...] = ()
    closed_on: date | None = None
    agency: str = ""


class PersonLine(msgspec.Struct, frozen=True, kw_only=True):
    """An open membership in the list of people."""

    membership: int
    code: str
    name: str
    rank: str
    email: str
    number: str
    agency: str
    units: tuple[str, ...] = ()


class PeopleView(msgspec.Struct, frozen=True, kw_only=True):
    """The people of a site, a page of them. Whatever the filter: `unitless` are in no unit, `outside`
    have no password yet; `waiting` requests for access. `left`, `invited`: what was just done.
    """

    slug: str
    site: str
    q: str
    unit: str
    people: tuple[PersonLine, ...]
    total: int
    everybody: int
    unitless: int
    page: int
    pages: int
    units: tuple[UnitLine, ...]
    left: str = ""
    outside: int = 0
    waiting: int = 0
    review: Due | None = None
    invited: str = ""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A membership of one person, with the units of its agency: code, name, whether they are in it."""

    id: int
    agency: str
    starts_on: date
    units: tuple[tuple[str, str, bool], ...]


class PersonView(msgspec.Struct, frozen=True, kw_only=True):
    """Where one person belongs at the site."""

    slug: str
    site: str
    code: str
    name: str
    email: str
    places: tuple[Place, ...]
    today: date
    saved: bool = False
    errors: dict[str, str] = {}


class AgencyLine(msgspec.Struct, frozen=True, kw_only=True):
    """An agency with its units, open ones first."""

    id: int
    name: str
    kind: str
    people: int
    unitless: int
    units: tuple[UnitLine, ...]


class StructureView(msgspec.Struct, frozen=True, kw_only=True):
    """The agencies of a site, and its sworn officers (None = not said); `errors` and `typed` of the form `form` that
    was just refused.
    """

    slug: str
    site: str
    agencies: tuple[AgencyLine, ...]
    sworn: int | None = None
    saved: bool = False
    form: str = ""
    errors: dict[str, str] = {}
    typed: str = ""
    kinds: Mapping[str, str] = msgspec.field(default_factory=lambda: KINDS)
    agency_kinds: Mapping[str, str] = msgspec.field(default_factory=lambda: AGENCIES)


class UnitView(msgspec.Struct, frozen=True, kw_only=True):
    """One unit with everybody in it. `supervisors`: code and name."""

    slug: str
    site: str
    unit: UnitRow
    members: tuple[tuple[str, str], ...]
    supervisors: tuple[tuple[str, str], ...]
    form: str = ""
    errors: dict[str, str] = {}
    typed: str = ""
    kinds: Mapping[str, str] = msgspec.field(default_factory=lambda: KINDS)


_FROM = """
FROM membership m JOIN person p ON p.id = m.person AND p.deactivated_at IS NULL JOIN agency a ON a.id = m.agency
WHERE m.site = {} AND m.ends_on IS NULL
"""
_IN_NONE = "NOT EXISTS (SELECT 1 FROM unit_member i WHERE i.membership = m.id AND i.ends_on IS NULL)"
_IN_UNIT = """EXISTS (SELECT 1 FROM unit_member i JOIN unit u ON u.id = i.unit
             WHERE i.membership = m.id AND i.ends_on IS NULL AND u.code = {})"""
_PEOPLE = f"""
SELECT m.id AS membership, p.code AS code, p.full_name AS name, coalesce(p.rank, '') AS rank, p.email AS email,
       coalesce(p.employee_number, '') AS number, a.name AS agency, count(*) OVER () AS total
{_FROM} AND (lower(p.full_name) LIKE {{}} ESCAPE '!' OR p.email LIKE {{}} ESCAPE '!'
             OR coalesce(p.employee_number, '') LIKE {{}} ESCAPE '!') AND FILTER
ORDER BY lower(p.full_name), m.id LIMIT {{}} OFFSET {{}}
"""
_COUNTS = f"""
SELECT count(*) AS everybody, sum(CASE WHEN {_IN_NONE} THEN 1 ELSE 0 END) AS unitless,
       sum(CASE WHEN NOT EXISTS (SELECT 1 FROM password w WHERE w.person = p.id) THEN 1 ELSE 0 END) AS outside,
       (SELECT count(*) FROM access_request r WHERE r.site = {{}} AND r.state = 'waiting') AS waiting {_FROM}
"""
# Requests belong to an area above this one, and are only counted here.


async def people_view(site: SiteRow, *, q: str, unit: str, page: int) -> PeopleView:
    """A page of the people that match; each membership is a line."""
    counts = (await Membership.raw(_COUNTS, site.id, site.id))[0]
    start = (max(page, 1) - 1) * PER_PAGE
    rows = await _matching(site.id, q, unit, start)
    inside = await _units_by_membership([row["membership"] for row in rows])
    total = rows[0]["total"] if rows else 0
    people = tuple(_person(row, inside) for row in rows)
    return PeopleView(
        slug=site.slug, site=site.label, q=q, unit=unit, people=people, total=total,
        everybody=counts["everybody"], unitless=counts["unitless"] or 0, outside=counts["outside"] or 0,
        waiting=counts["waiting"], page=max(page, 1), pages=-(-total // PER_PAGE) or 1,
        units=tuple(one for one in await _units(site.id) if not one.closed_on),
    )  # fmt: skip


async def _matching(site_id: int, q: str, unit: str, start: int) -> list[dict[str, Any]]:
    like = "%" + "".join(f"!{one}" if one in "!%_" else one for one in q.strip().lower()) + "%"
    chosen = {"": "1 = 1", "none": _IN_NONE}.get(unit, _IN_UNIT)
    wanted = [unit] if chosen is _IN_UNIT else []
    rows: list[dict[str, Any]] = await Membership.raw(
        _PEOPLE.replace("FILTER", chosen), site_id, like, like, like, *wanted, PER_PAGE, start
    )
    return rows


def _person(row: Mapping[str, Any], inside: Mapping[int, tuple[str, ...]]) -> PersonLine:
    told = {name: value for name, value in row.items() if name != "total"}
    return PersonLine(**told, units=inside.get(row["membership"], ()))


async def _units_by_membership(ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    if not ids:
        return {}
    inside = UnitMember.membership.is_in(list(ids)) & UnitMember.ends_on.is_null()
    rows = await UnitMember.select(UnitMember.membership, UnitMember.unit.name.as_alias("name")).where(inside)
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for row in sorted(rows, key=lambda one: str(one["name"]).lower()):
        found[row["membership"]] += (row["name"],)
    return found


_UNITS = """
SELECT u.code AS code, u.name AS name, u.kind AS kind, u.closed_on AS closed_on, a.name AS agency,
       (SELECT count(*) FROM unit_member i JOIN membership m ON m.id = i.membership AND m.ends_on IS NULL
        WHERE i.unit = u.id AND i.ends_on IS NULL) AS people
FROM unit u JOIN agency a ON a.id = u.agency WHERE a.site = {}
ORDER BY CASE WHEN u.closed_on IS NULL THEN 0 ELSE 1 END, lower(u.name)
"""


async def _units(site_id: int) -> tuple[UnitLine, ...]:
    rows = await Unit.raw(_UNITS, site_id)
    names = await _supervisors(site_id)
    return tuple(
        msgspec.convert({**row, "supervisors": names.get(row["code"], ())}, UnitLine, strict=False) for row in rows
    )


async def _supervisors(site_id: int) -> dict[str, tuple[str, ...]]:
    unit: Any = UnitSupervisor.unit
    rows = await UnitSupervisor.select(
        unit.code.as_alias("unit"), UnitSupervisor.person.full_name.as_alias("name")
    ).where(unit.agency.site == site_id, UnitSupervisor.ends_on.is_null())
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in rows:
        found[row["unit"]] += (row["name"],)
    return found


async def person_view(site: SiteRow, code: str, today: date) -> PersonView:
    """One person's memberships at the site with the units of each agency. Raises NotFound."""
    members = await memberships_at(site.id, code)
    person = await Person.select(Person.full_name, Person.email).where(Person.code == code).first() or {}
    inside = await _units_by_membership([one.id for one in members])
    open_units = [one for one in await _units(site.id) if not one.closed_on]
    places = tuple(
        Place(
            id=one.id,
            agency=one.agency,
            starts_on=one.starts_on,
            units=tuple(
                (unit.code, unit.name, unit.name in inside.get(one.id, ()))
                for unit in open_units
                if unit.agency == one.agency
            ),
        )
        for one in members
    )
    return PersonView(
        slug=site.slug, site=site.label, code=code, name=person["full_name"], email=person["email"], places=places,
        today=today,
    )  # fmt: skip


_AGENCIES = f"""
SELECT g.id AS id, g.name AS name, g.kind AS kind, count(m.id) AS people,
       sum(CASE WHEN m.id IS NOT NULL AND {_IN_NONE} THEN 1 ELSE 0 END) AS unitless
FROM agency g LEFT JOIN membership m ON m.agency = g.id AND m.ends_on IS NULL
WHERE g.site = {{}} GROUP BY g.id, g.name, g.kind ORDER BY lower(g.name)
"""


async def structure_view(site: SiteRow) -> StructureView:
    """The site's agencies with their units, in four statements."""
    units = await _units(site.id)
    agencies = tuple(
        AgencyLine(**row, units=tuple(one for one in units if one.agency == row["name"]))
        for row in await Agency.raw(_AGENCIES, site.id)
    )
    said = await Site.select(Site.sworn).where(Site.id == site.id).first() or {}
    return StructureView(slug=site.slug, site=site.label, agencies=agencies, sworn=said.get("sworn"))


async def unit_view(site: SiteRow, code: str) -> UnitView:
    """One unit with its members and supervisors, by name. Raises NotFound."""
    unit = await unit_at(site.id, code)
    member: Any = UnitMember.membership
    person = member.person
    members = (
        await UnitMember.select(person.code.as_alias("code"), person.full_name.as_alias("name"))
        .where(UnitMember.unit == unit.id, UnitMember.ends_on.is_null(), UnitMember.membership.ends_on.is_null())
        .order_by(person.full_name)
    )
    chief = UnitSupervisor.person
    supervisors = (
        await UnitSupervisor.select(chief.code.as_alias("code"), chief.full_name.as_alias("name"))
        .where(UnitSupervisor.unit == unit.id, UnitSupervisor.ends_on.is_null())
        .order_by(chief.full_name)
    )
    return UnitView(
        slug=site.slug, site=site.label, unit=unit, members=tuple((one["code"], one["name"]) for one in members),
        supervisors=tuple((one["code"], one["name"]) for one in supervisors),
    )  # fmt: skip
