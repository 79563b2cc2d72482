"""The search over lessons and lectures, on the database the tests run on: index, page, rebuilding."""

from argparse import Namespace

import httpx
import msgspec
import pytest

import app
from academy import clock, jobs
from academy.db.watch import statements
from courses.authoring import actions, passages
from courses.authoring.tables import SearchPassage
from courses.learning.actions import enrollments
from courses.search.commands import run_rebuild
from courses.search.queries import SearchPage
from media.actions import add_captions, review_captions
from media.rules.captions import Cue, to_vtt
from media.tables import Caption, MediaAsset
from tests import builders
from tests.cast import Cast
from tests.conftest import Browser
from tests.courses import taken_course
from tests.media.preparing import DECK

CUES = (Cue(83_000, 85_000, "Écrire: the chain of custody"), Cue(85_000, 87_000, "starts in the rain."))


@pytest.fixture
async def lecture(cast: Cast) -> MediaAsset:
    """The lecture of lesson 1.2 of the published course "rain", still without captions."""
    await passages.index_version(await taken_course.publish(taken_course.content()))
    asset = await MediaAsset.objects().first()
    assert asset is not None
    return asset


async def caption(cast: Cast, lecture: MediaAsset, cues: tuple[Cue, ...] = CUES) -> None:
    """Captions as Ines uploads and reviews them, and what follows."""
    app.wire()
    await add_captions(cast.ines, lecture.code, file=to_vtt(cues).encode())
    row = await Caption.objects().first()
    assert row is not None
    await review_captions(cast.ines, lecture.code, caption_id=row.id, typed=(), revision=row.revision)
    await jobs.drain()


async def found(client: httpx.AsyncClient, q: str) -> SearchPage:
    answer = await client.get("/search", params={"q": q}, headers={"accept": "application/json"})
    assert answer.status_code == 200
    return msgspec.json.decode(answer.content, type=SearchPage)


async def texts() -> set[tuple[str, int | None, str]]:
    rows = await SearchPassage.select(SearchPassage.kind, SearchPassage.start_ms, SearchPassage.body)
    return {(row["kind"], row["start_ms"], row["body"]) for row in rows}


async def test_a_spoken_sentence_leads_to_its_second(cast: Cast, browser_as: Browser, lecture: MediaAsset) -> None:
    await caption(cast, lecture)
    code = await enrollments.enroll(cast.maria, course_slug="rain")
    maria, otis = await browser_as(cast.maria), await browser_as(cast.otis)
    [lesson] = (await found(maria, '"chain of custody" ecrire')).lessons
    [place] = lesson.places
    assert (place.kind, place.start_ms) == ("spoken", 83_000)
    assert place.href == f"/enrollments/{code}/lessons/lecture?t=83"
    page = (await maria.get("/search?q=custody")).text
    assert "chain of <mark>custody</mark> starts in the rain." in page
    [elsewhere] = (await found(otis, "custody")).lessons
    assert (elsewhere.opens, elsewhere.places[0].href) == (False, "/courses/rain")


async def test_captions_are_found_as_they_are_now(cast: Cast, browser_as: Browser, lecture: MediaAsset) -> None:
    maria = await browser_as(cast.maria)
    await caption(cast, lecture)
    await caption(cast, lecture, (Cue(0, 2_000, "Another wording."),))
    assert not (await found(maria, "custody")).lessons
    assert (await found(maria, "wording")).lessons
    await add_captions(cast.ines, lecture.code, file=to_vtt(CUES).encode())
    await jobs.drain()
    assert not (await found(maria, "wording")).lessons, "new captions wait for their review"


FOUND = {
    "WASHES evid": ["1.1"],
    "first steps": ["1.1"],
    '"evidence washes"': [],
    "%": [],
    "_ ' \" ) NEAR(": [],
    "photograph": [],
    "x" * 500: [],
}
"""What is typed, and the lessons that hold all of it; questions and scenarios, where one photographs, are no part."""
SOME = {"washes along": ["1.1", "1.2"], "wash* OR nothing": ["1.1"], "NOT evidence": ["1.1"]}
"""What no sentence holds all of: shown are lessons with some of it, and that is said."""


async def test_what_is_found(browser_as: Browser, cast: Cast, lecture: MediaAsset) -> None:
    client = await browser_as(cast.ravi)
    for q, numbers in (FOUND | SOME).items():
        page = await found(client, q)
        assert (sorted(lesson.number for lesson in page.lessons), page.some_words) == (numbers, q in SOME), q


async def test_publishing_fills_the_index_and_retiring_empties_it(cast: Cast, browser_as: Browser) -> None:
    await builders.a_published_course(cast)
    maria = await browser_as(cast.maria)
    assert len((await found(maria, "all about")).lessons) == 2
    await actions.retire(cast.ravi, builders.COURSE, 1, reason="Old")
    assert not (await found(maria, "all about")).lessons
    assert not await texts()


async def test_notes_stand_in_until_there_are_captions(cast: Cast) -> None:
    replace = msgspec.structs.replace
    course = taken_course.content()
    told = replace(course.modules[0], lessons=(replace(taken_course.LECTURE, deck=DECK),))
    version = await taken_course.publish(replace(course, modules=(told,)))
    await passages.index_forgotten()
    before = await texts()
    assert ("notes", None, "It proves nothing yet.") in before
    await passages.index_version(version)
    assert await texts() == before
    asset = await MediaAsset.select(MediaAsset.id).first() or {}
    made = {"asset": asset["id"], "body": to_vtt(CUES), "cue_count": 2, "reviewed_at": clock.now()}
    await Caption.insert(Caption(language="en-US", kind="captions", source="script", **made))
    await passages.index_forgotten()
    assert {kind for kind, _, _ in await texts()} == {"title", "text", "spoken"}


async def test_the_index_can_be_made_anew(
    cast: Cast, lecture: MediaAsset, browser_as: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    await caption(cast, lecture)
    before = await texts()
    await SearchPassage.update({SearchPassage.folded: "lost"}, force=True)
    assert await run_rebuild(Namespace()) == 0
    assert capsys.readouterr().out == f"{len(before)} passages can be searched.\n"
    assert await texts() == before
    maria = await browser_as(cast.maria)
    with statements() as sent:
        assert (await found(maria, "custody")).lessons
    assert len(sent) <= 4
