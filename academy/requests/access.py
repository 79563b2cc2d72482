"""The only way to a request for access: through its site."""

from datetime import datetime

import msgspec

from academy.errors import NotFound
from academy.requests.tables import AccessRequest


class RequestRow(msgspec.Struct, frozen=True, kw_only=True):
    """A request without its table."""

    id: int
    code: str
    agency: str
    email: str
    full_name: str
    number: str
    note: str
    state: str
    reason: str
    created_at: datetime
    decided_at: datetime | None


NAMES = (
    *("id", "code", "agency", "email", "full_name", "number", "note", "state", "reason", "created_at", "decided_at"),
)
COLUMNS = tuple(getattr(AccessRequest, name) for name in NAMES)


async def request_at(site_id: int, code: str) -> RequestRow:
    """A request to the site (which `site_for` has opened); NotFound otherwise."""
    row = await AccessRequest.select(*COLUMNS).where(AccessRequest.site == site_id, AccessRequest.code == code).first()
    if row is None:
        raise NotFound()
    return RequestRow(**row)
