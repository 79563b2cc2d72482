"""Pasting a lecture: faults by line, drawn before it is made, nothing typed is lost, its film asked for on saving."""

import re

import httpx
import pytest

from academy.db.work import writing
from courses.authoring import actions
from courses.authoring.slide_form import completed
from courses.authoring.tables import CourseVersion
from media.lecture.deck import parse
from media.tables import MediaAsset
from tests.cast import Cast
from tests.conftest import Browser
from tests.courses.small_course import small_course

pytestmark = pytest.mark.usefixtures("database")

SLIDES = "/authoring/first-steps/1/lessons/collect/slides"
GOOD = "# Look first\n\n- One thing\n\nNote: Look before you touch anything."


@pytest.fixture
async def ines(cast: Cast, browser_as: Browser) -> httpx.AsyncClient:
    """An author's browser; her draft has no lecture."""
    await actions.import_course(cast.ines, small_course(), source_ref="test")
    return await browser_as(cast.ines)


async def sent(client: httpx.AsyncClient, deck: str, **form: object) -> tuple[int, str]:
    answer = await client.post(SLIDES, data={"revision": 1, "deck": deck, **form})
    return answer.status_code, re.sub(r"\s+", " ", answer.text)


@pytest.mark.one_engine
async def test_what_is_wrong_is_said_by_line_and_nothing_typed_is_lost(ines: httpx.AsyncClient) -> None:
    silent = f"{GOOD}\n\n---\n\n# Says nothing\n"
    too_much = f"{GOOD}\n\n---\n\n# Too much\n\n{'Much more than fits. ' * 90}\n\nNote: Yes."
    for typed, line, words in ((silent, 14, "This slide says nothing."), (too_much, 14, "more than fits")):
        status, text = await sent(ines, typed)
        assert status == 422
        assert f'<a href="#deck">Line {line}</a>: ' in text
        assert words in text
        assert "<code># " in text
        assert "Look before you touch anything." in text
    assert await MediaAsset.count() == 0


@pytest.mark.one_engine
async def test_slides_are_seen_before_they_are_made_and_made_when_they_are_saved(ines: httpx.AsyncClient) -> None:
    status, text = await sent(ines, GOOD, preview="on")
    assert status == 200
    assert 'src="data:image/jpeg;base64,' in text
    assert 'alt="Slide 1: Look first"' in text
    assert await MediaAsset.count() == 0
    status, _ = await sent(ines, GOOD)
    assert status == 303
    [asset] = await MediaAsset.select(MediaAsset.state, MediaAsset.kind, MediaAsset.code)
    assert (asset["state"], asset["kind"]) == ("uploaded", "deck")
    text = (await ines.get(SLIDES)).text
    assert f"/media/{asset['code']}/events" in text
    assert 'title = "All about collect"' in text.replace("&#34;", '"')
    stale, text = await sent(ines, GOOD.replace("One thing", "Mine"))
    assert stale == 409
    assert "Mine" in text
    assert "Read what they saved" in text


async def test_all_lectures_of_a_version_can_be_made_at_once(ines: httpx.AsyncClient) -> None:
    await sent(ines, GOOD)
    async with writing():
        await MediaAsset.update({MediaAsset.state: "written"}, force=True)
    outline = SLIDES.partition("/lessons")[0]
    assert "1 lecture made of slides waits to be made" in (await ines.get(outline)).text
    assert (await ines.post(f"{outline}/lectures")).status_code == 303
    assert await MediaAsset.select(MediaAsset.state).output(as_list=True) == ["uploaded"]
    assert "waits to be made" not in (await ines.get(outline)).text
    assert await CourseVersion.exists().where(CourseVersion.state == "draft")


@pytest.mark.parametrize("title", ['He said "no"', "Ünicode – dash", "back\\slash"])
def test_the_head_of_a_deck_is_written_for_its_author(title: str) -> None:
    lesson = small_course().lessons[0]
    made = completed(GOOD, type(lesson)(key=lesson.key, title=title))
    assert parse(made).title == title
    assert completed(made, lesson) == made
