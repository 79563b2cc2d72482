"""The only way from an address to a finding."""

from academy.actor import Actor, Permission
from academy.errors import NotFound
from courses.honesty.tables import Finding


async def finding_at_site(actor: Actor, finding_id: int, site_id: int | None) -> int:
    """The id of a finding of a site this actor steers, or of any site (None) for the program office.

    Raises NotFound: not yours and unknown are the same.
    """
    steers = actor.may(Permission.ADMINISTER) if site_id is None else actor.may(Permission.ASSIGN, site_id)
    row = await Finding.select(Finding.id, Finding.site).where(Finding.id == finding_id).first()
    if row is None or not steers or site_id not in (None, row["site"]):
        raise NotFound()
    return int(row["id"])
