"""Demo sites and people. The named ones can sign in, all with the same password; the others only have records."""

from datetime import date
from random import Random

import msgspec

from academy.access.actions import grant
from academy.actor import Actor, Role
from academy.people.actions import NewPerson, create_person
from academy.people.tables import Person
from academy.sign_in.actions import set_password
from academy.sign_in.identity import of_person
from academy.sites.actions import Joining, NewSite, create_agency, create_site, create_unit, join
from academy.sites.tables import Agency, Site, Unit

PASSWORD = "night shift coffee cup"  # noqa: S105 - printed at every start of the demo
DOMAIN = "pspacademy.example"
UNITS = ("Patrol South", "Patrol North", "Detectives", "Crime scene unit", "Command")
JOINED = date(2024, 1, 15)


class DemoSite(msgspec.Struct, frozen=True):
    """A PSP site, the year it joined, and how many invented officers it has in the demo."""

    slug: str
    name: str
    state: str
    zone: str
    year: int
    officers: int


class DemoPerson(msgspec.Struct, frozen=True):
    """A named account; `sites` of grants, `home` of the membership."""

    account: str
    name: str
    rank: str | None
    says: str
    home: str | None = None
    role: Role | None = None
    sites: tuple[str, ...] = ()
    unit: str = "Patrol South"


class Account(msgspec.Struct, frozen=True):
    """Who can sign in, as `academy demo people` prints it."""

    email: str
    password: str
    name: str
    role: str
    sites: tuple[str, ...]
    says: str


SITES = (
    DemoSite("raleigh-nc", "Raleigh", "NC", "America/New_York", 2023, 36),
    DemoSite("tulsa-ok", "Tulsa", "OK", "America/Chicago", 2018, 14),
    DemoSite("seattle-wa", "Seattle", "WA", "America/Los_Angeles", 2024, 8),
    DemoSite("pueblo-co", "Pueblo", "CO", "America/Denver", 2024, 6),
    DemoSite("phoenix-az", "Phoenix", "AZ", "America/Phoenix", 2021, 6),
)
PEOPLE = (
    DemoPerson("officer", "Maria Castañeda", "Ofc.", "officer in Raleigh with a course to take", "raleigh-nc"),
    DemoPerson("certified", "Tyler Brandt", "Ofc.", "officer in Raleigh with a certificate", "raleigh-nc"),
    DemoPerson(
        "coordinator", "Ruth Okafor", "Lt.", "site coordinator of Raleigh", "raleigh-nc", Role.COORDINATOR,
        ("raleigh-nc",), "Command",
    ),
    DemoPerson("tulsa.officer", "Otis Whitaker", "Det.", "officer in Tulsa", "tulsa-ok", unit="Detectives"),
    DemoPerson(
        "tulsa.coordinator", "Nora Lindqvist", "Sgt.", "site coordinator of Tulsa", "tulsa-ok", Role.COORDINATOR,
        ("tulsa-ok",), "Command",
    ),
    DemoPerson(
        "liaison", "Sam Delacroix", None, "strategic site liaison, reads Raleigh and Tulsa", None, Role.LIAISON,
        ("raleigh-nc", "tulsa-ok"),
    ),
    DemoPerson("instructor", "Ines Raman", None, "instructor, author of the three courses", None, Role.INSTRUCTOR),
    DemoPerson("reviewer", "Ravi Tanaka", None, "reviewer, publishes what others submit", None, Role.REVIEWER),
    DemoPerson("administrator", "Ada Quill", None, "administrator: certificates and audit", None, Role.ADMINISTRATOR),
    DemoPerson("program.office", "Joy Whitcomb", None, "program office, sees all sites", None, Role.PROGRAM_OFFICE),
)  # fmt: skip
_FIRST = (
    *("Adam", "Alma", "Andre", "Beatriz", "Carla", "Chen", "Dana", "Darius", "Elena", "Erin"),
    *("Frank", "Grace", "Hassan", "Ivy", "Jamal", "Joel", "Kim-Ly", "Lena", "Luis"),
)
_LAST = (
    *("Abernathy", "Brooks", "Castillo", "Delgado", "Eriksen", "Fontaine", "Garza", "Haddad", "Iverson", "Jensen"),
    *("Kowalczyk", "Lopez", "Moreau", "Nguyễn", "Odom", "Park", "Quiñones", "Renfrew", "Sørensen", "Tran"),
)
_RANKS = ("Ofc.", "Ofc.", "Ofc.", "Det.", "Sgt.", "Tech.")


