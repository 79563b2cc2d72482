"""The record log."""

from academy.db.schema import create_tables, freeze_trigger, unique_index
from academy.record_log.tables import LogCheckpoint, LogEntry, LoggedRecord, LogTile, WaitingRecord

_KEPT = "The record log is never changed."


async def forwards() -> None:
    await create_tables(LoggedRecord, WaitingRecord, LogEntry, LogTile, LogCheckpoint)
    await unique_index("logged_record_once", LoggedRecord, "kind", "subject_id")
    await unique_index("waiting_record_once", WaitingRecord, "record")
    await unique_index("log_entry_position", LogEntry, "position")
    await unique_index("log_entry_record", LogEntry, "record")
    await unique_index("log_tile_place", LogTile, "level", "number")
    await unique_index("log_checkpoint_size", LogCheckpoint, "size")
    for name, table in (("logged_record", LoggedRecord), ("log_entry", LogEntry), ("log_checkpoint", LogCheckpoint)):
        await freeze_trigger(f"{name}_kept", table, _KEPT)
    full = "length({row}.hashes) = 8192"
    await freeze_trigger("log_tile_kept", LogTile, _KEPT, when=full, events=("UPDATE",))
    await freeze_trigger("log_tile_stays", LogTile, _KEPT, events=("DELETE",))
