"""Supervisors found by person: the statement behind every request asks whom somebody supervises."""

from academy.db.schema import index
from academy.sites.tables import UnitSupervisor


async def forwards() -> None:
    await index("unit_supervisor_person", UnitSupervisor, "person", where="ends_on IS NULL")
