"""The author's pages: what was typed is never lost, and a draft is nobody else's business."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from academy.actor import Actor
from academy.db.watch import statements
from courses.authoring import actions, rows
from courses.authoring.tables import CourseVersion
from courses.content.model import CourseContent
from tests.cast import Cast
from tests.courses.small_course import small_course

Browser = Callable[[Actor | None], Awaitable[httpx.AsyncClient]]
BASE = "/authoring/first-steps"
LESSON = f"{BASE}/1/lessons/collect"
SOURCE = "G1 A manual"
QUESTION = f"{BASE}/1/questions/q-collect-1"


@pytest.fixture
async def draft(cast: Cast) -> int:
    """Ines's draft, version 1, revision 1."""
    return await actions.import_course(cast.ines, small_course(), source_ref="test")


@pytest.fixture
async def ines(cast: Cast, browser_as: Browser, draft: int) -> httpx.AsyncClient:
    return await browser_as(cast.ines)


def lesson_form(**changes: object) -> dict[str, Any]:
    form = {
        "revision": 1,
        "title": "All about collect",
        "minutes": "20",
        "minimum_watch_percent": "90",
        "body": "My own new words.",
        "objectives": "1.1a Explain collect.",
    }
    return {**form, **changes}


def question_form(**changes: object) -> dict[str, Any]:
    form = {
        "revision": 1,
        "pool": "collect",
        "stem": "A better question?",
        "kind": "one",
        "objective": "1.1a",
        "points": "1",
        "explanation": "Because.",
        "sources": "G1",
        "choice": ["Yes", "No", "", "Maybe"],
        "correct": ["b"],
    }
    return {**form, **changes}


PAGES = [
    "/authoring",
    BASE,
    f"{BASE}/1",
    LESSON,
    f"{BASE}/1/questions",
    QUESTION,
    f"{BASE}/1/questions/new?pool=leads",
]


@pytest.mark.parametrize("path", PAGES)
async def test_authors_see_their_pages_as_html_and_json(ines: httpx.AsyncClient, path: str) -> None:
    page = await ines.get(path)
    assert page.status_code == 200
    assert "First Steps" in page.text or "collect" in page.text
    data = await ines.get(path, headers={"accept": "application/json"})
    assert data.headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", PAGES[1:])
async def test_a_course_of_other_authors_is_not_found(cast: Cast, browser_as: Browser, path: str) -> None:
    content = small_course()
    await actions.import_course(None, content, source_ref="house")
    page = await (await browser_as(cast.ines)).get(path)
    assert page.status_code == 404
    assert "All about" not in page.text


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize("who", ["maria", "ruth", "sam", "ravi", "ada"])
async def test_authoring_is_closed_to_other_roles(cast: Cast, browser_as: Browser, who: str) -> None:
    client = await browser_as(cast.people[who])
    assert (await client.get(LESSON)).status_code == 403
    assert (await client.post(LESSON, data=lesson_form())).status_code == 403


async def test_saving_a_lesson_leads_back_to_it(ines: httpx.AsyncClient, draft: int) -> None:
    answer = await ines.post(LESSON, data=lesson_form(takes_law="on", title="New title"))
    assert (answer.status_code, answer.headers["location"]) == (303, LESSON)
    lesson = (await rows.load(draft)).lessons[0]
    assert (lesson.title, lesson.body, lesson.takes_law) == ("New title", "My own new words.", True)


async def test_a_program_saves_a_lesson_as_json(cast: Cast, api_as: Browser, draft: int) -> None:
    program = await api_as(cast.ines)
    answer = await program.post(LESSON, json=lesson_form(minutes=25))
    assert (answer.status_code, answer.json()) == (201, {"location": LESSON})
    assert (await rows.load(draft)).lessons[0].minutes == 25


async def test_a_stale_save_shows_both_texts_and_saving_again_keeps_mine(ines: httpx.AsyncClient, draft: int) -> None:
    await ines.post(LESSON, data=lesson_form(body="Their words."))
    page = await ines.post(LESSON, data=lesson_form(body="My words."))
    assert page.status_code == 409
    assert "Their words." in page.text
    assert "My words." in page.text
    assert (await rows.load(draft)).lessons[0].body == "Their words."
    again = await ines.post(LESSON, data=lesson_form(body="My words.", revision=2))
    assert again.status_code == 303
    assert (await rows.load(draft)).lessons[0].body == "My words."


FAULTY = [
    ({"minutes": "many"}, "Write a whole number."),
    ({"title": ""}, "A lesson needs a title."),
    ({"minimum_watch_percent": "101"}, "Write a number from 0 to 100."),
    ({"objectives": "Explain"}, "Begin each line with its id"),
    ({"asset": "nosuchasset"}, "which is not in the media library"),
    ({"objectives": "1.2a Twice"}, "is listed more than once"),
]


