"""Records that wait for their place in the log, from the transaction that made them."""

import secrets
from collections.abc import Sequence

from academy.record_log.records import SALT_BYTES, canonical, named
from academy.record_log.tables import LoggedRecord, WaitingRecord


async def wait_for_place(name: str, subject_id: int) -> bool:
    """Keep a record as it is now, with a salt of its own; False if it was kept before.

    Raises KeyError for an unknown kind or a subject that is not there.
    """
    return bool(await wait_for_places(name, [subject_id]))


async def wait_for_places(name: str, ids: Sequence[int]) -> int:
    """The same for several records of a kind, at most as many as one statement takes; how many were not kept before."""
    found = await named(name).reading(ids)
    rows = [
        LoggedRecord(kind=name, subject_id=one, content=canonical(found[one]), salt=secrets.token_hex(SALT_BYTES))
        for one in ids
    ]
    made = await LoggedRecord.insert(*rows).on_conflict(action="DO NOTHING").returning(LoggedRecord.id)
    if made:
        await WaitingRecord.insert(*[WaitingRecord(record=row["id"]) for row in made])
    return len(made)
