"""Mail that leaves the academy, and what the record log knows of itself: its keys, its recoveries, its audits."""

from academy.db.schema import create_tables, freeze_trigger, index, unique_index
from academy.messages.tables import OutgoingMessage
from academy.record_log.tables import LogAudit, LogRecovery, UsedKey

_KEPT = "The record log is never changed."


async def forwards() -> None:
    await create_tables(OutgoingMessage, UsedKey, LogRecovery, LogAudit)
    await unique_index("outgoing_message_once", OutgoingMessage, "key", "recipient", where="key IS NOT NULL")
    await index("outgoing_message_due", OutgoingMessage, "next_try_at", where="state = 'queued'")
    await index("outgoing_message_about", OutgoingMessage, "about", "id")
    await unique_index("used_key_once", UsedKey, "purpose", "fingerprint")
    await unique_index("log_recovery_once", LogRecovery, "cause", "known_root")
    for name, table in (("used_key", UsedKey), ("log_recovery", LogRecovery), ("log_audit", LogAudit)):
        await freeze_trigger(f"{name}_kept", table, _KEPT)
