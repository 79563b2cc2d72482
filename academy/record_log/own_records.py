"""What the log keeps of itself: the keys that the academy signs with, and where it had to go on from an older state."""

import base64
from collections.abc import Sequence
from hashlib import sha256

from academy import clock
from academy.record_log.notes import Checkpoint
from academy.record_log.records import Content, among, kind
from academy.record_log.tables import LogRecovery, UsedKey
from academy.record_log.waiting import wait_for_place

KEY_ADDED = "key.added"
RECOVERED = "log.recovered"


@kind(KEY_ADDED, "SELECT id FROM used_key")
async def keys_added(ids: Sequence[int]) -> dict[int, Content]:
    """Each key with its purpose: whoever has the log needs no other source to know which keys were the academy's."""
    columns = (UsedKey.id, UsedKey.purpose, UsedKey.fingerprint, UsedKey.public_key, UsedKey.used_from)
    return {row["id"]: row for row in await UsedKey.select(*columns).where(among(UsedKey.id, ids))}


@kind(RECOVERED, "SELECT id FROM log_recovery")
async def recoveries(ids: Sequence[int]) -> dict[int, Content]:
    """Each time the log was found in an older state than it had been left in."""
    columns = (
        *(LogRecovery.id, LogRecovery.created_at, LogRecovery.cause, LogRecovery.size, LogRecovery.root),
        *(LogRecovery.known_size, LogRecovery.known_root),
    )
    return {row["id"]: row for row in await LogRecovery.select(*columns).where(among(LogRecovery.id, ids))}


async def note_key(purpose: str, public_key: bytes) -> bool:
    """A key is in use from now on; False if that was known. `public_key`: its SubjectPublicKeyInfo, DER."""
    fingerprint = sha256(public_key).hexdigest()
    if await UsedKey.exists().where(UsedKey.purpose == purpose, UsedKey.fingerprint == fingerprint):
        return False
    encoded = base64.b64encode(public_key).decode()
    row = UsedKey(purpose=purpose, fingerprint=fingerprint, public_key=encoded, used_from=clock.now())
    made = await UsedKey.insert(row).on_conflict(action="DO NOTHING").returning(UsedKey.id)
    return bool(made) and await wait_for_place(KEY_ADDED, made[0]["id"])


async def note_recovery(cause: str, left: Checkpoint, known: Checkpoint) -> None:
    """The log goes on from `left`, although `known` had been reached; said once."""
    row = LogRecovery(
        cause=cause, size=left.size, root=left.root.hex(), known_size=known.size, known_root=known.root.hex()
    )
    if made := await LogRecovery.insert(row).on_conflict(action="DO NOTHING").returning(LogRecovery.id):
        await wait_for_place(RECOVERED, made[0]["id"])
