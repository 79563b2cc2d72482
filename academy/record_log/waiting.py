"""Records that wait for their place in the log, from the transaction that made them."""

import secrets

from academy.record_log.records import canonical, named
from academy.record_log.tables import LoggedRecord, WaitingRecord


async def wait_for_place(name: str, subject_id: int) -> bool:
    """Keep a record as it is now, with a salt of its own; False if it was kept before.

    Raises KeyError for an unknown kind or a subject that is not there.
    """
    content = (await named(name).reading([subject_id]))[subject_id]
    row = LoggedRecord(kind=name, subject_id=subject_id, content=canonical(content), salt=secrets.token_hex(32))
    made = await LoggedRecord.insert(row).on_conflict(action="DO NOTHING").returning(LoggedRecord.id)
    if made:
        await WaitingRecord.insert(WaitingRecord(record=made[0]["id"]))
    return bool(made)
