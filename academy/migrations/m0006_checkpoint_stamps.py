"""Time stamps of an outside authority on mailed checkpoints, and mail that can carry one."""

from academy.db.schema import add_columns, create_tables, freeze_trigger, unique_index
from academy.messages.tables import OutgoingMessage
from academy.record_log.tables import CheckpointStamp


async def forwards() -> None:
    await add_columns(OutgoingMessage.enclosure_name, OutgoingMessage.enclosure)
    await create_tables(CheckpointStamp)
    await unique_index("checkpoint_stamp_once", CheckpointStamp, "digest")
    message = "A time stamp is never changed."
    await freeze_trigger("checkpoint_stamp_kept", CheckpointStamp, message, when="{row}.answer IS NOT NULL")
