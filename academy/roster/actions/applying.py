"""Applying an import: some hundred rows a transaction, each row once, and only where it still does what was shown."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from piccolo.columns import Column

from academy import clock
from academy.audit import Subject, record
from academy.db.work import CHUNK, move_row, writing
from academy.roster.access import ImportRow, import_by_id
from academy.roster.actions.audited import Audited
from academy.roster.actions.doing import Doing, do
from academy.roster.planning import plan_of
from academy.roster.rules.lifecycle import move
from academy.roster.rules.plan import Planned, Verdict
from academy.roster.tables import RosterImport, RosterRow
from academy.sites.tables import Site, Unit

FAILED = "The import stopped half-way; the fault is ours and is in the log of the server. What was done stays. Go on."
CHANGED = "Changed since the dry run; nothing was done for this row"
WAITING = frozenset({Verdict.ASK, Verdict.TRANSFER, Verdict.MISSING})


async def apply(import_id: int) -> None:
    """Apply what is left of an import. A second run finds the rows of the first done."""
    row = await import_by_id(import_id)
    if row.state != "applying":
        return
    goes = msgspec.json.decode(row.goes, type=tuple[str, ...])
    lines, fresh = await plan_of(row, goes, adds_units=row.adds_units)
    doing = Doing(
        site_id=row.site_id,
        day=clock.now().astimezone(ZoneInfo(await _zone(row.site_id))).date(),
        joined={line.number: line.joined_on for line in lines},
        units=await _units(row.site_id),
    )
    now = {_key(one): one for one in (*fresh.rows, *fresh.missing)}
    while await _chunk(row, doing, now):
        continue
    await _finish(row)


async def give_up(import_id: int) -> None:
    """Say it where people look."""
    row = await import_by_id(import_id)
    if row.state == "applying":
        async with writing():
            await move_row(RosterImport.state, row.id, old=row.state, new=move(row.state, "fail"), failure=FAILED)
            await record(None, Audited.FINISHED, Subject("roster_import", row.id, row.site_id), failed=True)


def _key(one: Planned) -> tuple[int, int]:
    return (one.number, one.leaves or 0) if one.verdict is Verdict.MISSING else (one.number, 0)


async def _units(site_id: int) -> dict[tuple[int, str], int]:
    rows = await Unit.select(Unit.id, Unit.agency, Unit.name).where(Unit.agency.site == site_id)
    return {(row["agency"], row["name"].lower()): row["id"] for row in rows}


async def _zone(site_id: int) -> str:
    row = await Site.select(Site.time_zone).where(Site.id == site_id).first() or {}
    return str(row["time_zone"])


async def _chunk(row: ImportRow, doing: Doing, now: Mapping[tuple[int, int], Planned]) -> int:
    """Do the next rows in one transaction; gives how many there were."""
    async with writing():
        left = (RosterRow.roster_import == row.id) & (RosterRow.outcome == "")
        columns = (RosterRow.id, RosterRow.planned, RosterRow.chosen)
        rows = await RosterRow.select(*columns).where(left).order_by(RosterRow.id).limit(CHUNK)
        todo, skipped, changed = _sorted(rows, now)
        await do(doing, todo)
        await _settle([row_id for row_id, _ in todo], "done")
        await _settle(skipped, "skipped")
        await _settle(changed, "skipped", CHANGED)
        count = RosterImport.done_count + len(rows)
        await RosterImport.update({RosterImport.done_count: count}).where(RosterImport.id == row.id)
    return len(rows)


def _sorted(
    rows: Sequence[Mapping[str, Any]], now: Mapping[tuple[int, int], Planned]
) -> tuple[list[tuple[int, Planned]], list[int], list[int]]:
    """Rows to do, rows nobody said yes to or that are wrong, and rows that would do something else by now."""
    todo: list[tuple[int, Planned]] = []
    skipped: list[int] = []
    changed: list[int] = []
    for row in rows:
        planned = msgspec.json.decode(row["planned"], type=Planned)
        if planned.verdict is Verdict.ERROR or (planned.verdict in WAITING and not row["chosen"]):
            skipped.append(row["id"])
        elif now.get(_key(planned)) != planned:
            changed.append(row["id"])
        else:
            todo.append((row["id"], planned))
    return todo, skipped, changed


async def _settle(ids: Sequence[int], outcome: str, note: str = "") -> None:
    if ids:
        values: dict[Column | str, str] = {RosterRow.outcome: outcome, RosterRow.note: note}
        await RosterRow.update(values).where(RosterRow.id.is_in(list(ids)))


async def _finish(row: ImportRow) -> None:
    """Say that it is done, and forget the table: what it held is in the people now, and in the rows of the import."""
    done = (RosterRow.roster_import == row.id) & (RosterRow.outcome == "done") & (RosterRow.verdict != "same")
    async with writing():
        values = {"sheet": "", "applied_at": clock.now()}
        await move_row(RosterImport.state, row.id, old="applying", new=move("applying", "finish"), **values)
        changed = await RosterRow.count().where(done)
        subject = Subject("roster_import", row.id, row.site_id)
        await record(None, Audited.FINISHED, subject, rows=row.line_count, changed=changed)
