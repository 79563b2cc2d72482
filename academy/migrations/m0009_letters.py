"""Mail that knows whom and what it is about, may wait for a time, and addresses that were refused."""

from academy.db.schema import add_columns, create_tables, index, unique_index
from academy.messages.tables import OutgoingMessage, RefusedAddress


async def forwards() -> None:
    row = OutgoingMessage
    await add_columns(row.person, row.site, row.subject_kind, row.subject_id, row.not_before)
    await add_columns(row.copied_to, row.reply_to, row.attachment_type, row.unsubscribe)
    await index("outgoing_message_site", OutgoingMessage, "site", "id", where="site IS NOT NULL")
    await index("outgoing_message_person", OutgoingMessage, "person", where="person IS NOT NULL")
    await create_tables(RefusedAddress)
    await unique_index("refused_address_once", RefusedAddress, "address")
