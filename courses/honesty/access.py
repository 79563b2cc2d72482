"""The only way from an address to a finding."""

from academy.actor import Actor, Permission
from academy.errors import NotFound
from courses.honesty.rules import OwnFinding
from courses.honesty.tables import Finding


async def finding_to_judge(actor: Actor, finding_id: int, site_id: int | None) -> int:
    """The id of a finding about others at a site this actor steers, or at any (None) for the program office.

    Raises NotFound (not yours and unknown are the same), OwnFinding.
    """
    steers = actor.may(Permission.ADMINISTER) if site_id is None else actor.may(Permission.ASSIGN, site_id)
    row = await Finding.select(Finding.id, Finding.site, Finding.person).where(Finding.id == finding_id).first()
    if row is None or not steers or site_id not in (None, row["site"]):
        raise NotFound()
    if row["person"] == actor.id:
        raise OwnFinding()
    return int(row["id"])
