"""What is printed from a course and led in person, over HTTP: plans, packs for roll call, cards."""

import re

import httpx
import pypdfium2
import pytest
from msgspec.structs import replace

from academy.db.engine import DatabaseEngine
from courses.authoring.actions import import_course
from courses.learning.actions import enrollments
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course as taken
from tests.courses.small_course import small_course

PACK = "/courses/rain/versions/1/roll-call/first-steps"
PLAN = "/courses/rain/versions/1/lesson-plan.pdf"


@pytest.fixture(autouse=True)
async def published(database: DatabaseEngine, the_clock: Clock) -> None:
    await taken.publish(replace(taken.content(), law_reviewed_on=None))


@pytest.fixture
async def maria(browser_as: Browser, cast: Cast) -> httpx.AsyncClient:
    return await browser_as(cast.maria)


def printed(answer: httpx.Response) -> tuple[pypdfium2.PdfDocument, str]:
    """The paper and its words, in one line."""
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), answer.text[:500]
    paper = pypdfium2.PdfDocument(answer.content)
    words = " ".join(page.get_textpage().get_text_bounded() for page in paper)
    return paper, re.sub(r"\s+", " ", words)


async def test_a_plan_tells_a_reviewer_everything_but_questions_and_answers(browser_as: Browser, cast: Cast) -> None:
    ruth = await browser_as(cast.ruth)
    answer = await ruth.get(PLAN)
    paper, words = printed(answer)
    for said in (
        "RN, version 1",
        "1.00 hours of 60 minutes (1.00 of 50), quarters rounded down, from 60 clock minutes",
        "Prerequisites A dry notebook.",
        "1.1a Say what comes first",
        "Narrated lecture with captions and transcript (1 lesson)",
        "The final exam asks 3 questions",
        "Outside 3 Together 3",
        "To pass 80 percent Attempts 3 Time 30 min",
        "S1 Weather Service, Rain, 2020",
        "Saturday, November 21, 2026, 03:12 EST",
        f"Page 1 of {len(paper)}",
    ):
        assert said in words
    assert not [one for one in taken.QUESTIONS if one.stem in words or one.explanation in words]
    assert (paper.is_tagged(), paper.get_metadata_value("Title")) == (
        True,
        "Lesson plan: Evidence in the Rain, RN version 1",
    )
    assert (await ruth.get(PLAN)).content == answer.content


async def test_a_draft_s_plan_is_its_authors_own(browser_as: Browser, cast: Cast) -> None:
    await import_course(cast.ines, small_course(), source_ref="test")
    draft = "/courses/first-steps/versions/1/lesson-plan.pdf"
    _, words = printed(await (await browser_as(cast.ines)).get(draft))
    assert "Not approved. This version is a draft" in words
    assert "Audience Patrol officers, detectives Prerequisites None" in words
    for other in (cast.ruth, cast.ravi):
        assert (await (await browser_as(other)).get(draft)).status_code == 404
    assert (await (await browser_as(cast.maria)).get(draft)).status_code == 403


async def test_a_pack_has_what_a_sergeant_needs_for_ten_minutes(
    maria: httpx.AsyncClient, browser_as: Browser, cast: Cast
) -> None:
    text = re.sub(r"\s+", " ", (await (await browser_as(cast.ruth)).get(PACK)).text)
    for said in (
        "Roll call, 10 minutes",
        "Say what comes first",
        "<p>Traces go first.</p>",
        "A casing lies in the rain.",
        "Strongest step",
        "Question 1 of scenes?",
        "Listen for: Because of scenes.",
        "Traces first, casings after.",
        'value="2026-11-21"',
        f'value="{cast.ruth.name}"',
        'value="Raleigh, NC"',
    ):
        assert said in text
    assert (await maria.get(PACK.replace("first-steps", "none"))).status_code == 404
    assert (await maria.get(PACK.replace("versions/1", "versions/7"))).status_code == 404


async def test_the_sheet_is_printed_as_filled_in_and_what_is_empty_is_a_line(
    maria: httpx.AsyncClient, cast: Cast
) -> None:
    head = {"held_on": "2026-07-04", "sergeant": "Sgt. Ana Muñoz & Łuczak", "site": "Raleigh, NC", "lines": "7"}
    _, words = printed(await maria.get(f"{PACK}/attendance.pdf", params=head))
    for said in ("July 4, 2026", "EDT (New York)", "Sgt. Ana Muñoz & Łuczak", "Raleigh, NC", "1.1 First steps",
                 "Say what comes first", "Signature", "RN version 1"):  # fmt: skip
        assert said in words
    assert "6 7 I led this training" in words
    _, empty = printed(await maria.get(f"{PACK}/attendance.pdf"))
    assert cast.maria.name not in empty
    assert " 12 I led" in empty


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"held_on": "tomorrow"}, "Write the date as year-month-day"),
        ({"lines": "900"}, "This cannot be more than 60."),
        ({"lines": "many"}, "Write a number."),
        ({"sergeant": "x" * 81}, "Shorten this to 80 characters or fewer."),
    ],
)
async def test_a_faulty_field_brings_the_page_back_as_typed(
    maria: httpx.AsyncClient, typed: dict[str, str], sentence: str
) -> None:
    answer = await maria.get(f"{PACK}/attendance.pdf", params={"site": "Here & there"} | typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Here &amp; there"' in answer.text
    assert f'value="{next(iter(typed.values()))}"' in answer.text


async def test_a_learner_prints_the_card_of_an_own_lesson(maria: httpx.AsyncClient, cast: Cast) -> None:
    lessons = f"/enrollments/{await enrollments.enroll(cast.maria, course_slug='rain')}/lessons"
    assert f'href="{lessons}/first-steps/card"' in (await maria.get(f"{lessons}/first-steps")).text
    assert "/card" not in (await maria.get(f"{lessons}/lecture")).text
    card = await maria.get(f"{lessons}/first-steps/card")
    assert "<li>Traces first, casings after.</li>" in card.text
    paper, words = printed(await maria.get(f"{lessons}/first-steps/card.pdf"))
    assert "Traces first, casings after." in words
    assert len(paper) == 1
    assert (await maria.get(f"{lessons}/lecture/card")).status_code == 404


async def test_the_course_page_says_what_it_takes_and_leads_to_the_papers(browser_as: Browser, cast: Cast) -> None:
    visitor, ruth = await browser_as(None), await browser_as(cast.ruth)
    public, staff = (await visitor.get("/courses/rain")).text, (await ruth.get("/courses/rain")).text
    assert "A dry notebook." in public
    assert "Before the rain, 10 min" in public
    assert PLAN not in public
    assert PLAN in staff
    assert f'href="{PACK}"' in staff
