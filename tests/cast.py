"""The named people every test speaks of, at two sites, made by the real actions.

Raleigh: Maria and Tyler (officers of the same agency), Ruth (coordinator). Tulsa: Otis (officer), Nora (coordinator).
Sam is liaison for Raleigh, Ines an instructor, Ravi a reviewer, Ada an administrator, Joy of the
program office. Vera has no account.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from academy.access.actions import grant
from academy.actor import Actor, Grant, Role, Visitor
from academy.people.actions import NewPerson, create_person
from academy.people.tables import Person
from academy.sites.actions import Joining, NewSite, create_agency, create_site, create_unit, join

PASSWORD = "correct horse battery staple"
NAMES = {
    "maria": ("Maria Elena Castañeda-Okonkwo", "Ofc."),
    "tyler": ("Tyler Brandt", "Ofc."),
    "ruth": ("Ruth Okafor", "Lt."),
    "otis": ("Otis Whitaker", "Det."),
    "nora": ("Nora Lindqvist", "Sgt."),
    "sam": ("Sam Delacroix", None),
    "ines": ("Ines Raman", None),
    "ravi": ("Ravi Tanaka", None),
    "ada": ("Ada Quill", None),
    "joy": ("Joy Whitcomb", None),
}
GRANTS = {
    "ruth": (Role.COORDINATOR, "raleigh-nc"),
    "nora": (Role.COORDINATOR, "tulsa-ok"),
    "sam": (Role.LIAISON, "raleigh-nc"),
    "ines": (Role.INSTRUCTOR, None),
    "ravi": (Role.REVIEWER, None),
    "ada": (Role.ADMINISTRATOR, None),
    "joy": (Role.PROGRAM_OFFICE, None),
}
MEMBERS = {
    "maria": "raleigh-nc",
    "tyler": "raleigh-nc",
    "ruth": "raleigh-nc",
    "otis": "tulsa-ok",
    "nora": "tulsa-ok",
}
PLACES = {"raleigh-nc": ("Raleigh", "NC", "America/New_York"), "tulsa-ok": ("Tulsa", "OK", "America/Chicago")}


class Place(msgspec.Struct, frozen=True):
    """A site with one agency and one unit."""

    site_id: int
    agency_id: int
    unit_id: int
    slug: str
    zone: str


class Cast(msgspec.Struct, frozen=True):
    """Who is there: `cast.maria` and the others are Actors; `cast.places["raleigh-nc"]` is where they work."""

    people: Mapping[str, Actor]
    places: Mapping[str, Place]

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError as missing:
            raise AttributeError(name) from missing


async def make_cast() -> Cast:
    """Put everybody into the bound database."""
    places = {slug: await _place(slug) for slug in PLACES}
    people = {name: await _person(name, places) for name in NAMES}
    # One cast serves all tests of a process.
    return Cast(MappingProxyType({**people, "visitor": Visitor}), MappingProxyType(places))


async def _place(slug: str) -> Place:
    name, state, zone = PLACES[slug]
    new = NewSite(slug=slug, name=name, state_code=state, engagement="single", time_zone=zone)
    site_id = await create_site(None, new)
    agency_id = await create_agency(None, site_id=site_id, name=f"{name} Police Department", kind="police")
    unit_id = await create_unit(None, site_id=site_id, agency_id=agency_id, name="Patrol South")
    return Place(site_id, agency_id, unit_id, slug, zone)


async def _person(name: str, places: dict[str, Place]) -> Actor:
    full_name, rank = NAMES[name]
    email = f"{name}@example.gov"
    person_id = await create_person(None, NewPerson(email=email, full_name=full_name, rank=rank))
    home = places.get(MEMBERS.get(name, ""))
    if home:
        start = date(2024, 1, 1)
        joining = Joining(
            person_id=person_id, site_id=home.site_id, agency_id=home.agency_id, unit_id=home.unit_id, starts_on=start
        )
        await join(None, joining)
    return Actor(
        id=person_id,
        code=(await Person.select(Person.code).where(Person.id == person_id).first() or {})["code"],
        name=full_name,
        email=email,
        zone=home.zone if home else "America/New_York",
        grants=await _grants(name, person_id, places),
        memberships=frozenset({home.site_id} if home else ()),
    )


async def _grants(name: str, person_id: int, places: dict[str, Place]) -> frozenset[Grant]:
    if name not in GRANTS:
        return frozenset()
    role, slug = GRANTS[name]
    site_id = places[slug].site_id if slug else None
    await grant(None, person_id=person_id, role=role, site_id=site_id)
    label = f"{PLACES[slug][0]}, {PLACES[slug][1]}" if slug else None
    return frozenset({Grant(role, site_id, slug, label, PLACES[slug][2] if slug else None)})
