"""A class that completes a course at once; ranks of some have letters that only the press can set."""

import hashlib
from collections.abc import Sequence
from datetime import date

import msgspec
from anyio import to_thread

from academy import clock, storage
from academy.codes import new_code
from academy.db.work import writing
from academy.jobs import enqueue
from academy.people.actions import NewPerson, create_person
from academy.record_log.writing import catch_up
from academy.sign_in.identity import of_person
from academy.signing import actions as signing
from academy.signing import queries, verify_pdf
from academy.sites.actions import Joining, join
from certificates.jobs import issue
from certificates.tables import Certificate, Credential
from courses.learning.actions import enrollments
from courses.learning.tables import Completion, Enrollment
from tests.cast import Cast
from tests.courses import taken_course as taken

BEYOND = "Thượng sĩ"
"""A rank that no template has the letters for; every fourth of the class has it."""


async def promised(cast: Cast, count: int) -> list[int]:
    """The completions of a class, with a certificate promised for each."""
    await signing.prepare()  # as every start does
    await taken.publish(taken.content())
    await _enrolled(cast, count)
    rows = await Enrollment.select().order_by(Enrollment.id)
    async with writing():
        made = await Completion.insert(*map(_completion, rows)).returning(Completion.id)
        ids = [row["id"] for row in made]
        for one in ids:
            await enqueue(issue, one)
    await catch_up()
    return ids


async def _enrolled(cast: Cast, count: int) -> None:
    place = cast.places["raleigh-nc"]
    for number in range(count):
        rank = BEYOND if number % 4 == 3 else "Ofc."
        new = NewPerson(email=f"class{number}@raleigh.example", full_name=f"Zoë Żółkiewski {number}", rank=rank)
        person = await create_person(None, new)
        joining = Joining(
            person_id=person, site_id=place.site_id, agency_id=place.agency_id, unit_id=None, starts_on=date(2024, 1, 1)
        )
        await join(None, joining)
        await enrollments.enroll(await of_person(person), course_slug="rain")


def _completion(row: dict[str, int]) -> Completion:
    return Completion(
        code=new_code(),
        enrollment=row["id"],
        person=row["person"],
        course=row["course"],
        version=row["version"],
        site=row["site"],
        completed_at=clock.now(),
        contact_minutes=60,
    )


class Issued(msgspec.Struct, frozen=True):
    """What became of a class: how many have a stamped paper of those who can, and of those who cannot."""

    stamped: int
    stamped_beyond: int


async def require_each_once(completions: Sequence[int]) -> Issued:
    """Each has one certificate, number, credential and place of its own, and a paper whose signature holds."""
    rows = await Certificate.select().where(Certificate.completion.is_in(list(completions)))
    assert sorted(row["completion"] for row in rows) == sorted(completions)
    assert {row["state"] for row in rows} == {"issued"}
    assert len({row["serial"] for row in rows}) == len({row["document_sha256"] for row in rows}) == len(rows)
    places = await Credential.select(Credential.status_list, Credential.status_index)
    assert len({tuple(place.values()) for place in places}) == len(places) == len(rows)
    root = str(await queries.root()).encode()
    stamped = {True: 0, False: 0}
    for row in rows:
        paper = await storage.read(row["document_key"])
        assert hashlib.sha256(paper).hexdigest() == row["document_sha256"]
        said = await to_thread.run_sync(verify_pdf, paper, root)
        assert (said.holds, said.problem) == (True, ""), row["serial"]
        stamped[BEYOND in row["facts"]] += _is_stamped(paper)
    return Issued(stamped[False], stamped[True])


def _is_stamped(paper: bytes) -> bool:
    """The stamp writes places of objects in four bytes, the press in as few as it can."""
    return b"/W [1 4 2]" in paper[: paper.index(b"%%EOF")]
