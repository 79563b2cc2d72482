"""Putting members into units: the one place that keeps `unit_member` and the first unit of a membership together."""

from collections.abc import Sequence
from datetime import date

from academy.sites.tables import Membership, Unit, UnitMember, UnitSupervisor


async def put_in_units(membership: int, *, units: Sequence[int], before: Sequence[int], day: date) -> None:
    """Have a member in these units and no others, from `day` on."""
    out = [one for one in before if one not in units]
    if out:
        inside = (UnitMember.membership == membership) & UnitMember.ends_on.is_null() & UnitMember.unit.is_in(out)
        await UnitMember.update({UnitMember.ends_on: day}).where(inside)
    new = [UnitMember(membership=membership, unit=one, starts_on=day) for one in units if one not in before]
    if new:
        await UnitMember.insert(*new)
    await Membership.update({Membership.unit: next(iter(units), None)}).where(Membership.id == membership)


async def stop_supervising(person: int, agency: int, *, day: date) -> None:
    """Somebody who leaves an agency supervises none of its units from `day` on, also after coming back."""
    units = [row["id"] for row in await Unit.select(Unit.id).where(Unit.agency == agency)]
    if units:
        mine = (UnitSupervisor.person == person) & UnitSupervisor.ends_on.is_null() & UnitSupervisor.unit.is_in(units)
        await UnitSupervisor.update({UnitSupervisor.ends_on: day}).where(mine)
