"""The academy that is measured: one site with 500 people and three courses, made by the real actions, and a large one
of which the matrix is measured.
"""

from datetime import date, timedelta
from random import Random

import msgspec

from academy import clock
from academy.access.actions import grant
from academy.actor import Role
from academy.people.actions import NewPerson, create_person
from academy.people.tables import Person
from academy.sign_in.identity import of_person
from academy.sign_in.sessions import open_session
from academy.sites.actions import Joining, NewSite, create_agency, create_site, create_unit, join
from bench.volume import large_site
from certificates import actions as certificates
from certificates.tables import Certificate
from courses.authoring.actions import import_course, publish, submit
from courses.content import folder
from courses.content.model import CourseContent
from courses.demo import course as demo_course
from courses.demo import history
from courses.learning.actions import attempts, enrollments
from courses.learning.tables import AttemptItem, Completion, Enrollment

PEOPLE = 500
UNITS = ("Patrol South", "Patrol North", "Detectives", "Crime scene unit")


class World(msgspec.Struct, frozen=True):
    """Session tokens and addresses to measure."""

    learner: str
    coordinator: str
    enrollment: str
    attempt: str
    position: int
    choices: tuple[str, ...]
    serial: str
    site: str
    large_site: str
    large_coordinator: str


async def make(*, people: int = PEOPLE) -> World:
    """Everything the measured pages need."""
    site_id, agency_id, units = await _site()
    author, reviewer, coordinator = await _staff(site_id)
    content = demo_course.with_lectures(folder.read(demo_course.FOLDER), frozenset())
    for number in range(3):
        await _publish(_numbered(content, number), author, reviewer)
    codes = [await _member(number, site_id, agency_id, units) for number in range(people)]
    boss = await of_person(coordinator)
    today = clock.now()
    for number in range(3):
        with clock.clock_set_to(lambda: today - timedelta(days=7)):
            await enrollments.assign(
                boss,
                site_id=site_id,
                course_slug=_slug(number),
                people=tuple(code for _, code in codes),
                due_on=today.date() + timedelta(days=number * 9 - 6),
                reason="Yearly training.",
            )
    return await _one_learner(codes, coordinator)


async def _one_learner(codes: list[tuple[int, str]], coordinator: int) -> World:
    """The first member with an open attempt, and the second with a certificate."""
    learner, graduate = await of_person(codes[0][0]), await of_person(codes[1][0])
    rows = await Enrollment.select(Enrollment.code).where(Enrollment.person == learner.id).order_by(Enrollment.id)
    attempt = await attempts.start(learner, code=rows[0]["code"], key="why-cgi")
    items = await AttemptItem.select(AttemptItem.position, AttemptItem.choice_order).where(
        AttemptItem.attempt.code == attempt
    )
    await history.take(graduate, share=1, begun=clock.now() - timedelta(days=30), rng=Random(1), course=_slug(0))
    completion = await Completion.select(Completion.id).first()
    await certificates.issue((completion or {})["id"])
    certificate = await Certificate.select(Certificate.serial).first()
    return World(
        learner=await open_session(learner.id, "bench"),
        coordinator=await open_session(coordinator, "bench"),
        enrollment=rows[0]["code"],
        attempt=attempt,
        position=items[0]["position"],
        choices=tuple(items[0]["choice_order"].split(",")),
        serial=(certificate or {})["serial"],
        site="bench-nc",
        large_site="large-nc",
        large_coordinator=await open_session(await large_site("large-nc"), "bench"),
    )


async def _site() -> tuple[int, int, list[int]]:
    new = NewSite(slug="bench-nc", name="Bench", state_code="NC", engagement="single", time_zone="America/New_York")
    site_id = await create_site(None, new)
    agency_id = await create_agency(None, site_id=site_id, name="Bench Police Department", kind="police")
    return (
        site_id,
        agency_id,
        [await create_unit(None, site_id=site_id, agency_id=agency_id, name=name) for name in UNITS],
    )


async def _staff(site_id: int) -> tuple[int, int, int]:
    roles = {"author": Role.INSTRUCTOR, "reviewer": Role.REVIEWER, "coordinator": Role.COORDINATOR}
    made = []
    for name, role in roles.items():
        person_id = await create_person(None, NewPerson(email=f"{name}@bench.example", full_name=name.title()))
        await grant(None, person_id=person_id, role=role, site_id=site_id if role is Role.COORDINATOR else None)
        made.append(person_id)
    return made[0], made[1], made[2]


async def _member(number: int, site_id: int, agency_id: int, units: list[int]) -> tuple[int, str]:
    new = NewPerson(email=f"p{number}@bench.example", full_name=f"Person Number{number}", rank="Ofc.")
    person_id = await create_person(None, new)
    joining = Joining(
        person_id=person_id,
        site_id=site_id,
        agency_id=agency_id,
        unit_id=units[number % len(units)],
        starts_on=date(2024, 1, 1),
    )
    await join(None, joining)
    row = await Person.select(Person.code).where(Person.id == person_id).first()
    return person_id, (row or {})["code"]


def _slug(number: int) -> str:
    return f"crime-guns-{number}"


def _numbered(content: CourseContent, number: int) -> CourseContent:
    return msgspec.structs.replace(content, slug=_slug(number), title=f"{content.title} {number + 1}")


async def _publish(content: CourseContent, author_id: int, reviewer_id: int) -> None:
    author, reviewer = await of_person(author_id), await of_person(reviewer_id)
    await import_course(author, content, source_ref="bench")
    await submit(author, content.slug, 1)
    await publish(reviewer, content.slug, 1)
