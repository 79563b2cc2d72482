"""Applying an import and setting it back, beside everything else; both go on where a run before them stopped."""

from academy.jobs import job
from academy.roster.actions import applying, undoing


@job("roster.apply", retries=2, timeout=900, gave_up=applying.give_up)
async def apply_import(import_id: int) -> None:
    """Do what the rows say, some hundred at a time."""
    await applying.apply(import_id)


@job("roster.undo", retries=2, timeout=900, gave_up=undoing.give_up)
async def undo_import(import_id: int) -> None:
    """Set back what is still as the import left it."""
    await undoing.undo(import_id)
