"""From the file to the dry run; nothing of it touches a person."""

import hashlib
from collections.abc import Iterable

import msgspec
from anyio import to_thread

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import insert_many, move_row, writing
from academy.errors import Invalid, NotFound
from academy.jobs import enqueue
from academy.roster.access import ImportRow, import_at
from academy.roster.actions.audited import Audited
from academy.roster.jobs import apply_import, undo_import
from academy.roster.planning import plan_of, samples, sheet_of, without_blocked
from academy.roster.queries import remembered
from academy.roster.rules.columns import BLOCKED, SKIP, TARGETS, faults, guess
from academy.roster.rules.lifecycle import TooLateToUndo, can_undo, move
from academy.roster.rules.plan import Plan
from academy.roster.tables import RosterImport, RosterMapping, RosterRow
from academy.spreadsheets import read_sheet


async def take(actor: Actor, *, site_id: int, file_name: str, content: bytes) -> str:
    """Take a file in, and guess its columns; gives the import's code. Raises Unreadable, NotFound.

    Columns that the academy must not have are emptied before anything is stored.
    """
    _require(actor, site_id)
    sheet, blocked = without_blocked(await to_thread.run_sync(read_sheet, content, file_name))
    guessed = guess(sheet.head, samples(sheet), await remembered(site_id))
    goes = [BLOCKED if never else target for target, never in zip(guessed, blocked, strict=True)]
    row = RosterImport(
        code=new_code(),
        site=site_id,
        made_by=actor.id,
        file_name=file_name[-160:],
        sha256=hashlib.sha256(content).hexdigest(),
        state="draft",
        sheet=_json(sheet),
        goes=_json(goes),
        line_count=len(sheet.rows),
    )
    async with writing():
        [made] = await RosterImport.insert(row).returning(RosterImport.id)
        await record(actor, Audited.TAKEN, Subject("roster_import", made["id"], site_id), rows=len(sheet.rows))
    return row.code


async def choose_columns(actor: Actor, *, site_id: int, code: str, goes: tuple[str, ...], adds_units: bool) -> None:
    """Say where the columns go, and see what the rows would do. Raises NotFound, Invalid, CannotMove."""
    _require(actor, site_id)
    row = await import_at(site_id, code)
    open_ones = _never_the_blocked(row, goes)
    if fault := faults(open_ones):
        raise Invalid(fields={"goes": fault})
    state = move(row.state, "plan")
    _, found = await plan_of(row, open_ones, adds_units=adds_units)
    values = {"goes": _json(open_ones), "adds_units": adds_units, "new_units": _json(found.new_units)}
    head = (await sheet_of(row.id)).head
    async with writing():
        await move_row(RosterImport.state, row.id, old=row.state, new=state, **values)
        await RosterRow.delete().where(RosterRow.roster_import == row.id)
        await insert_many(_rows(row.id, found))
        await _remember(site_id, dict(zip(head, open_ones, strict=False)))
        await record(actor, Audited.PLANNED, Subject("roster_import", row.id, site_id), rows=len(found.rows))


def _never_the_blocked(row: ImportRow, goes: tuple[str, ...]) -> tuple[str, ...]:
    before = msgspec.json.decode(row.goes, type=tuple[str, ...])
    asked = (*goes, *before[len(goes) :])
    known = (one if one in TARGETS else SKIP for one in asked)
    return tuple(BLOCKED if was == BLOCKED else one for was, one in zip(before, known, strict=False))


def _rows(import_id: int, found: Plan) -> list[RosterRow]:
    return [
        RosterRow(
            roster_import=import_id,
            line=one.number,
            verdict=one.verdict.value,
            name=one.name[:300],
            planned=_json(one),
            can_choose=one.can_choose,
        )
        for one in (*found.rows, *found.missing)
    ]


async def _remember(site_id: int, columns: dict[str, str]) -> None:
    kept = {name: target for name, target in columns.items() if target not in (SKIP, BLOCKED)}
    row = RosterMapping(site=site_id, columns=_json(await remembered(site_id) | kept))
    await RosterMapping.insert(row).on_conflict(
        target=RosterMapping.site, action="DO UPDATE", values=[RosterMapping.columns]
    )


async def choose(actor: Actor, *, site_id: int, code: str, shown: Iterable[int], chosen: Iterable[int]) -> None:
    """Say yes to some of the rows that wait for it, of those a page showed. Raises NotFound, CannotMove."""
    _require(actor, site_id)
    row = await import_at(site_id, code)
    move(row.state, "apply")
    yes = set(chosen)
    mine = (RosterRow.roster_import == row.id) & RosterRow.can_choose.eq(True)
    async with writing():
        for ids, answer in ((set(shown) - yes, False), (yes, True)):
            if ids:
                await RosterRow.update({RosterRow.chosen: answer}).where(mine, RosterRow.id.is_in(list(ids)))


async def start(actor: Actor, *, site_id: int, code: str) -> None:
    """Have the import applied, or go on with one that failed half-way. Raises NotFound, CannotMove."""
    _require(actor, site_id)
    row = await import_at(site_id, code)
    async with writing():
        await move_row(RosterImport.state, row.id, old=row.state, new=move(row.state, "apply"), failure="")
        await record(actor, Audited.APPLIED, Subject("roster_import", row.id, site_id), file=row.file_name)
        await enqueue(apply_import, row.id)


async def start_undo(actor: Actor, *, site_id: int, code: str) -> None:
    """Have an import set back, within 7 days. Raises NotFound, CannotMove, TooLateToUndo."""
    _require(actor, site_id)
    row = await import_at(site_id, code)
    state = move(row.state, "undo")
    if not can_undo(row.applied_at, clock.now()):
        raise TooLateToUndo()
    async with writing():
        await move_row(RosterImport.state, row.id, old=row.state, new=state, failure="", done_count=0)
        await record(actor, Audited.UNDONE, Subject("roster_import", row.id, site_id), file=row.file_name)
        await enqueue(undo_import, row.id)


def _require(actor: Actor, site_id: int) -> None:
    if not actor.may(Permission.MANAGE_PEOPLE, site_id):
        raise NotFound()


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
