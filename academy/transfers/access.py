"""From what a coordinator knows of an officer to the officer; the only way to people of other sites."""

import msgspec

from academy.errors import NotFound
from academy.people.tables import Person
from academy.sites.access import SiteRow, agencies_of
from academy.sites.tables import Membership
from academy.transfers.rules import Held, NobodyFound, is_last_name
from academy.transfers.tables import RecordConsent


class Officer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may be moved, with their open memberships at all sites."""

    id: int
    code: str
    name: str
    email: str
    held: tuple[Held, ...]


_BY_NUMBER = """
SELECT DISTINCT p.id AS id, p.code AS code, p.full_name AS name, p.email AS email
FROM person p LEFT JOIN membership m ON m.person = p.id LEFT JOIN site s ON s.id = m.site
WHERE p.deactivated_at IS NULL AND (p.email = {} OR (p.post_number = {} AND s.state_code = {}))
"""


async def officer_named(site: SiteRow, who: str, last_name: str) -> Officer:
    """The officer with this e-mail, or this state officer ID in the site's state, and this last name.

    Raises NobodyFound, in the same words whatever of it is wrong.
    """
    rows = await Person.raw(_BY_NUMBER, who.strip().lower(), who.strip(), site.state_code)
    if len(rows) != 1 or not is_last_name(last_name, rows[0]["name"]):
        raise NobodyFound()
    return Officer(**rows[0], held=await held_by(rows[0]["id"]))


async def held_by(person_id: int) -> tuple[Held, ...]:
    """The person's open memberships, oldest first."""
    rows = (
        await Membership.select(
            *(Membership.id, Membership.starts_on, Membership.site.id.as_alias("site_id")),
            *(Membership.site.name.as_alias("name"), Membership.site.state_code.as_alias("state")),
            *(Membership.agency.id.as_alias("agency_id"), Membership.agency.name.as_alias("agency")),
        )
        .where(Membership.person == person_id, Membership.ends_on.is_null())
        .order_by(Membership.id)
    )
    return tuple(Held(site=f"{row.pop('name')}, {row.pop('state')}", **row) for row in rows)


async def agency_named(site_id: int, agency_id: int) -> str:
    """The name of an agency of the site; NotFound otherwise."""
    for key, name in await agencies_of(site_id):
        if key == agency_id:
            return name
    raise NotFound()


async def consent_at(person_id: int, site_id: int) -> str:
    """What the officer answered to this site, in the words of the rules; "" where nobody asked."""
    mine = (RecordConsent.person == person_id) & (RecordConsent.site == site_id)
    row = await RecordConsent.select(RecordConsent.state).where(mine).first()
    return str(row["state"]) if row else ""
