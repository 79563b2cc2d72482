"""Accommodations, once on the person."""

from academy.accommodations.tables import Accommodation
from academy.db.schema import create_tables, unique_index


async def forwards() -> None:
    await create_tables(Accommodation)
    await unique_index("accommodation_once", Accommodation, "person")