@pytest.mark.parametrize(("change", "sentence"), FAULTY)
async def test_a_faulty_field_costs_no_text(
    ines: httpx.AsyncClient, draft: int, change: dict[str, str], sentence: str
) -> None:
    page = await ines.post(LESSON, data=lesson_form(**change))
    assert page.status_code == 422
    assert sentence in page.text
    assert "My own new words." in page.text
    assert await rows.load(draft) == small_course()


async def test_a_text_typed_while_the_version_went_to_review_is_shown_again(
    cast: Cast, ines: httpx.AsyncClient
) -> None:
    await actions.submit(cast.ines, "first-steps", 1)
    page = await ines.post(LESSON, data=lesson_form())
    assert page.status_code == 409
    assert "My own new words." in page.text


async def test_the_plain_preview_shows_the_text_and_saves_nothing(ines: httpx.AsyncClient, draft: int) -> None:
    page = await ines.post(LESSON, data=lesson_form(body="**Bold** [G1]", preview="on"))
    assert page.status_code == 200
    assert "<strong>Bold</strong>" in page.text
    assert "**Bold** [G1]" in page.text
    assert await rows.load(draft) == small_course()


async def test_the_preview_lets_no_markup_through(ines: httpx.AsyncClient) -> None:
    text = "<script>alert(1)</script> [x](javascript:alert(1)) **Bold**"
    page = await ines.post("/authoring/preview", data={"text": text})
    assert "<strong>Bold</strong>" in page.text
    assert "<script" not in page.text
    assert 'href="javascript' not in page.text


async def test_saving_a_question_drops_empty_rows_and_keeps_the_key(ines: httpx.AsyncClient, draft: int) -> None:
    answer = await ines.post(QUESTION, data=question_form())
    assert (answer.status_code, answer.headers["location"]) == (303, QUESTION)
    question = (await rows.load(draft)).questions[0]
    assert (question.key, question.stem) == ("q-collect-1", "A better question?")
    assert [(choice.body, choice.correct) for choice in question.choices] == [
        ("Yes", False),
        ("No", True),
        ("Maybe", False),
    ]


async def test_a_new_question_gets_the_next_key_of_its_pool(ines: httpx.AsyncClient, draft: int) -> None:
    answer = await ines.post(f"{BASE}/1/questions/new", data=question_form())
    assert answer.headers["location"] == f"{BASE}/1/questions/q-collect-4"
    assert len((await rows.load(draft)).pool("collect")) == 4


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"correct": []}, "Mark the correct answer."),
        ({"correct": ["a", "b"]}, "Mark one answer"),
        ({"choice": ["Yes"], "correct": ["a"]}, "Write at least two answers."),
        ({"sources": "Z9"}, "unknown source Z9"),
        ({"stem": ""}, "Write the question."),
        ({"kind": "true_false"}, "exactly two answers"),
    ],
)
async def test_a_faulty_question_comes_back_as_typed(
    ines: httpx.AsyncClient, draft: int, change: dict[str, Any], sentence: str
) -> None:
    page = await ines.post(QUESTION, data=question_form(**change))
    assert page.status_code == 422
    assert sentence in page.text
    assert "Because." in page.text
    assert await rows.load(draft) == small_course()


async def test_a_question_a_quiz_needs_cannot_be_taken_out(ines: httpx.AsyncClient, draft: int) -> None:
    assert (await ines.post(f"{QUESTION}/removal", data={"revision": 1})).status_code == 303
    refused = await ines.post(f"{BASE}/1/questions/q-collect-2/removal", data={"revision": 2})
    assert refused.status_code == 409
    assert len((await rows.load(draft)).pool("collect")) == 2


async def test_a_lesson_gets_a_quiz_and_loses_it(ines: httpx.AsyncClient, draft: int) -> None:
    form = {"revision": 1, "draws": "leads 3\ncollect 1", "pass_percent": "90", "attempts_allowed": "2"}
    assert (await ines.post(f"{LESSON}/quiz", data=form)).status_code == 303
    quiz = (await rows.load(draft)).lessons[0].quiz
    assert quiz is not None
    assert [(draw.pool, draw.count) for draw in quiz.draws] == [("leads", 3), ("collect", 1)]
    assert (quiz.pass_percent, quiz.attempts_allowed, quiz.title) == (90, 2, "Check yourself")
    await ines.post(f"{LESSON}/quiz", data={"revision": 2, "draws": ""})
    assert (await rows.load(draft)).lessons[0].quiz is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"draws": "collect"}, "Write on each line a pool"),
        ({"draws": "collect 9"}, "which has 3"),
        ({"draws": "nowhere 1"}, "There is no pool"),
        ({"pass_percent": "0"}, "does not fit"),
    ],
)
async def test_a_faulty_quiz_comes_back_as_typed(
    ines: httpx.AsyncClient, draft: int, change: dict[str, str], sentence: str
) -> None:
    page = await ines.post(f"{LESSON}/quiz", data={"revision": 1, "draws": "collect 2", "pass_percent": "80", **change})
    assert page.status_code == 422
    assert sentence in page.text
    assert await rows.load(draft) == small_course()


