"""The only way to a unit or a membership: through its site."""

from datetime import date

import msgspec

from academy.errors import NotFound
from academy.sites.tables import Membership, Unit, UnitMember
from academy.structure.rules import NotAMember


class UnitRow(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of the site."""

    id: int
    code: str
    name: str
    kind: str
    closed_on: date | None
    agency_id: int
    agency: str


class MemberRow(msgspec.Struct, frozen=True, kw_only=True):
    """An open membership at the site."""

    id: int
    person_id: int
    agency_id: int
    agency: str
    starts_on: date


async def unit_at(site_id: int, code: str) -> UnitRow:
    """A unit of the site (which `site_for` has opened), open or closed; NotFound otherwise."""
    row = (
        await Unit.select(
            *(Unit.id, Unit.code, Unit.name, Unit.kind, Unit.closed_on),
            Unit.agency.id.as_alias("agency_id"),
            Unit.agency.name.as_alias("agency"),
        )
        .where(Unit.code == code, Unit.agency.site == site_id)
        .first()
    )
    if row is None:
        raise NotFound()
    return UnitRow(**row)


async def memberships_at(site_id: int, code: str) -> tuple[MemberRow, ...]:
    """A person's open memberships at the site; NotFound when there is none."""
    rows = (
        await Membership.select(
            *(Membership.id, Membership.starts_on, Membership.person.id.as_alias("person_id")),
            Membership.agency.id.as_alias("agency_id"),
            Membership.agency.name.as_alias("agency"),
        )
        .where(Membership.site == site_id, Membership.person.code == code, Membership.ends_on.is_null())
        .order_by(Membership.id)
    )
    if not rows:
        raise NotFound()
    return tuple(MemberRow(**row) for row in rows)


async def membership_at(site_id: int, code: str, membership_id: int) -> MemberRow:
    """One of them; NotFound when it is no open one of this person."""
    for one in await memberships_at(site_id, code):
        if one.id == membership_id:
            return one
    raise NotFound()


async def member_named(unit: UnitRow, who: str) -> MemberRow:
    """A member of the unit's agency by e-mail or employee number. Raises NotAMember."""
    person = Membership.person
    rows = await Membership.select(
        *(Membership.id, Membership.starts_on, person.id.as_alias("person_id")),
        Membership.agency.id.as_alias("agency_id"),
        Membership.agency.name.as_alias("agency"),
    ).where(
        Membership.agency == unit.agency_id,
        Membership.ends_on.is_null(),
        (person.email == who.strip().lower()) | (person.employee_number == who.strip()),
    )
    if len(rows) != 1:
        raise NotAMember()
    return MemberRow(**rows[0])


async def units_of(membership_id: int) -> tuple[int, ...]:
    """The units a member is in, in the order they joined them."""
    inside = (UnitMember.membership == membership_id) & UnitMember.ends_on.is_null()
    rows = await UnitMember.select(UnitMember.unit).where(inside).order_by(UnitMember.id)
    return tuple(row["unit"] for row in rows)
