"""A class answers over bad lines while its server is killed again and again: `python -m tests.start.class_chaos`.

The last line counts: answers acknowledged, and of these lost, of all doubled, and in the record but never given. The
server and its database are real processes and files; only the officers are a script. CHAOS_OFFICERS, CHAOS_QUESTIONS
(each), CHAOS_KILLS and CHAOS_SEED change the day. `python -m tests.start.class_chaos postgresql` does the same there.
"""

import asyncio
import os
import random
import sys
import tempfile
from datetime import date
from pathlib import Path

import msgspec

from academy import settings
from academy.actor import Actor
from academy.db.engine import make_engine, opened
from academy.db.startup import migrate
from academy.people.actions import NewPerson, create_person
from academy.piccolo_conf import FLOORS
from academy.sign_in.identity import of_person
from academy.sign_in.sessions import COOKIE, open_session
from academy.sites.actions import Joining, join
from courses.content.model import Draw
from courses.learning.actions import attempts, enrollments
from courses.learning.tables import Response
from tests.cast import Cast, make_cast
from tests.courses import taken_course as taken
from tests.database import new_postgresql
from tests.start.bad_line import BadLine
from tests.start.officers import Officer
from tests.start.processes import Academy

DROPS = 0.2
"""Of the requests, and of the answers to those that arrived."""


class Day(msgspec.Struct, frozen=True):
    """How large the class is, what it answers, how often its server dies, and the seed of all its chances."""

    officers: int = 200
    questions: int = 100
    kills: int = 10
    seed: int = 0

    @property
    def answers(self) -> int:
        return self.officers * self.questions


class Verdict(msgspec.Struct, frozen=True):
    """What became of the answers."""

    acknowledged: int
    lost: int
    doubled: int
    invented: int

    def __str__(self) -> str:
        words = (f"{name} {getattr(self, name)}" for name in self.__struct_fields__)
        return ", ".join(words)


async def survive(day: Day, data: Path, database_url: str) -> Verdict:
    """The whole day; raises TimeoutError when the class never comes to an end."""
    async with opened(make_engine(database_url)):
        await migrate(FLOORS)
        sittings = await _class(day)
    web = Academy(data, {"DATABASE_URL": database_url, "ACADEMY_WORKER": "apart"}, "")
    await web.start()
    dice = random.Random(day.seed)
    async with BadLine(web.client.base_url.port or 0, drops=DROPS, dice=dice) as line:
        officers = [Officer(line, *sitting, random.Random(dice.random())) for sitting in sittings]
        await _answer_all(day, web, officers)
        print(f"{line.dropped} requests and answers dropped, {line.repeated} requests arrived twice", flush=True)
    await web.close()
    async with opened(make_engine(database_url)):
        return await _judge(officers)


async def _class(day: Day) -> list[tuple[str, str, int]]:
    """Everybody's open attempt and session, and how many questions it asks."""
    cast = await make_cast()
    asked = tuple(
        msgspec.structs.replace(taken.QUESTIONS[2], key=f"class-{number}", pool="class")
        for number in range(day.questions)
    )
    course = taken.content(draws=(Draw(pool="class", count=day.questions),))
    await taken.publish(msgspec.structs.replace(course, questions=(*course.questions, *asked)))
    people = [await _officer(cast, number) for number in range(day.officers)]
    return [(await _sit(person), await open_session(person.id, "chaos"), day.questions) for person in people]


async def _officer(cast: Cast, number: int) -> Actor:
    place = cast.places["raleigh-nc"]
    person = await create_person(None, NewPerson(email=f"officer{number}@example.gov", full_name=f"Officer {number}"))
    home = Joining(person_id=person, site_id=place.site_id, agency_id=place.agency_id, starts_on=date(2024, 1, 1))
    await join(None, home)
    return await of_person(person)


async def _sit(person: Actor) -> str:
    enrollment = await enrollments.enroll(person, course_slug="rain")
    return await attempts.start(person, code=enrollment, key="first-steps")


async def _answer_all(day: Day, web: Academy, officers: list[Officer]) -> None:
    """The class works while the server dies at even steps of its work."""
    for officer in officers:
        cookies = {COOKIE: officer.session, "csrftoken": web.client.headers["x-csrftoken"]}
        await officer.open(web.client, cookies)
    async with asyncio.timeout(3600), asyncio.TaskGroup() as group:
        group.create_task(_kill(day, web, officers))
        for officer in officers:
            group.create_task(officer.answer_all())


async def _kill(day: Day, web: Academy, officers: list[Officer]) -> None:
    for number in range(1, day.kills + 1):
        due = day.answers * number // (day.kills + 1)
        while _acknowledged(officers) < due:  # noqa: ASYNC110 - nobody tells us when it is so far
            await asyncio.sleep(0.01)
        await web.kill()
        print(f"killed {number} of {day.kills} times, {_acknowledged(officers)} acknowledged", flush=True)
        await web.start()


def _acknowledged(officers: list[Officer]) -> int:
    return sum(officer.acknowledged for officer in officers)


async def _judge(officers: list[Officer]) -> Verdict:
    """Compare what each officer knows with what the record says."""
    rows: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for row in await Response.raw(_STORED):
        rows.setdefault((row["code"], row["position"]), []).append((row["chosen"], row["revision"]))
    lost = doubled = invented = 0
    for officer in officers:
        for position, said in officer.said.items():
            stored = rows.pop((officer.code, position), [])
            chosen = [one for one, _ in stored]
            lost += position in officer.confirmed and officer.confirmed[position] not in chosen
            doubled += len(stored) > 1 or any(revision > len(said) for _, revision in stored)
            invented += any(one not in said for one in chosen)
    invented += len(rows)
    return Verdict(_acknowledged(officers), lost, doubled, invented)


_STORED = """
    SELECT t.code, i.position, r.chosen, r.revision
    FROM response r JOIN attempt_item i ON i.id = r.item JOIN attempt t ON t.id = i.attempt
"""


def main() -> int:
    """A day in a folder of its own; 1 if a single answer went astray."""
    asked = {name: os.environ.get(f"CHAOS_{name.upper()}") for name in Day.__struct_fields__}
    day = Day(**{name: int(value) for name, value in asked.items() if value})
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        settings.use(settings.from_env({**os.environ, "ACADEMY_DATA": folder}))
        kind = sys.argv[1] if sys.argv[1:] else "sqlite"
        if kind not in ("sqlite", "postgresql"):
            sys.exit(f"There is no {kind} here: say sqlite or postgresql.")
        print(f"{day.officers} officers, {day.questions} questions each, {day.kills} kills, {kind}", flush=True)
        url = new_postgresql("chaos") if kind == "postgresql" else f"sqlite:///{data / 'academy.sqlite'}"
        verdict = asyncio.run(survive(day, data, url))
    print(verdict)
    return int(verdict.lost + verdict.doubled + verdict.invented > 0)


if __name__ == "__main__":
    sys.exit(main())
