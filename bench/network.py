"""The network that is measured: 60 sites, 100,000 people with two courses each, written in bulk and counted."""

import sys
import time

from academy.access.actions import grant
from academy.actor import Role
from academy.people.actions import NewPerson, create_person
from academy.people.tables import Person
from academy.sign_in.sessions import open_session
from courses.authoring.tables import CourseVersion
from courses.network import actions
from courses.network.counting import counted

SITES = 60
PEOPLE = 100_000
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})"
_SITE = "((SELECT min(id) FROM site WHERE slug LIKE 'wide-%') + min(i % OF_SITES, i / OF_SITES % OF_SITES))"
"""The first sites are the largest, with thousands of people; the last has some dozens."""
_STATE = "CASE WHEN i * 31 % 100 < 72 THEN 'completed' ELSE 'enrolled' END"
_PLACES = """
INSERT INTO site (slug, name, state_code, engagement, engaged_from, engaged_until, time_zone, sworn)
SELECT 'wide-' || i, 'City ' || i, 'NC', 'single', (2021 + i % 5) || '-10-01', (2024 + i % 5) || '-09-30',
       'America/New_York', 200 + i * 50 FROM n
"""
_AGENCIES = """
INSERT INTO agency (site, name, kind) SELECT s.id, 'Police', 'police' FROM site s JOIN n ON s.slug = 'wide-' || n.i
"""
_PEOPLE = """
INSERT INTO person (code, email, full_name, certificate_name)
SELECT 'wide' || i, 'wide' || i || '@bench.example', 'Wide ' || i, 'Wide ' || i FROM n
"""
_MEMBERS = f"""
INSERT INTO membership (person, site, agency, starts_on)
SELECT (SELECT p.id FROM person p WHERE p.code = 'wide' || i), {_SITE},
       (SELECT a.id FROM agency a WHERE a.site = {_SITE}), '2024-01-01' FROM n
"""
_ENROLLMENTS = f"""
INSERT INTO enrollment (code, person, course, version, site, state, source, created_at, due_on, completed_at)
SELECT 'wide{{course}}-' || i, (SELECT p.id FROM person p WHERE p.code = 'wide' || i), {{course}}, {{version}}, {_SITE},
       {_STATE}, 'assigned', {{past}}'-' || (50 + i * 7919 % 70) || ' days'), date('now', (i % 60 - 20) || ' days'),
       CASE WHEN {_STATE} = 'completed' THEN {{past}}'-' || (i % 50) || ' days') END
FROM n WHERE i % 3 <> {{course}} % 3
"""
_PAST = "strftime('%Y-%m-%d %H:%M:%S+00:00', 'now', "


async def make() -> str:
    """Fill the bound SQLite database, count, and prove it; gives the session of somebody of the program office."""
    await fill(sites=SITES, people=PEOPLE)
    await _count()
    person_id = await create_person(None, NewPerson(email="office@bench.example", full_name="Office"))
    await grant(None, person_id=person_id, role=Role.PROGRAM_OFFICE)
    return await open_session(person_id, "bench")


async def fill(*, sites: int, people: int) -> None:
    """Sites called wide-1 and so on, with these people and their courses."""
    for rows, statement in ((sites, _PLACES), (sites, _AGENCIES), (people, _PEOPLE), (people, _MEMBERS)):
        await Person.raw((_NUMBERS.format(rows) + statement).replace("OF_SITES", str(sites)))
    for row in await CourseVersion.select(CourseVersion.id, CourseVersion.course).limit(3):
        enroll = _ENROLLMENTS.format(course=row["course"], version=row["id"], past=_PAST)
        await Person.raw((_NUMBERS.format(people) + enroll).replace("OF_SITES", str(sites)))


async def _count() -> None:
    """Count each site as facts do, then all at once, and compare: no difference may be left."""
    began = time.perf_counter()
    sites = await actions.count_waiting()
    single = time.perf_counter() - began
    began = time.perf_counter()
    found = (await counted()).values()
    full = time.perf_counter() - began
    people, given = sum(one.whole.people for one in found), sum(one.whole.given for one in found)
    differences = await actions.check()
    out = sys.stdout.write
    out(f"network: {sites} sites, {people:,} people, {given:,} assignments\n")
    out(f"counted: a site {single / sites:.3f} s, all at once {full:.1f} s; {differences} differences\n")
    if differences:
        raise RuntimeError("what is kept is not what a recount says")
