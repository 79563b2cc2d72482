"""The keys that agencies' programs check numbers with."""

from datetime import date, datetime

import msgspec

from certificates.tables import CheckKey


class KeyRow(msgspec.Struct, frozen=True):
    """A key that was not ended; past its last day it opens nothing. What it is, nobody knows but its user."""

    code: str
    name: str
    made_by: str
    created_at: datetime
    ends_on: date
    last_used_at: datetime | None


async def keys_in_force() -> tuple[KeyRow, ...]:
    """All keys that were not revoked, newest first."""
    rows = (
        await CheckKey.select(
            CheckKey.code,
            CheckKey.name,
            CheckKey.made_by.full_name.as_alias("made_by"),
            CheckKey.created_at,
            CheckKey.ends_on,
            CheckKey.last_used_at,
        )
        .where(CheckKey.revoked_at.is_null())
        .order_by(CheckKey.id, ascending=False)
    )
    return tuple(KeyRow(**row) for row in rows)
