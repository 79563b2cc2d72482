"""What the academy knows, loaded for a plan: in a handful of statements, whatever the number of people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from academy.db.work import CHUNK
from academy.people.tables import Person
from academy.roster.rules import known
from academy.roster.rules.columns import Line
from academy.roster.rules.known import Account, Held, Known
from academy.sign_in.tables import Password
from academy.sites.tables import Agency, Membership, Site, Unit, UnitMember

_Key = TypeVar("_Key", int, str)


async def known_to(site_id: int, lines: Iterable[Line]) -> Known:
    """The site's people, past and present, and whoever else the file speaks of by e-mail or state officer ID."""
    told = tuple(lines)
    memberships = await Membership.select(
        Membership.id, Membership.person, Membership.agency, Membership.ends_on
    ).where(Membership.site == site_id)
    ids = {row["person"] for row in memberships}
    ids |= await _by_column(Person.email, {line.email for line in told if line.email})
    ids |= await _by_officer_id(site_id, {line.officer_id for line in told if line.officer_id})
    return Known(
        accounts=await _accounts(site_id, ids, memberships),
        agencies=await _agencies(site_id),
        units=await _units(site_id),
    )


def _parts(values: Collection[_Key]) -> Iterator[list[_Key]]:
    """As many values at a time as one statement may name."""
    ordered = sorted(values)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


async def _by_column(column: Any, values: Collection[str]) -> set[int]:
    found: set[int] = set()
    for part in _parts(values):
        found |= {row["id"] for row in await Person.select(Person.id).where(column.is_in(part))}
    return found


async def _by_officer_id(site_id: int, numbers: Collection[str]) -> set[int]:
    """People with such a number at a site of the same state: those of two states have nothing in common."""
    if not numbers:
        return set()
    state = await Site.select(Site.state_code).where(Site.id == site_id).first() or {}
    same_state = set[int]()
    for part in _parts(numbers):
        rows = await Membership.select(Membership.person).where(
            Membership.site.state_code == state["state_code"], Membership.person.post_number.is_in(part)
        )
        same_state |= {row["person"] for row in rows}
    return same_state


async def _accounts(site_id: int, ids: Collection[int], here: list[dict[str, Any]]) -> tuple[Account, ...]:
    units = await _units_of(site_id)
    used, elsewhere = await _used(ids), await _elsewhere(site_id, ids)
    held: dict[int, list[Held]] = defaultdict(list)
    was_here = {row["person"] for row in here if row["ends_on"] is not None}
    for row in here:
        if row["ends_on"] is None:
            inside = units.get(row["id"], frozenset())
            held[row["person"]].append(Held(membership_id=row["id"], agency_id=row["agency"], units=inside))
    return tuple(
        _account(row, held, was_here=row["id"] in was_here, used=used, elsewhere=elsewhere)
        for row in await _people(ids)
    )


def _account(
    row: Mapping[str, Any], held: Mapping[int, list[Held]], *, was_here: bool, used: set[int], elsewhere: set[int]
) -> Account:
    return Account(
        person_id=row["id"],
        email=row["email"],
        name=row["full_name"],
        rank=row["rank"] or "",
        employee_number=row["employee_number"] or "",
        officer_id=row["post_number"] or "",
        held=tuple(held.get(row["id"], ())),
        was_here=was_here,
        is_elsewhere=row["id"] in elsewhere,
        is_used=row["id"] in used,
        is_closed=row["deactivated_at"] is not None,
    )


async def _people(ids: Collection[int]) -> list[dict[str, Any]]:
    columns = (
        *(Person.id, Person.email, Person.full_name, Person.rank, Person.employee_number, Person.post_number),
        Person.deactivated_at,
    )
    found: list[dict[str, Any]] = []
    for part in _parts(ids):
        found += await Person.select(*columns).where(Person.id.is_in(part))
    return found


async def _used(ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for part in _parts(ids):
        found |= {row["person"] for row in await Password.select(Password.person).where(Password.person.is_in(part))}
    return found


async def _elsewhere(site_id: int, ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for part in _parts(ids):
        rows = await Membership.select(Membership.person).where(
            Membership.person.is_in(part), Membership.ends_on.is_null(), Membership.site != site_id
        )
        found |= {row["person"] for row in rows}
    return found


async def _units_of(site_id: int) -> dict[int, frozenset[int]]:
    rows = await UnitMember.select(UnitMember.membership, UnitMember.unit).where(
        UnitMember.membership.site == site_id, UnitMember.ends_on.is_null()
    )
    found: dict[int, frozenset[int]] = {}
    for row in rows:
        found[row["membership"]] = found.get(row["membership"], frozenset()) | {row["unit"]}
    return found


async def _agencies(site_id: int) -> tuple[known.Agency, ...]:
    rows = await Agency.select(Agency.id, Agency.name).where(Agency.site == site_id).order_by(Agency.id)
    return tuple(known.Agency(row["id"], row["name"]) for row in rows)


async def _units(site_id: int) -> tuple[known.Unit, ...]:
    rows = await Unit.select(Unit.id, Unit.agency, Unit.name, Unit.closed_on).where(Unit.agency.site == site_id)
    return tuple(known.Unit(row["id"], row["agency"], row["name"], row["closed_on"] is not None) for row in rows)
