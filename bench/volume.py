"""A large site, made by inserts and not by actions: 2,000 officers in 40 units who take 40 courses."""

from datetime import date, timedelta
from random import Random

import msgspec

from academy import clock
from academy.access.actions import grant
from academy.actor import Role
from academy.codes import new_code
from academy.db.work import insert_many
from academy.people.actions import NewPerson, create_person
from academy.people.tables import Person
from academy.sites.actions import NewSite, create_agency, create_site
from academy.sites.tables import Membership, Unit, UnitMember, UnitSupervisor
from courses.authoring.tables import Course, CourseVersion, Lesson, Module
from courses.learning.lines.keeping import settle
from courses.learning.tables import Enrollment, LessonProgress

PEOPLE, COURSES, LESSONS, UNITS = 2_000, 40, 4, 40
_FIRST = (
    *("Marcus", "Priya", "Tyler", "Lorraine", "Adam", "Kim-Ly", "Javier"),
    *("Joel", "Ingrid", "Terrance", "Aaliyah", "Dmitri", "Siobhan", "José"),
)
_LAST = (
    *("Delgado", "Raghunathan", "Brandt", "Whitaker", "Kowalczyk", "Nguyen", "Castillo"),
    *("Abernathy", "Sørensen", "Odom", "Okonkwo", "Featherstonehaugh"),
)
_RANKS = ("Ofc.", "Ofc.", "Ofc.", "Det.", "Sgt.", "Tech.")
_WORDS = ("Crime Guns", "Scene Management", "Leadership", "Recovered Firearms", "Leads and Hits", "De-escalation")


class Places(msgspec.Struct, frozen=True):
    """Ids of what people and courses hang on."""

    site: int
    agency: int
    units: tuple[int, ...]


async def large_site(slug: str, *, people: int = PEOPLE, courses: int = COURSES, seed: int = 7) -> int:
    """The site, with everything counted; gives the id of its coordinator."""
    rng = Random(seed)
    places = await _places(slug)
    members = await _people(slug, places, people, rng)
    await UnitSupervisor.insert(
        *[
            UnitSupervisor(unit=unit, person=members[n], starts_on=date(2024, 1, 1))
            for n, unit in enumerate(places.units)
        ]
    )
    for number in range(courses):
        await _course(slug, number, places, rng)
    boss = await create_person(None, NewPerson(email=f"boss@{slug}.example", full_name="Ruth Okafor"))
    await grant(None, person_id=boss, role=Role.COORDINATOR, site_id=places.site)
    await settle()
    return boss


async def _places(slug: str) -> Places:
    new = NewSite(slug=slug, name="Large", state_code="NC", engagement="single", time_zone="America/New_York")
    site = await create_site(None, new)
    agency = await create_agency(None, site_id=site, name=f"{slug} Police", kind="police")
    units = [
        Unit(agency=agency, name=f"District {n // 4 + 1} Squad {n % 4 + 1}", code=new_code()) for n in range(UNITS)
    ]
    await insert_many(units)
    return Places(site, agency, tuple(unit.id for unit in units))


async def _people(slug: str, places: Places, count: int, rng: Random) -> list[int]:
    names = [
        f"{rng.choice(_FIRST)} {rng.choice(_LAST)}{'-' + rng.choice(_LAST) if n % 9 == 0 else ''}" for n in range(count)
    ]
    people = [
        Person(code=new_code(), email=f"p{n}@{slug}.example", full_name=name, certificate_name=name,
               rank=rng.choice(_RANKS), employee_number=str(40_000 + n))
        for n, name in enumerate(names)
    ]  # fmt: skip
    await insert_many(people)
    memberships = [
        Membership(person=one.id, site=places.site, agency=places.agency, starts_on=date(2024, 1, 1)) for one in people
    ]
    await insert_many(memberships)
    inside = [
        UnitMember(membership=one.id, unit=places.units[n % UNITS], starts_on=date(2024, 1, 1))
        for n, one in enumerate(memberships)
        if n % 50
    ]
    await insert_many(inside)
    return [one.id for one in people]


async def _course(slug: str, number: int, places: Places, rng: Random) -> None:
    """One published course that nine of ten take, assigned within the last two years, most of them done."""
    title = f"{_WORDS[number % len(_WORDS)]} {number + 1}"
    course = Course(slug=f"{slug}-{number}", code=f"C{number:02}", track="Volume")
    await insert_many([course])
    version = CourseVersion(course=course.id, number=1, state="draft", title=title, contact_minutes=60, source="folder")
    await insert_many([version])
    module = Module(version=version.id, key="m", position=1, title="All")
    await insert_many([module])
    lessons = [
        Lesson(version=version.id, module=module.id, key=f"l{n}", position=n, kind="lesson", title="L")
        for n in range(LESSONS)
    ]
    await insert_many(lessons)
    await CourseVersion.update({CourseVersion.state: "published"}).where(CourseVersion.id == version.id)
    await _taken(course.id, version.id, places, rng)
    begun = "SELECT {}, id, {}, {} FROM enrollment WHERE course = {} AND state = 'in_progress'"
    into = "INSERT INTO lesson_progress (lesson, enrollment, created_at, done_at) "
    await LessonProgress.raw(into + begun, lessons[0].id, clock.now(), clock.now(), course.id)


_ENROLL = """
INSERT INTO enrollment (code, person, course, version, site, agency, state, source, reason, cycle, created_at, due_on,
                        started_at, completed_at)
SELECT 'c' || course.id || 'p' || m.person, m.person, course.id, {}, m.site, m.agency, kind.state, 'assigned',
       'Yearly training.', 1, kind.created_at, kind.due_on, kind.started_at, kind.completed_at
FROM membership m JOIN course ON course.id = {}
JOIN (KINDS) AS kind ON kind.number = (m.person * 7919 + course.id * 104729) % SIZE
WHERE m.site = {}
"""
_KIND = "SELECT {} AS number, {} AS state, {} AS created_at, {} AS due_on, {} AS started_at, {} AS completed_at"


async def _taken(course: int, version: int, places: Places, rng: Random) -> None:
    """By one statement for a course: everybody is dealt one of 250 histories, one in ten of which is none."""
    kinds = [one for number in range(250) if (one := _history(number, rng))]
    text = _ENROLL.replace("KINDS", " UNION ALL ".join([_KIND] * len(kinds))).replace("SIZE", "250")
    await Enrollment.raw(text, version, course, *(value for kind in kinds for value in kind), places.site)


def _history(number: int, rng: Random) -> tuple[object, ...]:
    if rng.random() < 0.1:
        return ()
    now, chance = clock.now(), rng.random()
    given = now - timedelta(days=rng.choice((20, 60, 90, 200, 365, 500)) + rng.randrange(5))
    state = "completed" if chance < 0.8 else "in_progress" if chance < 0.9 else "enrolled"
    due = None if chance > 0.99 else (now + timedelta(days=rng.randrange(-20, 100))).date()
    done = given + (now - given) * rng.random() if state == "completed" else None
    return number, state, given, due, None if state == "enrolled" else given, done
