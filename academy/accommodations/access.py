"""The only way to a person whose accommodation is to be set: everybody's for administrators, one's own site's else."""

import msgspec

from academy.actor import Actor, Permission
from academy.errors import NotFound
from academy.people.tables import Person
from academy.sites.tables import Membership


class PersonRow(msgspec.Struct, frozen=True):
    """A person, and the sites they work at."""

    id: int
    code: str
    full_name: str
    email: str
    sites: frozenset[int]

    def seen_from(self, actor: Actor) -> str:
        """The slug of the actor's own site that this person works at; "" for the whole academy."""
        mine = (grant for grant in actor.sites if grant.site_id in self.sites and not actor.may(Permission.ADMINISTER))
        return next((grant.site_slug or "" for grant in mine), "")


async def person_to_accommodate(actor: Actor, code: str) -> PersonRow:
    """The person, if this actor may set how training is shown to them; not yours and unknown are the same NotFound."""
    person = (
        await Person.select(Person.id, Person.code, Person.full_name, Person.email).where(Person.code == code).first()
    )
    if person is None:
        raise NotFound()
    open_ones = (Membership.person == person["id"]) & Membership.ends_on.is_null()
    sites = frozenset(row["site"] for row in await Membership.select(Membership.site).where(open_ones))
    everywhere = actor.may(Permission.ADMINISTER)
    if not (everywhere or any(actor.may(Permission.ACCOMMODATE, site) for site in sites)):
        raise NotFound()
    return PersonRow(**person, sites=sites)
