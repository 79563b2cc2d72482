"""The only way from a site's address to its row, and from a site to a person of it."""

import msgspec

from academy.actor import Actor, Grant, Permission
from academy.errors import NotFound
from academy.sites.tables import Membership, Site


class SiteRow(msgspec.Struct, frozen=True):
    """A site as pages need it. `label` is "Raleigh, NC"."""

    id: int
    slug: str
    name: str
    state_code: str
    time_zone: str

    @property
    def label(self) -> str:
        return f"{self.name}, {self.state_code}"


class PersonRow(msgspec.Struct, frozen=True):
    """A person as staff of a site see them, with the open membership there."""

    id: int
    code: str
    full_name: str
    rank: str | None
    email: str
    employee_number: str | None
    agency: str
    unit: str | None


async def site_for(actor: Actor, slug: str, permission: Permission) -> SiteRow:
    """The site, if this actor may do `permission` there; not yours and unknown are the same NotFound.

    Staff of the site brought it with who they are, and nothing more is asked for them.
    """
    for grant in actor.sites:
        if grant.zone and grant.site_slug == slug and actor.may(permission, grant.site_id):
            return _granted(grant)
    columns = (Site.id, Site.slug, Site.name, Site.state_code, Site.time_zone)
    row = await Site.select(*columns).where(Site.slug == slug).first()
    if row is None or not actor.may(permission, row["id"]):
        raise NotFound()
    return SiteRow(**row)


def _granted(grant: Grant) -> SiteRow:
    name, _, state_code = (grant.site_label or "").rpartition(", ")
    return SiteRow(grant.site_id or 0, grant.site_slug or "", name, state_code, grant.zone or "")


async def person_at_site(site_id: int, code: str) -> PersonRow:
    """A person with an open membership at the site (which `site_for` has opened); NotFound otherwise."""
    member = Membership.person
    row = (
        await Membership.select(
            member.id.as_alias("id"),
            member.code.as_alias("code"),
            member.full_name.as_alias("full_name"),
            member.rank.as_alias("rank"),
            member.email.as_alias("email"),
            member.employee_number.as_alias("employee_number"),
            Membership.agency.name.as_alias("agency"),
            Membership.unit.name.as_alias("unit"),
        )
        .where(Membership.site == site_id, member.code == code, Membership.ends_on.is_null())
        .first()
    )
    if row is None:
        raise NotFound()
    return PersonRow(**row)
