"""Units with addresses that are closed and never deleted, several of them for one member, and their supervisors."""

from academy.codes import new_code
from academy.db.schema import add_columns, create_tables, freeze_trigger, index, unique_index
from academy.sites.tables import Unit, UnitMember, UnitSupervisor

_FROM_MEMBERSHIPS = """
INSERT INTO unit_member (created_at, membership, unit, starts_on, ends_on)
SELECT m.created_at, m.id, m.unit, m.starts_on, m.ends_on FROM membership m
WHERE m.unit IS NOT NULL AND NOT EXISTS (SELECT 1 FROM unit_member known WHERE known.membership = m.id)
"""


async def forwards() -> None:
    await add_columns(Unit.code, Unit.kind, Unit.closed_on)
    await create_tables(UnitMember, UnitSupervisor)
    await unique_index("unit_code", Unit, "code")
    await unique_index("unit_member_one_open", UnitMember, "membership", "unit", where="ends_on IS NULL")
    await unique_index("unit_supervisor_one_open", UnitSupervisor, "unit", "person", where="ends_on IS NULL")
    await index("unit_member_unit", UnitMember, "unit")
    await _fill()
    # Memberships and enrollments name their unit, and deleting a row deletes what names it.
    await freeze_trigger("unit_kept", Unit, "A unit is closed, never deleted.", events=("DELETE",))


async def _fill() -> None:
    for row in await Unit.select(Unit.id).where(Unit.code.is_null()):
        await Unit.update({Unit.code: new_code()}).where(Unit.id == row["id"])
    await UnitMember.raw(_FROM_MEMBERSHIPS)
