"""Questions inside a lecture over HTTP: plain forms, an editor that loses nothing, a line for the coordinator."""

import re
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from academy.db.engine import DatabaseEngine
from courses.authoring import actions, rows
from courses.content.model import ScenarioChoice, Stop
from courses.learning.actions import enrollments, stops
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course as taken
from tests.courses.small_course import small_course

EDITOR = "/authoring/first-steps/1/lessons/collect/stops"
LESSON = "/authoring/first-steps/1/lessons/collect"


@pytest.fixture
async def code(database: DatabaseEngine, the_clock: Clock, cast: Cast) -> str:
    """Maria's enrollment."""
    await taken.publish(taken.content())
    return await enrollments.enroll(cast.maria, course_slug="rain")


async def page(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", answer.text)


async def test_the_questions_work_as_plain_forms(browser_as: Browser, cast: Cast, code: str) -> None:
    maria, path = await browser_as(cast.maria), f"/enrollments/{code}/lessons/lecture"
    before = await page(maria, path)
    assert "Questions in this lecture: <span data-answered>0</span> of 2 answered" in before
    assert "What does rain take first?" in before
    assert not re.search("wash away|heavy|Because of law", before)
    sent = await maria.post(f"{path}/stops/before-rain/answer", data={"chosen": "a"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{path}?stop=before-rain&chosen=a#stop-before-rain")
    after = await page(maria, sent.headers["location"])
    assert "There is a better answer." in after
    assert "They are heavy." in after
    assert "<span data-answered>1</span> of 2" in after
    again = await maria.post(f"{path}/stops/before-rain/answer", data={"chosen": "b"})
    assert "Yes: they wash away." in await page(maria, again.headers["location"])


async def test_no_address_tells_the_answer_before_one_was_given(api_as: Browser, cast: Cast, code: str) -> None:
    program, path = await api_as(cast.maria), f"/enrollments/{code}/lessons/lecture"
    for query in ("", "?stop=before-rain&chosen=b", "?stop=in-law&chosen=a,c"):
        told = (await program.get(path + query)).json()["stops"]
        assert [stop["told"] for stop in told["stops"]] == [None, None]
        assert not re.search("wash|Because|correct|best", str(told["stops"]))


async def test_a_player_is_told_what_to_think_of_an_answer(api_as: Browser, cast: Cast, code: str) -> None:
    program, path = await api_as(cast.maria), f"/enrollments/{code}/lessons/lecture/stops/before-rain/answer"
    told = (await program.post(path, data={"chosen": "b"})).json()
    assert told["told"] == {"is_right": True, "words": ["Yes: they wash away."]}
    assert (told["answered"], told["stops"], told["saved_label"]) == (1, 2, "03:12:00\xa0EST")
    refused = await program.post(path, json={"chosen": ["z"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_offered")
    stranger = await (await api_as(cast.tyler)).post(path, data={"chosen": "b"})
    assert stranger.status_code == 404


async def test_the_coordinator_reads_how_many_and_the_liaison_what_she_read_before(
    browser_as: Browser, api_as: Browser, cast: Cast, code: str
) -> None:
    await stops.answer(cast.maria, code=code, key="lecture", stop="before-rain", chosen=frozenset("a"))
    path = f"/sites/raleigh-nc/people/{cast.maria.code}"
    assert "1 of 2 answered, 0 right at the first try" in await page(await browser_as(cast.ruth), path)
    assert "right at the first try" not in (await (await api_as(cast.sam)).get(path)).text


@pytest.fixture
async def draft(cast: Cast) -> int:
    """Ines's draft, version 1, revision 1, whose first lesson has slides."""
    content = small_course()
    module = content.modules[0]
    lessons = (replace(module.lessons[0], deck='+++\nkey = "x"\ntitle = "X"\n+++\n# A\nNote:\nB.'), *module.lessons[1:])
    content = replace(content, modules=(replace(module, lessons=lessons), *content.modules[1:]))
    return await actions.import_course(cast.ines, content, source_ref="test")


@pytest.fixture
async def ines(browser_as: Browser, cast: Cast, draft: int) -> httpx.AsyncClient:
    return await browser_as(cast.ines)


def typed(**changes: object) -> dict[str, Any]:
    form = {
        "revision": 1, "at": "2:10", "question": "", "prompt": "What stays behind?", "best": "c",
        "choice": ["The car", "", "A casing"], "feedback": ["It may leave.", "", "Yes."],
    }  # fmt: skip
    return {**form, **changes}


async def test_an_author_adds_changes_and_removes_a_question(ines: httpx.AsyncClient, draft: int) -> None:
    assert "Time in the lecture" in await page(ines, f"{EDITOR}/new")
    sent = await ines.post(f"{EDITOR}/new", data=typed())
    assert (sent.status_code, sent.headers["location"]) == (303, f"{LESSON}#stops")
    choices = (
        ScenarioChoice(key="a", body="The car", feedback="It may leave."),
        ScenarioChoice(key="c", body="A casing", feedback="Yes.", best=True),
    )
    own = Stop(key="stop-1", at="2:10", prompt="What stays behind?", choices=choices)
    assert (await rows.load(draft)).lessons[0].stops == (own,)
    assert "What stays behind?" in await page(ines, LESSON)
    of_bank = typed(revision=2, at="1:02:10", question="q-collect-1", prompt="", choice=[""], feedback=[""])
    await ines.post(f"{EDITOR}/stop-1", data=of_bank)
    assert (await rows.load(draft)).lessons[0].stops == (Stop(key="stop-1", at="1:02:10", question="q-collect-1"),)
    assert "Question 1 on collect?" in await page(ines, LESSON)
    await ines.post(f"{EDITOR}/stop-1/removal", data={"revision": 3})
    assert (await rows.load(draft)).lessons[0].stops == ()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"at": "2 min"}, "Write minutes and seconds with a colon"),
        ({"question": "q-collect-1"}, "Take one of the bank or write your own."),
        ({"question": "q-9", "prompt": "", "choice": [], "feedback": ["", "", ""]}, "not in the question bank"),
        ({"prompt": ""}, "Write the question, or take one of the bank."),
        ({"best": ""}, "Mark the best choice."),
        ({"feedback": ["It may leave."]}, "Every choice needs its words"),
        ({"choice": ["The car"], "feedback": ["It may leave."]}, "Write at least two choices."),
    ],
)
async def test_a_faulty_question_comes_back_as_typed(
    ines: httpx.AsyncClient, draft: int, change: dict[str, Any], sentence: str
) -> None:
    form = typed(**change)
    answer = await ines.post(f"{EDITOR}/new", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert all(words in answer.text for words in [form["at"], form["prompt"], *form["choice"], *form["feedback"]])
    assert (await rows.load(draft)).lessons[0].stops == ()


async def test_a_stale_question_is_shown_beside_theirs(ines: httpx.AsyncClient, draft: int) -> None:
    await ines.post(f"{EDITOR}/new", data=typed())
    answer = await ines.post(f"{EDITOR}/stop-1", data=typed(prompt="Mine?"))
    assert answer.status_code == 409
    assert all(words in answer.text for words in ("Mine?", "They wrote, at 2:10", 'name="revision" value="2"'))
    assert (await ines.post(f"{EDITOR}/nowhere", data=typed(revision=2))).status_code == 404
    assert (await ines.get(f"{EDITOR}/nowhere")).status_code == 404


async def test_a_lesson_can_demand_its_answers(ines: httpx.AsyncClient, draft: int) -> None:
    form = {"revision": 1, "title": "T", "minutes": "20", "minimum_watch_percent": "90", "stops_required": "on"}
    form["objectives"] = "1.1a Explain collect."
    await ines.post(LESSON, data=form)
    assert (await rows.load(draft)).lessons[0].stops_required is True
    assert re.search(r'name="stops_required" value="on" checked', await page(ines, LESSON))
