"""Setting an import back: what is still as it left it; the rest is kept and says why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from piccolo.columns import Column

from academy import clock
from academy.audit import Subject, record
from academy.db.work import CHUNK, move_row, writing
from academy.facts import announce
from academy.people.tables import Person
from academy.roster.access import ImportRow, import_by_id
from academy.roster.actions.audited import Audited
from academy.roster.actions.doing import PERSON, set_person
from academy.roster.rules.lifecycle import move
from academy.roster.rules.undo import Now, Undo, setback
from academy.roster.started import who_started
from academy.roster.tables import RosterImport, RosterRow, RosterUndo
from academy.sign_in.tables import Password
from academy.sites.facts import MembersChanged
from academy.sites.grouping import put_in_units
from academy.sites.tables import Membership, UnitMember

FAILED = "Setting back stopped half-way; the fault is ours and is in the log of the server. Undo again to go on."


async def undo(import_id: int) -> None:
    """Set back what is left of an import. A second run finds the rows of the first set back."""
    row = await import_by_id(import_id)
    if row.state != "undoing":
        return
    while await _chunk(row):
        continue
    async with writing():
        values = {"undone_at": clock.now()}
        await move_row(RosterImport.state, row.id, old="undoing", new=move("undoing", "finish"), **values)
        kept = await RosterRow.count().where(RosterRow.roster_import == row.id, RosterRow.note != "")
        await record(None, Audited.SET_BACK, Subject("roster_import", row.id, row.site_id), kept=kept)


async def give_up(import_id: int) -> None:
    """Say it where people look."""
    row = await import_by_id(import_id)
    if row.state == "undoing":
        async with writing():
            await move_row(RosterImport.state, row.id, old=row.state, new=move(row.state, "fail"), failure=FAILED)
            await record(None, Audited.SET_BACK, Subject("roster_import", row.id, row.site_id), failed=True)


async def _chunk(row: ImportRow) -> int:
    """Set back the next rows in one transaction; gives how many there were."""
    async with writing():
        rows = (
            await RosterUndo.select(RosterUndo.roster_row, RosterUndo.content)
            .where(RosterUndo.roster_row.roster_import == row.id, RosterUndo.roster_row.outcome == "done")
            .order_by(RosterUndo.id)
            .limit(CHUNK)
        )
        undos = {one["roster_row"]: msgspec.json.decode(one["content"], type=Undo) for one in rows}
        now = await _now(row.site_id, list(undos.values()))
        outcomes: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row_id, one in undos.items():
            outcomes[await _set_back(one, now[one.person_id])].append(row_id)
        for (outcome, note), ids in outcomes.items():
            values: dict[Column | str, str] = {RosterRow.outcome: outcome, RosterRow.note: note}
            await RosterRow.update(values).where(RosterRow.id.is_in(ids))
        await RosterImport.update({RosterImport.done_count: RosterImport.done_count + len(rows)}).where(
            RosterImport.id == row.id
        )
        await announce(MembersChanged(row.site_id))
    return len(rows)


async def _now(site_id: int, undos: Sequence[Undo]) -> dict[int, Now]:
    """How things stand for the people of these rows."""
    ids = list({one.person_id for one in undos})
    if not ids:
        return {}
    people = await Person.select(Person.id, *PERSON.values()).where(Person.id.is_in(ids))
    used = {one["person"] for one in await Password.select(Password.person).where(Password.person.is_in(ids))}
    units, trained = await _units(ids), await who_started(site_id, ids)
    return {
        one["id"]: Now(
            values={field: one[column._meta.name] or "" for field, column in PERSON.items()},
            units=units.get(one["id"], {}),
            is_used=one["id"] in used,
            has_training=one["id"] in trained,
        )
        for one in people
    }


async def _units(people: list[int]) -> Mapping[int, dict[int, frozenset[int]]]:
    """Open memberships by person, with the units of each."""
    found: dict[int, dict[int, frozenset[int]]] = defaultdict(dict)
    open_ones = Membership.ends_on.is_null() & Membership.person.is_in(people)
    for row in await Membership.select(Membership.id, Membership.person).where(open_ones):
        found[row["person"]][row["id"]] = frozenset()
    inside = UnitMember.ends_on.is_null() & UnitMember.membership.person.is_in(people)
    columns = (UnitMember.unit, UnitMember.membership, UnitMember.membership.person.as_alias("who"))
    rows: list[dict[str, Any]] = await UnitMember.select(*columns).where(inside)
    for row in rows:
        if row["membership"] in found[row["who"]]:
            found[row["who"]][row["membership"]] |= {row["unit"]}
    return found


async def _set_back(one: Undo, now: Now) -> tuple[str, str]:
    """Set back what `setback` says; gives the row's outcome and why something was kept."""
    back = setback(one, now)
    await set_person(one.person_id, {change.field: change.before for change in back.changes})
    if back.membership and one.started:
        await UnitMember.delete().where(UnitMember.membership == one.started)
        await Membership.delete().where(Membership.id == one.started)
    if back.membership and one.stays and one.before != one.after:
        await put_in_units(one.stays, units=one.before, before=one.after, day=one.on)
    if back.membership and one.left:
        await _reopen(one)
    return ("undone" if back.membership or back.changes else "kept"), back.kept


async def _reopen(one: Undo) -> None:
    """Let the membership that the import ended go on, unless the person came back to the agency meanwhile."""
    row = await Membership.select(Membership.agency, Membership.ends_on).where(Membership.id == one.left).first() or {}
    again = Membership.exists().where(
        Membership.person == one.person_id, Membership.agency == row["agency"], Membership.ends_on.is_null()
    )
    if row["ends_on"] == one.on and not await again:
        await Membership.update({Membership.ends_on: None}).where(Membership.id == one.left)
        inside = (UnitMember.membership == one.left) & (UnitMember.ends_on == one.on)
        await UnitMember.update({UnitMember.ends_on: None}).where(inside)
