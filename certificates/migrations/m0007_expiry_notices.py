"""Which notices about ending certificates were given."""

from academy.db.schema import create_tables, unique_index
from certificates.expiring.tables import ExpiryNotice


async def forwards() -> None:
    await create_tables(ExpiryNotice)
    await unique_index("expiry_notice_once", ExpiryNotice, "certificate", "days")
