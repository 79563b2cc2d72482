"""Imports of rosters, and invitations."""

from academy.db.schema import create_tables, index, unique_index
from academy.joining.tables import Invitation
from academy.roster.tables import RosterImport, RosterMapping, RosterRow, RosterUndo


async def forwards() -> None:
    await create_tables(Invitation)
    await unique_index("invitation_token", Invitation, "token_hash")
    await create_tables(RosterMapping, RosterImport, RosterRow, RosterUndo)
    await unique_index("roster_mapping_site", RosterMapping, "site")
    await unique_index("roster_import_code", RosterImport, "code")
    await index("roster_import_site", RosterImport, "site")
    await index("roster_row_import", RosterRow, "roster_import", "verdict")
    await index("roster_undo_row", RosterUndo, "roster_row")
