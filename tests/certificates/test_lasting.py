"""What lasts: several certificates of one person over the years, whatever is retired, closed or tried on them."""

import csv
from datetime import date, timedelta

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.actor import Actor
from academy.db.engine import DatabaseEngine
from academy.db.refusals import Frozen
from academy.jobs import drain
from academy.people.actions import deactivate
from academy.people.tables import Person
from academy.sites.tables import Membership, Site
from certificates import actions
from certificates.actions.issuing import encode
from certificates.queries.own import own_certificates
from certificates.rules import last_day
from certificates.tables import Certificate
from courses.authoring.actions import retire
from courses.authoring.tables import Course, CourseVersion
from courses.learning.tables import Completion, Enrollment
from tests.cast import Cast
from tests.certificates.certificate_cast import CASTANEDA
from tests.certificates.conftest import ROOT
from tests.certificates.finished_course import finish
from tests.conftest import Browser, Clock
from tests.courses import taken_course as taken
from tests.house.rows import add

PARENTS = (Completion, Enrollment, CourseVersion, Course, Person, Site)


@given(st.dates(date(1999, 1, 1), date(2100, 1, 1)), st.integers(1, 600))
def test_a_certificate_counts_to_the_same_day_of_a_later_month(start: date, months: int) -> None:
    ends = last_day(start, months)
    assert ends is not None
    assert (ends.year * 12 + ends.month) - (start.year * 12 + start.month) == months
    assert ends.day == start.day or (ends.day < start.day and (ends.replace(day=ends.day)).day >= 28)
    assert last_day(start, 0) is None


def test_the_last_day_of_a_short_month() -> None:
    assert last_day(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert last_day(date(2026, 11, 30), 3) == date(2027, 2, 28)


async def certify(officer: Actor, the_clock: Clock) -> None:
    await actions.issue((await finish(officer, the_clock)).completion_id)


@pytest.fixture
async def two_years(press: None, database: DatabaseEngine, cast: Cast, the_clock: Clock) -> list[str]:
    """Maria took the course, which counts for a year, and took it again when it was over; her numbers, oldest first."""
    await taken.publish(msgspec.structs.replace(taken.content(), validity_months=12))
    await certify(cast.maria, the_clock)
    the_clock.move(days=366)
    await certify(cast.maria, the_clock)
    return [one.number for one in reversed(await own_certificates(cast.maria, the_clock.now))]


async def answers(visitor: httpx.AsyncClient, numbers: list[str]) -> list[str]:
    pages = [await visitor.get(f"/verify/{number}", headers={"accept": "application/json"}) for number in numbers]
    return [page.json()["certificate"]["standing"] for page in pages]


async def test_each_cycle_has_its_own_certificate_and_end(
    cast: Cast, browser_as: Browser, two_years: list[str], the_clock: Clock
) -> None:
    visitor = await browser_as(None)
    assert await answers(visitor, two_years) == ["expired", "valid"]
    page = await visitor.get(f"/verify/{two_years[0]}")
    for words in ("This certificate has expired.", "November 21, 2027"):
        assert words in page.text
    new = await actions.replace(cast.ada, number=two_years[1], name="Maria Okonkwo", reason="Married")
    await drain()
    renamed = await Certificate.select(Certificate.expires_on).where(Certificate.serial == new).first()
    assert renamed == {"expires_on": date(2028, 11, 22)}
    assert await answers(visitor, [*two_years, new]) == ["expired", "replaced", "valid"]


async def test_papers_answer_when_course_person_and_membership_are_gone(
    cast: Cast, browser_as: Browser, two_years: list[str]
) -> None:
    ruth, visitor = await browser_as(cast.ruth), await browser_as(None)
    await retire(cast.ravi, "rain", 1, reason="Superseded by law")
    await Membership.update({Membership.ends_on: date(2027, 12, 1)}).where(Membership.person == cast.maria.id)
    await deactivate(cast.ada, person_id=cast.maria.id)
    assert await answers(visitor, two_years) == ["expired", "valid"]
    for number in two_years:
        assert (await ruth.get(f"/certificates/{number}.pdf")).content.startswith(b"%PDF")
    named = await visitor.post(f"/verify/{two_years[1]}/name-check", data={"name": "Maria Elena Castañeda Okonkwo"})
    assert "Yes, the name matches." in named.text


@pytest.mark.usefixtures("database")
async def test_nothing_deletes_a_certificate() -> None:
    await add(Certificate, state="issued", document_sha256="0")
    before = await Certificate.select()
    for table in (Certificate, *PARENTS):
        with pytest.raises(Frozen):
            await table.delete(force=True)
    assert await Certificate.select() == before


def test_no_code_deletes_certificates_or_seals() -> None:
    # Evidence files, which hold what few should have, leave the store after a week.
    ours = {path: path.read_text().replace("storage.delete(", "") for path in (ROOT / "certificates").rglob("*.py")}
    assert [path for path, text in ours.items() if ".delete(" in text or "DELETE FROM" in text] == []


async def issued(cast: Cast, name: str, days: int, course: int) -> None:
    """A certificate of the course that ends in so many days from November 21."""
    completion = await add(Completion, course=course, person=cast.people[name].id)
    ends_on = date(2026, 11, 21) + timedelta(days=days)
    facts = encode(msgspec.structs.replace(CASTANEDA, expires_on=ends_on))
    origin = {"completion": completion, "person": cast.people[name].id, "facts": facts}
    await add(Certificate, state="issued", expires_on=ends_on, **origin)


async def test_the_report_of_ends_lists_whom_to_send_again(cast: Cast, browser_as: Browser, the_clock: Clock) -> None:
    course, other = await add(Course), await add(Course)
    for name, days in (("tyler", 61), ("maria", 5), ("maria", 300), ("otis", 61), ("ruth", -1), ("nora", 91)):
        await issued(cast, name, days, course)
    await issued(cast, "tyler", 20, other)
    ruth, ada, nora = [await browser_as(person) for person in (cast.ruth, cast.ada, cast.nora)]
    path = "/sites/raleigh-nc/expiring"
    assert [words in (await ruth.get(path)).text for words in ("Ends in 20 d", "Ends in 61 d")] == [True, False]
    page = await ruth.get(f"{path}?within=90")
    for words in ("2 certificates of 1 person", "Tyler Brandt", "January 21, 2027", "Ends in 61 d"):
        assert words in page.text
    assert (await nora.get(path)).status_code == 404
    rows = list(csv.reader((await ruth.get(f"{path}.csv?within=90")).text.splitlines()))
    assert [(row[0], row[2], *row[8:]) for row in rows[1:]] == [
        ("Tyler Brandt", "Raleigh Police Department", "2026-12-11", "20"),
        ("Tyler Brandt", "Raleigh Police Department", "2027-01-21", "61"),
    ]
    await actions.seal(cast.ada, email="tyler@example.gov", reason="Under cover")
    everywhere = await ada.get("/admin/certificates/expiring.csv?within=90")
    assert [name in everywhere.text for name in ("Otis", "Tyler", "Nora")] == [True, False, False]
