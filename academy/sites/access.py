"""The only way from a site's address to its row, and from a site to a person of it."""

from datetime import date

import msgspec

from academy.actor import Actor, Grant, Permission
from academy.errors import NotFound
from academy.sites import refused
from academy.sites.tables import Agency, Membership, Site


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
    """A person as staff of a site see them, with the open membership there.

    `left_on`: the last day of somebody who left; then what belongs to their later agencies is empty.
    """

    id: int
    code: str
    full_name: str
    rank: str | None
    email: str
    employee_number: str | None
    agency: str
    unit: str | None
    left_on: date | None = None


async def site_for(actor: Actor, slug: str, permission: Permission) -> SiteRow:
    """The site, if this actor may do `permission` there; not yours and unknown are the same NotFound.

    Asking for one that is not yours is put on record.
    Staff of the site brought it with who they are, and nothing more is asked for them.
    """
    for grant in actor.sites:
        if grant.zone and grant.site_slug == slug and actor.may(permission, grant.site_id):
            return _granted(grant)
    columns = (Site.id, Site.slug, Site.name, Site.state_code, Site.time_zone)
    row = await Site.select(*columns).where(Site.slug == slug).first()
    if row is None:
        raise NotFound()
    if not actor.may(permission, row["id"]):
        refused.note(actor, row["id"])
        raise NotFound()
    return SiteRow(**row)


async def agencies_of(site_id: int) -> tuple[tuple[int, str], ...]:
    """The agencies of a site that somebody can join, by name."""
    rows = await Agency.select(Agency.id, Agency.name).where(Agency.site == site_id).order_by(Agency.name)
    return tuple((row["id"], row["name"]) for row in rows)


def _granted(grant: Grant) -> SiteRow:
    name, _, state_code = (grant.site_label or "").rpartition(", ")
    return SiteRow(grant.site_id or 0, grant.site_slug or "", name, state_code, grant.zone or "")


async def person_at_site(site_id: int, code: str) -> PersonRow:
    """A person with an open membership at the site (which `site_for` has opened); NotFound otherwise."""
    person = await person_of_site(site_id, code)
    if person.left_on is not None:
        raise NotFound()
    return person


async def person_of_site(site_id: int, code: str) -> PersonRow:
    """The same, and also who left: their records of the time here are still read. NotFound for everybody else."""
    member = Membership.person
    rows = (
        await Membership.select(
            member.id.as_alias("id"),
            member.code.as_alias("code"),
            member.full_name.as_alias("full_name"),
            member.rank.as_alias("rank"),
            member.email.as_alias("email"),
            member.employee_number.as_alias("employee_number"),
            Membership.agency.name.as_alias("agency"),
            Membership.unit.name.as_alias("unit"),
            Membership.ends_on.as_alias("left_on"),
        )
        .where(Membership.site == site_id, member.code == code)
        .order_by(Membership.id)
    )
    if not rows:
        raise NotFound()
    here = next((row for row in rows if row["left_on"] is None), None)
    last = here or max(rows, key=lambda row: row["left_on"])
    return PersonRow(**(last if here else last | {"rank": None, "email": "", "employee_number": None}))
