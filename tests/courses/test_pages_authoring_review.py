"""The reviewer's pages: what changed in words, and the second person's decision."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
from msgspec.structs import replace

from academy.access.actions import grant
from academy.actor import Actor, Role
from courses.authoring import actions
from courses.authoring.queries.slides import SlideText, shown, slides_of
from courses.authoring.tables import CourseVersion, ReviewNote
from courses.content.changes import Change, word_pieces
from courses.content.model import CourseContent
from tests.cast import Cast
from tests.courses.small_course import CHANGED_LINE, small_course

Browser = Callable[[Actor | None], Awaitable[httpx.AsyncClient]]
PAGE = "/review/first-steps/2"


def reworded(content: CourseContent) -> CourseContent:
    module = content.modules[0]
    body = module.lessons[0].body.replace(CHANGED_LINE, "A lead is an unconfirmed link. [G1]")
    lessons = (replace(module.lessons[0], body=body), *module.lessons[1:])
    return replace(content, modules=(replace(module, lessons=lessons), *content.modules[1:]))


@pytest.fixture
async def second(cast: Cast) -> None:
    """Version 1 published; version 2, with one sentence changed, in review."""
    await actions.import_course(cast.ines, small_course(), source_ref="test")
    await actions.submit(cast.ines, "first-steps", 1)
    await actions.publish(cast.ravi, "first-steps", 1)
    await actions.import_course(cast.ines, reworded(small_course()), source_ref="test")
    await actions.submit(cast.ines, "first-steps", 2)


@pytest.fixture
async def ravi(cast: Cast, browser_as: Browser, second: None) -> httpx.AsyncClient:
    return await browser_as(cast.ravi)


async def states() -> list[str]:
    found = await CourseVersion.select(CourseVersion.state).order_by(CourseVersion.number)
    return [row["state"] for row in found]


async def test_the_queue_names_what_waits(ravi: httpx.AsyncClient) -> None:
    page = await ravi.get("/review")
    assert "1 version waits" in page.text
    assert f'href="{PAGE}"' in page.text


async def test_the_page_shows_removed_and_added_words(ravi: httpx.AsyncClient) -> None:
    page = (await ravi.get(PAGE)).text
    assert '<del><span class="visually-hidden">removed: </span>not a hit. </del>' in page
    assert '<ins><span class="visually-hidden">added: </span>an unconfirmed link. </ins>' in page
    assert "1 change since 1 of" in page
    assert "Minor change." in page
    assert "Approve as second person" in page


async def test_changes_can_be_narrowed_to_one_group(ravi: httpx.AsyncClient) -> None:
    data = (await ravi.get(f"{PAGE}?group=question", headers={"accept": "application/json"})).json()
    assert data["changes"] == []
    assert data["counts"]["text"] == 1


async def test_the_impact_counts_people_who_stay_on_their_version(ravi: httpx.AsyncClient) -> None:
    data = (await ravi.get(f"{PAGE}/impact", headers={"accept": "application/json"})).json()
    assert data == {"number": 2, "finished": 0, "in_progress": 0, "not_started": 0}


async def test_publishing_leads_back_to_the_published_version(ravi: httpx.AsyncClient) -> None:
    answer = await ravi.post(f"{PAGE}/publication")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert await states() == ["retired", "published"]
    assert "Retire this version" in (await ravi.get(PAGE)).text


async def test_who_sent_it_sees_why_a_second_person_is_needed(cast: Cast, browser_as: Browser, second: None) -> None:
    await grant(None, person_id=cast.ines.id, role=Role.REVIEWER)
    client = await browser_as(cast.ines)
    page = await client.get(PAGE)
    assert "a second person has to publish it" in page.text
    assert "Approve as second person" not in page.text
    refused = await client.post(f"{PAGE}/publication")
    assert refused.status_code == 409
    assert await states() == ["published", "review"]


async def test_a_return_needs_a_note_and_gives_it_to_the_author(ravi: httpx.AsyncClient) -> None:
    assert (await ravi.post(f"{PAGE}/return", data={"body": " "})).status_code == 422
    assert await states() == ["published", "review"]
    answer = await ravi.post(f"{PAGE}/return", data={"body": "Name the source.", "lesson_key": "collect"})
    assert answer.headers["location"] == "/review"
    assert await states() == ["published", "draft"]
    assert await ReviewNote.count() == 1


async def test_a_note_stands_on_the_page_with_its_lesson(ravi: httpx.AsyncClient) -> None:
    await ravi.post(f"{PAGE}/notes", data={"body": "<b>Hm</b>", "lesson_key": "collect"})
    page = (await ravi.get(PAGE)).text
    assert "<b>collect</b>: &lt;b&gt;Hm&lt;/b&gt;" in page


async def test_a_published_version_is_retired_with_a_reason(ravi: httpx.AsyncClient) -> None:
    assert (await ravi.post("/review/first-steps/1/retirement", data={"reason": ""})).status_code == 422
    await ravi.post("/review/first-steps/1/retirement", data={"reason": "The law changed."})
    assert await states() == ["retired", "review"]


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("who", ["maria", "ruth", "sam", "ines", "ada"])
async def test_review_is_closed_to_other_roles(cast: Cast, browser_as: Browser, who: str) -> None:
    client = await browser_as(cast.people[who])
    for path in ("/review", PAGE, f"{PAGE}/impact"):
        assert (await client.get(path)).status_code == 403
    for verb in ("publication", "return", "notes", "retirement"):
        assert (await client.post(f"{PAGE}/{verb}", data={"body": "x", "reason": "x"})).status_code == 403
    assert await states() == ["published", "review"]


async def test_drafts_are_not_shown_to_reviewers(cast: Cast, browser_as: Browser) -> None:
    await actions.import_course(cast.ines, small_course(), source_ref="test")
    assert (await (await browser_as(cast.ravi)).get("/review/first-steps/1")).status_code == 404


def test_a_new_lecture_is_read_slide_by_slide() -> None:
    slide = "# Leads\n\n- **One** gun\n- Two nights\n\nNote:\nA lead is no hit. Say so.\n"
    deck = f'+++\nkey = "l"\ntitle = "T"\n+++\n\n{slide}'
    slides = slides_of(deck)
    assert slides == (SlideText("Leads", ("One gun", "Two nights"), "A lead is no hit. Say so."),)
    assert shown(Change(group="lecture", where="1.1", pieces=word_pieces("", deck))).slides == slides
    assert shown(Change(group="lecture", where="1.1", pieces=word_pieces("x", deck))).slides == ()
    assert slides_of("x5abmm586czt20z04n6d5ps8jv") == ()
