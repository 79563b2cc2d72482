"""A site with a published course and people to assign it to: the start of the coordinator's tests."""

from datetime import UTC, date, datetime, time, timedelta

import msgspec

from academy import clock, jobs
from academy.jobs.tables import Outbox
from academy.people.actions import NewPerson, create_person
from academy.people.tables import Person
from academy.sites.actions import Joining, join
from courses.learning.actions import enrollments
from tests.cast import Cast, Place
from tests.courses import taken_course


async def two_courses() -> None:
    """ "rain" and "snow", published."""
    rain = taken_course.content()
    await taken_course.publish(rain)
    await taken_course.publish(msgspec.structs.replace(rain, slug="snow", code="SN", title="Evidence in the Snow"))


async def assign(cast: Cast, *people: str, course: str = "rain", due_on: date | None = None) -> None:
    """Ruth assigns a course to some of her people; a date that is over was set a week before it came."""
    codes = tuple(cast.people[name].code for name in people)
    now = clock.now()
    day = datetime.combine(due_on or date.max, time(12), tzinfo=UTC)
    with clock.clock_set_to(lambda: day - timedelta(7) if day < now else now):
        await enrollments.assign(
            cast.ruth,
            site_id=cast.places["raleigh-nc"].site_id,
            course_slug=course,
            people=codes,
            due_on=due_on,
            reason="New policy.",
        )


async def drain_but_papers() -> None:
    """Do what was promised, but print no certificates: that takes half a minute."""
    await Outbox.delete().where(Outbox.job == "certificates.issue")
    await jobs.drain()


async def hire(place: Place, name: str, *, number: str | None = None, unit: bool = True) -> str:
    """One more officer; gives the person's code."""
    email = f"{abs(hash(name))}@example.gov"
    person_id = await create_person(None, NewPerson(email=email, full_name=name, employee_number=number))
    joining = Joining(
        person_id=person_id,
        site_id=place.site_id,
        agency_id=place.agency_id,
        unit_id=place.unit_id if unit else None,
        starts_on=date(2025, 1, 1),
    )
    await join(None, joining)
    row = await Person.select(Person.code).where(Person.id == person_id).first() or {}
    return str(row["code"])