def accounts() -> tuple[Account, ...]:
    """Everybody who can sign in."""
    return tuple(
        Account(
            email=f"{one.account}@{DOMAIN}",
            password=PASSWORD,
            name=one.name,
            role=one.role.value if one.role else Role.LEARNER.value,
            sites=one.sites or ((one.home,) if one.home else ()),
            says=one.says,
        )
        for one in PEOPLE
    )


async def are_there() -> bool:
    """Whether the demo was made in this database."""
    return bool(await Person.exists().where(Person.email == f"{PEOPLE[0].account}@{DOMAIN}"))


async def is_anybody_there() -> bool:
    """Whether anybody has an account, of the demo or not."""
    return bool(await Person.exists())


async def make() -> None:
    """The sites with their agencies and units, the named people with their roles, and invented officers."""
    for place in SITES:
        await _make_site(place)
    for one in PEOPLE:
        await _make_named(one)
    rng = Random(20261121)  # noqa: S311 - the same people every time
    for place in SITES:
        for number in range(place.officers):
            await _make_officer(place, number, rng)


async def actor(account: str) -> Actor:
    """A named person as they are when signed in."""
    row = await Person.select(Person.id).where(Person.email == f"{account}@{DOMAIN}").first()
    if row is None:
        raise LookupError(f"no demo account {account}")
    return await of_person(row["id"])


async def officers(slug: str) -> list[Actor]:
    """The invented officers of a site, in the order they were made."""
    rows = await Person.select(Person.id).where(Person.email.like(f"%.{slug}@{DOMAIN}")).order_by(Person.id)
    return [await of_person(row["id"]) for row in rows]


async def _make_site(place: DemoSite) -> None:
    new = NewSite(
        slug=place.slug,
        name=place.name,
        state_code=place.state,
        engagement="single",
        time_zone=place.zone,
        engaged_from=date(place.year, 10, 1),
        engaged_until=date(place.year + 3, 9, 30),
    )
    site_id = await create_site(None, new)
    agency_id = await create_agency(None, site_id=site_id, name=f"{place.name} Police Department", kind="police")
    for unit in UNITS:
        await create_unit(None, site_id=site_id, agency_id=agency_id, name=unit)


async def _make_named(one: DemoPerson) -> None:
    new = NewPerson(email=f"{one.account}@{DOMAIN}", full_name=one.name, rank=one.rank)
    person_id = await create_person(None, new)
    await set_password(None, person_id=person_id, password=PASSWORD)
    if one.home:
        await _join(person_id, one.home, one.unit)
    if one.role:
        for slug in one.sites or (None,):
            site_id = await _site_id(slug) if slug else None
            await grant(None, person_id=person_id, role=one.role, site_id=site_id)


async def _make_officer(place: DemoSite, number: int, rng: Random) -> None:
    name = f"{_FIRST[(number * 7 + place.year) % len(_FIRST)]} {_LAST[(number * 3 + place.officers) % len(_LAST)]}"
    email = f"officer{number + 1}.{place.slug}@{DOMAIN}"
    new = NewPerson(
        email=email, full_name=name, rank=rng.choice(_RANKS), employee_number=str(40000 + place.year + number * 17)
    )
    unit = None if number == place.officers - 1 else rng.choices(UNITS, weights=(7, 6, 4, 2, 1))[0]
    await _join(await create_person(None, new), place.slug, unit)


async def _join(person_id: int, slug: str, unit: str | None) -> None:
    site_id = await _site_id(slug)
    agency = await Agency.select(Agency.id).where(Agency.site == site_id).first()
    row = await Unit.select(Unit.id).where(Unit.agency.site == site_id, Unit.name == unit).first() if unit else None
    joining = Joining(
        person_id=person_id,
        site_id=site_id,
        agency_id=agency["id"] if agency else 0,
        unit_id=row["id"] if row else None,
        starts_on=JOINED,
    )
    await join(None, joining)


async def _site_id(slug: str) -> int:
    row = await Site.select(Site.id).where(Site.slug == slug).first()
    if row is None:
        raise LookupError(f"no demo site {slug}")
    site_id: int = row["id"]
    return site_id
