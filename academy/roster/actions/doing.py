"""What rows of a roster do to people, in set statements: accounts, memberships, units, and the notes for an undo."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec
from piccolo.columns import Column

from academy.codes import new_code
from academy.db.work import insert_many
from academy.facts import announce
from academy.people.tables import Person
from academy.roster.rules.columns import day_of
from academy.roster.rules.plan import Planned
from academy.roster.rules.undo import Undo
from academy.roster.tables import RosterUndo
from academy.sites.facts import MembersChanged
from academy.sites.grouping import put_in_units
from academy.sites.tables import Membership, Unit, UnitMember

PERSON = {
    "name": Person.full_name,
    "rank": Person.rank,
    "employee_number": Person.employee_number,
    "officer_id": Person.post_number,
}
"""What a file may say about a person, and where it stands. The e-mail is no part of it: it is how they sign in."""

Rows = Sequence[tuple[int, Planned]]


class Doing(msgspec.Struct, frozen=True, kw_only=True):
    """What every row needs. `joined`: what the file says by line; `units`: by agency and small-letter name."""

    site_id: int
    day: date
    joined: Mapping[int, str]
    units: dict[tuple[int, str], int]

    def unit_ids(self, one: Planned) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.units[one.agency_id, name.lower()] for name in one.units or ()))


async def do(doing: Doing, rows: Rows) -> None:
    """Do all of it in the open transaction."""
    await _add_units(doing, rows)
    people = await _accounts(rows)
    await _leave(doing, [one.leaves for _, one in rows if one.leaves])
    memberships = await _join(doing, rows, people)
    before = await _units_before([one.stays for _, one in rows if one.stays and one.units is not None])
    after = await _regroup(doing, rows, before)
    for _, one in rows:
        if one.person_id:
            await set_person(one.person_id, {change.field: change.after for change in one.changes})
    undos = [(row_id, _undo(one, doing, people[row_id], memberships.get(row_id))) for row_id, one in rows]
    await insert_many([_note(row_id, _with_units(undo, before, after)) for row_id, undo in undos if undo])
    await announce(MembersChanged(doing.site_id))


def _note(row_id: int, undo: Undo) -> RosterUndo:
    return RosterUndo(roster_row=row_id, content=msgspec.json.encode(undo).decode())


async def _add_units(doing: Doing, rows: Rows) -> None:
    """Make the units these rows name and the site does not have; from then on all rows find them."""
    wanted = {(one.agency_id, name.lower()): name for _, one in rows for name in one.units or ()}
    new = {key: name for key, name in wanted.items() if key not in doing.units}
    made = [Unit(agency=agency, name=name, code=new_code()) for (agency, _), name in new.items()]
    await insert_many(made)
    doing.units.update({key: int(unit.id) for key, unit in zip(new, made, strict=True)})


def _undo(one: Planned, doing: Doing, person_id: int, membership: tuple[int, tuple[int, ...]] | None) -> Undo | None:
    changes = tuple(change for change in one.changes if change.field in PERSON and one.person_id)
    if not (changes or membership or one.leaves or one.units is not None):
        return None
    return Undo(
        person_id=person_id,
        on=doing.day,
        is_new=one.person_id is None,
        started=membership[0] if membership else None,
        left=one.leaves,
        stays=one.stays,
        after=membership[1] if membership else (),
        changes=changes,
    )


def _with_units(undo: Undo, before: Mapping[int, tuple[int, ...]], after: Mapping[int, tuple[int, ...]]) -> Undo:
    if undo.stays is None or undo.stays not in after:
        return undo
    return msgspec.structs.replace(undo, before=before.get(undo.stays, ()), after=after[undo.stays])


async def _accounts(rows: Rows) -> dict[int, int]:
    """Whom each row speaks of, accounts made where there are none."""
    new = [(row_id, one) for row_id, one in rows if one.person_id is None]
    made = [_person(one) for _, one in new]
    await insert_many(made)
    found = {row_id: one.person_id for row_id, one in rows if one.person_id}
    return found | {row_id: int(person.id) for (row_id, _), person in zip(new, made, strict=True)}


def _person(one: Planned) -> Person:
    told = {change.field: change.after for change in one.changes}
    return Person(
        code=new_code(),
        email=told["email"],
        full_name=one.name,
        certificate_name=one.name,
        rank=told.get("rank"),
        employee_number=told.get("employee_number"),
        post_number=told.get("officer_id"),
    )


async def _leave(doing: Doing, memberships: Sequence[int]) -> None:
    if memberships:
        ids = list(memberships)
        still = Membership.ends_on.is_null() & Membership.id.is_in(ids)
        await Membership.update({Membership.ends_on: doing.day}).where(still)
        inside = UnitMember.ends_on.is_null() & UnitMember.membership.is_in(ids)
        await UnitMember.update({UnitMember.ends_on: doing.day}).where(inside)


async def _join(doing: Doing, rows: Rows, people: Mapping[int, int]) -> dict[int, tuple[int, tuple[int, ...]]]:
    """The membership that each row began, with its units."""
    joins = [(row_id, one) for row_id, one in rows if one.starts]
    units = {row_id: doing.unit_ids(one) for row_id, one in joins}
    made = [
        Membership(
            person=people[row_id],
            site=doing.site_id,
            agency=one.agency_id,
            unit=next(iter(units[row_id]), None),
            starts_on=day_of(doing.joined.get(one.number, "")) or doing.day,
        )
        for row_id, one in joins
    ]
    await insert_many(made)
    ids = {row_id: int(row.id) for (row_id, _), row in zip(joins, made, strict=True)}
    await insert_many([_inside(doing, ids[row_id], unit) for row_id, _ in joins for unit in units[row_id]])
    return {row_id: (ids[row_id], units[row_id]) for row_id in ids}


def _inside(doing: Doing, membership: int, unit: int) -> UnitMember:
    return UnitMember(membership=membership, unit=unit, starts_on=doing.day)


async def _units_before(memberships: Sequence[int]) -> dict[int, tuple[int, ...]]:
    if not memberships:
        return {}
    found: dict[int, tuple[int, ...]] = {}
    inside = UnitMember.ends_on.is_null() & UnitMember.membership.is_in(list(memberships))
    for row in await UnitMember.select(UnitMember.membership, UnitMember.unit).where(inside).order_by(UnitMember.id):
        found[row["membership"]] = (*found.get(row["membership"], ()), row["unit"])
    return found


async def _regroup(doing: Doing, rows: Rows, before: Mapping[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    """Put members whose units change into the new ones; gives those by membership."""
    after = {one.stays: doing.unit_ids(one) for _, one in rows if one.stays and one.units is not None}
    for membership, units in after.items():
        await put_in_units(membership, units=units, before=before.get(membership, ()), day=doing.day)
    return after


async def set_person(person_id: int, values: Mapping[str, str]) -> None:
    """Write what a file says about a person; an empty text is no value."""
    named: dict[Column | str, object] = {
        PERSON[field]: value or None for field, value in values.items() if field in PERSON
    }
    if named:
        await Person.update(named).where(Person.id == person_id)