async def test_a_source_is_added_where_the_finding_asks_for_it(ines: httpx.AsyncClient, draft: int) -> None:
    form = {"revision": 1, "title": "T", "contact_minutes": "50", "sources": "G1 A manual\nG99 Another, 2024"}
    assert (await ines.post(f"{BASE}/1/details", data=form)).status_code == 303
    assert [source.code for source in (await rows.load(draft)).sources] == ["G1", "G99"]
    page = await ines.post(f"{BASE}/1/details", data={**form, "revision": 2, "sources": "A manual"})
    assert page.status_code == 422
    assert "Begin each line with its code" in page.text


async def test_details_are_saved_and_stale_ones_shown_beside_theirs(ines: httpx.AsyncClient, draft: int) -> None:
    form = {"revision": 1, "title": "Theirs", "contact_minutes": "50", "focus_areas": ["Technology"], "sources": SOURCE}
    assert (await ines.post(f"{BASE}/1/details", data={**form, "validity_months": "601"})).status_code == 422
    assert (await ines.post(f"{BASE}/1/details", data={**form, "validity_months": "36"})).status_code == 303
    content = await rows.load(draft)
    assert (content.title, content.focus_areas, content.law_reviewed_on) == ("Theirs", ("Technology",), None)
    assert content.validity_months == 36
    page = await ines.post(f"{BASE}/1/details", data={**form, "title": "Mine"})
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert 'value="Mine"' in page.text


async def test_lessons_are_added_moved_and_taken_out(ines: httpx.AsyncClient, draft: int) -> None:
    added = await ines.post(f"{BASE}/1/lessons", data={"revision": 1, "title": "Straw buyers?", "module": "start"})
    assert added.headers["location"] == f"{BASE}/1/lessons/straw-buyers"
    await ines.post(f"{BASE}/1/lessons/straw-buyers/place", data={"revision": 2, "by": "-1"})
    assert keys(await rows.load(draft)) == ["collect", "straw-buyers", "leads", "final-exam"]
    await ines.post(f"{BASE}/1/lessons/straw-buyers/removal", data={"revision": 3})
    assert await rows.load(draft) == small_course()
    await ines.post(f"{BASE}/1/modules", data={"revision": 4, "title": "More"})
    assert [module.key for module in (await rows.load(draft)).modules] == ["start", "end", "more"]


def keys(content: CourseContent) -> list[str]:
    return [lesson.key for lesson in content.lessons]


async def test_sending_to_review_names_what_blocks_it(ines: httpx.AsyncClient, cast: Cast) -> None:
    await actions.apply_edit(
        cast.ines, "first-steps", 1, revision=1, edit=lambda content: replace(content, focus_areas=("Guns",))
    )
    page = await ines.post(f"{BASE}/1/submission")
    assert page.status_code == 409
    assert "is not one of the eight core areas" in page.text


async def test_the_life_of_a_draft_by_its_buttons(ines: httpx.AsyncClient, cast: Cast) -> None:
    assert (await ines.post(f"{BASE}/1/submission")).status_code == 303
    assert "Reviewers are reading it." in (await ines.get(f"{BASE}/1")).text
    await actions.publish(cast.ravi, "first-steps", 1)
    assert (await ines.post(f"{BASE}/drafts")).headers["location"] == f"{BASE}/2"
    assert (await ines.post(f"{BASE}/2/discard")).headers["location"] == BASE
    assert await CourseVersion.count() == 1


async def test_notes_are_marked_as_done_by_the_author(ines: httpx.AsyncClient, cast: Cast) -> None:
    await actions.submit(cast.ines, "first-steps", 1)
    note = await actions.add_note(cast.ravi, "first-steps", 1, body="Name it")
    await ines.post(f"{BASE}/1/notes/{note}/resolution")
    page = await ines.get(f"{BASE}/1")
    assert "Name it" in page.text
    assert "Mark as done" not in page.text


async def test_the_editor_costs_the_same_for_a_larger_course(ines: httpx.AsyncClient, cast: Cast) -> None:
    with statements() as few:
        await ines.get(LESSON)
    module = small_course().modules[0]
    more = tuple(replace(module.lessons[0], key=f"l{n}", objectives=(), quiz=None) for n in range(20))
    bigger = small_course(modules=(replace(module, lessons=module.lessons + more), small_course().modules[1]))
    await actions.import_course(cast.ines, bigger, source_ref="test")
    with statements() as many:
        await ines.get(LESSON)
    assert len(many) == len(few)
