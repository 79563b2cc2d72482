"""Adding to the log. A record waits from the transaction that made it; one writer then gives all that wait a place."""

from collections.abc import AsyncIterator, Sequence

from academy.db.work import CHUNK, writing
from academy.jobs import enqueue, every_minute, job
from academy.record_log import appending
from academy.record_log.notes import Verifier
from academy.record_log.own_records import note_key
from academy.record_log.records import Kind, kinds
from academy.record_log.tables import LoggedRecord, WaitingRecord
from academy.record_log.waiting import wait_for_places

AT_ONCE = 5000
"""Ids that one statement gives."""


async def log(name: str, subject_id: int) -> None:
    """Record that something came to be, in its own transaction. The second time does nothing.

    Raises KeyError for an unknown kind or a subject that is not there, WorkError outside `writing()`.
    """
    await log_each(name, [subject_id])


async def log_each(name: str, ids: Sequence[int]) -> None:
    """The same for several records of a kind, in as few statements as for one."""
    if await wait_for_places(name, ids):
        await enqueue(extend, 0)


async def key_added(purpose: str, public_key: bytes) -> None:
    """Record that the academy signs with a key from now on; call it when one is made or taken into use.

    purpose: a plain word such as "credential". public_key: its SubjectPublicKeyInfo, DER. The second time does nothing.
    """
    async with writing():
        if await note_key(purpose, public_key):
            await enqueue(extend, 0)


async def catch_up() -> int:
    """Record what came to be before there was a log, or around it; gives how many records that were."""
    return sum([await _add_missing(one.name, missing) for one in kinds() async for missing in unlogged(one)])


async def unlogged(one: Kind) -> AsyncIterator[list[int]]:
    """The records of a kind that the log does not know, a bounded number at a time."""
    statement, after = _UNLOGGED.replace("{subjects}", one.subjects), 0
    while rows := await LoggedRecord.raw(statement, after, one.name, after, AT_ONCE):
        yield [row["id"] for row in rows]
        after = rows[-1]["id"]


# Both sides come in order out of an index: to look each one up takes twice as long.
_UNLOGGED = """
    SELECT s.id FROM ({subjects}) s WHERE s.id > {}
    EXCEPT SELECT subject_id FROM logged_record WHERE kind = {} AND subject_id > {} ORDER BY id LIMIT {}
"""


async def _add_missing(name: str, ids: Sequence[int]) -> int:
    for start in range(0, len(ids), CHUNK):
        async with writing():
            await log_each(name, ids[start : start + CHUNK])
    return len(ids)


@job("record_log.extend")
async def extend(_: int) -> None:
    """Give every waiting record its place, and sign how far the log has come. Raises LogDamaged, KeyUnsafe."""
    while await appending.append_waiting():
        pass


@every_minute
async def extend_if_forgotten() -> None:
    """Promise the work again for records whose job was lost."""
    if await WaitingRecord.exists():
        async with writing():
            await enqueue(extend, 0)


async def signed(text: str) -> str:
    """A signed note in the name of this log: what the academy vouches for beside the log's own records.

    text: lines that say what they are in the first, so that no note is taken for another kind; ends with a line break.
    Raises KeyUnsafe, and ValueError for the beginning of a checkpoint, which only the log itself gives.
    """
    signer = await appending.signer()
    if text.startswith(f"{signer.verifier.name}\n"):
        raise ValueError("a text with the name of the log in its first line is a checkpoint")
    return signer.sign(text)


async def verifier() -> Verifier:
    """What checks the signatures of this log. Raises KeyUnsafe."""
    return (await appending.signer()).verifier
