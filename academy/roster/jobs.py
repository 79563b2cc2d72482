"""Applying an import and setting it back, beside everything else; both go on where a run before them stopped."""

from academy import clock
from academy.db.work import writing
from academy.jobs import every_minute, job
from academy.roster.actions import applying, undoing
from academy.roster.rules.lifecycle import FORGOTTEN_AFTER
from academy.roster.tables import RosterImport, RosterRow


@job("roster.apply", retries=2, timeout=900, gave_up=applying.give_up)
async def apply_import(import_id: int) -> None:
    """Do what the rows say, some hundred at a time."""
    await applying.apply(import_id)


@job("roster.undo", retries=2, timeout=900, gave_up=undoing.give_up)
async def undo_import(import_id: int) -> None:
    """Set back what is still as the import left it."""
    await undoing.undo(import_id)


@every_minute
async def forget_drafts() -> None:
    """Delete files nobody went on with: they hold people's data for nothing."""
    old = RosterImport.created_at < clock.now() - FORGOTTEN_AFTER
    waiting = RosterImport.state.is_in(["draft", "planned"])
    rows = await RosterImport.select(RosterImport.id).where(waiting, old).limit(20)
    for row in rows:
        async with writing():
            await RosterRow.delete().where(RosterRow.roster_import == row["id"])
            await RosterImport.delete().where(RosterImport.id == row["id"], waiting)
