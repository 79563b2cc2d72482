"""A list page sends as many statements for many rows as for few: nothing is loaded row by row."""

from datetime import UTC, datetime

import httpx
import msgspec
import pytest

from academy.codes import new_code
from academy.db.watch import statements
from courses.authoring.actions import import_course
from courses.authoring.passages import index_version
from courses.authoring.tables import Course, CourseAuthor
from courses.learning.actions import enrollments
from courses.learning.elsewhere.tables import ExternalTraining, TrainingEvidence
from courses.learning.lines.keeping import settle
from courses.roll_calls.actions import leading
from tests.cast import Cast
from tests.conftest import Browser
from tests.courses import taken_course
from tests.courses.site_training import hire
from tests.house.world import recording_of

pytestmark = pytest.mark.usefixtures("the_clock")

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MOST = 8
"""More statements than this on any of these pages would be a page that asks too much."""

PAGES = {
    "/": "maria",
    "/courses": "maria",
    "/courses?q=steps": "maria",
    "/search?q=steps": "maria",
    "/paths": "maria",
    "/my-training": "maria",
    "/certificates": "maria",
    "/sites/raleigh-nc/completion": "ruth",
    "/sites/raleigh-nc/completion?page=all": "ruth",
    "/sites/raleigh-nc/completion.csv": "ruth",
    "/sites/raleigh-nc/assignments": "ruth",
    "/sites/raleigh-nc/assignments/new": "ruth",
    "/sites/raleigh-nc/credit": "ruth",
    "/sites/raleigh-nc/external": "ruth",
    "/sites/raleigh-nc/credit/packets": "ruth",
    "/my-training/external": "maria",
    "/sites/raleigh-nc/people": "ruth",
    "/sites/raleigh-nc/roll-calls": "ruth",
    "/sites/raleigh-nc/structure": "ruth",
    "/sites/raleigh-nc/roster": "ruth",
    "/sites/raleigh-nc/former": "ruth",
    "/account/records": "maria",
    "/sites/raleigh-nc/review": "ruth",
    "/sites/raleigh-nc/requests": "ruth",
    "/sites/raleigh-nc/messages": "ruth",
    "/sites/raleigh-nc/messages/plan": "ruth",
    "/account/messages": "ruth",
    "/media": "ines",
    "/authoring": "ines",
    "/review": "ravi",
    "/admin/certificates": "ada",
    "/admin/certificates/expiring?within=90": "ada",
    "/admin/seals": "ada",
    "/admin/external": "ada",
    "/admin/check-keys": "ada",
    "/sites/raleigh-nc/expiring?within=90": "ruth",
    "/account/tokens": "ada",
    "/sites/raleigh-nc/reports": "ruth",
    "/network": "joy",
    "/network.csv": "sam",
}
"""List page -> who looks at it."""


async def more_of_everything(cast: Cast, name: str) -> None:
    """One more officer, recording, draft and published course that Maria takes, all named differently."""
    await hire(cast.places["raleigh-nc"], f"Officer {name}")
    await recording_of(cast)
    course = msgspec.structs.replace(taken_course.content(), slug=name, code=name[:12], title=f"About {name}")
    await index_version(await taken_course.publish(course))
    await enrollments.enroll(cast.maria, course_slug=name)
    await import_course(None, msgspec.structs.replace(course, slug=f"draft-{name}"), source_ref=name)
    rows = await Course.select(Course.id).where(Course.slug.is_in([name, f"draft-{name}"]))
    await training_elsewhere(cast, name)
    await leading.start(cast.ruth, slug="raleigh-nc", pack=f"{name}/first-steps", units=())
    await CourseAuthor.insert(*[CourseAuthor(course=row["id"], person=cast.ines.id) for row in rows])
    await settle()  # as every minute does: who looks next need not


async def training_elsewhere(cast: Cast, name: str) -> None:
    """Maria entered training; Ruth's list has it."""
    evidence = TrainingEvidence(code=new_code(), person=cast.maria.id, sha256="0", media_type="image/png", size=1)
    await TrainingEvidence.insert(evidence)
    row = ExternalTraining(
        code=new_code(), person=cast.maria.id, site=cast.places["raleigh-nc"].site_id, title=name, provider="School",
        minutes=60, began_on=NOON.date(), ended_on=NOON.date(), evidence=evidence.id, state="sent", sent_at=NOON,
    )  # fmt: skip
    await ExternalTraining.insert(row)


async def count(client: httpx.AsyncClient, page: str) -> int:
    with statements() as sent:
        answer = await client.get(page)
    assert answer.status_code == 200, page
    return len(sent)


async def test_no_page_asks_more_often_for_more_rows(cast: Cast, browser_as: Browser):
    await more_of_everything(cast, "first")
    clients = {name: await browser_as(cast.people[name]) for name in set(PAGES.values())}
    few = {page: await count(clients[name], page) for page, name in PAGES.items()}
    for number in range(5):
        await more_of_everything(cast, f"more-{number}")
    many = {page: await count(clients[name], page) for page, name in PAGES.items()}
    assert many == few
    assert {page: sent for page, sent in few.items() if sent > MOST} == {}
