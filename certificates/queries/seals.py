"""Which officers are sealed, and who may be."""

from datetime import datetime

import msgspec

from academy.sites.tables import Agency
from certificates.tables import CertificateSeal


class SealRow(msgspec.Struct, frozen=True):
    """A seal in force. `person` or `agency` is empty."""

    code: str
    person: str
    email: str
    agency: str
    reason: str
    sealed_by: str
    created_at: datetime


class AgencyRow(msgspec.Struct, frozen=True):
    """An agency to choose. `label` carries the site: two cities may name theirs alike."""

    id: int
    label: str


_SEALS = """
    SELECT x.code, COALESCE(p.full_name, '') AS person, COALESCE(p.email, '') AS email, COALESCE(a.name, '') AS agency,
        x.reason, COALESCE(b.full_name, '') AS sealed_by, x.created_at
    FROM certificate_seal x LEFT JOIN person p ON p.id = x.person LEFT JOIN agency a ON a.id = x.agency
        LEFT JOIN person b ON b.id = x.sealed_by
    WHERE x.lifted_at IS NULL ORDER BY x.id DESC
"""


async def seals_in_force() -> tuple[SealRow, ...]:
    """Newest first."""
    return tuple(msgspec.convert(row, SealRow) for row in await CertificateSeal.raw(_SEALS))


async def agencies() -> tuple[AgencyRow, ...]:
    """All agencies of all sites, by name."""
    columns = (Agency.id, Agency.name, Agency.site.name.as_alias("site"), Agency.site.state_code.as_alias("state"))
    rows = await Agency.select(*columns).order_by(Agency.name, Agency.id)
    return tuple(AgencyRow(row["id"], f"{row['name']} ({row['site']}, {row['state']})") for row in rows)
