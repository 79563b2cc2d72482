"""What the account page shows."""

from datetime import datetime

import msgspec

from academy.actor import Actor
from academy.sign_in.tables import ApiToken


class TokenRow(msgspec.Struct, frozen=True):
    """One of the person's tokens that is in force."""

    code: str
    name: str
    scopes: str
    created_at: datetime
    last_used_at: datetime | None


async def tokens_of(actor: Actor) -> tuple[TokenRow, ...]:
    """The actor's tokens in force, newest first."""
    columns = (ApiToken.code, ApiToken.name, ApiToken.scopes, ApiToken.created_at, ApiToken.last_used_at)
    rows = (
        await ApiToken.select(*columns)
        .where(ApiToken.person == actor.id, ApiToken.revoked_at.is_null())
        .order_by(ApiToken.id, ascending=False)
    )
    return tuple(TokenRow(**row) for row in rows)
