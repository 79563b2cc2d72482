"""What authors are told about the quality of a version, and where learners must not see it."""

import httpx
import pytest
from msgspec.structs import replace

from courses.authoring import actions
from courses.content.model import Fact
from tests.cast import Cast
from tests.conftest import Browser
from tests.courses.small_course import small_course
from tests.courses.test_content_check import lesson_with

BASE = "/authoring/first-steps/1"
FACTS = (
    Fact(id="F1", mark="V", sources=("G1",), text="It is so."),
    Fact(id="F2", mark="K", sources=("G1",), text="People say so."),
)


@pytest.fixture
async def ines(cast: Cast, browser_as: Browser) -> httpx.AsyncClient:
    content = lesson_with(facts=FACTS)(replace(small_course(), prerequisites="A pen."))
    await actions.import_course(cast.ines, content, source_ref="test")
    return await browser_as(cast.ines)


async def test_a_lesson_lists_the_facts_nobody_has_vouched_for(ines: httpx.AsyncClient) -> None:
    text = (await ines.get(f"{BASE}/lessons/collect")).text
    assert "Needs review by a subject-matter expert" in text
    assert "<b>F2</b> People say so." in text
    assert "It is so." not in text
    assert "subject-matter expert" not in (await ines.get(f"{BASE}/lessons/leads")).text


async def test_the_outline_groups_what_to_look_at_and_the_report_tells_the_figures(ines: httpx.AsyncClient) -> None:
    outline = (await ines.get(BASE)).text
    assert "Facts that need review by a subject-matter expert (1)" in outline
    assert "1 fact needs review by a subject-matter expert: F2." in outline
    assert 'value="A pen."' in outline
    report = (await ines.get(f"{BASE}/report")).text
    assert f'<a href="{BASE}/lessons/collect#unreviewed">1 to review</a>' in report
    assert "Explain collect." in report
    told = (await ines.get(f"{BASE}/report", headers={"accept": "application/json"})).json()
    assert [(one["objective"], one["items"], one["in_exam"]) for one in told["figures"]["objectives"]] == [
        ("1.1a", 3, 3),
        ("1.2a", 3, 3),
    ]


async def test_prerequisites_are_saved_with_the_details(ines: httpx.AsyncClient) -> None:
    form = {
        "revision": 1,
        "title": "First Steps",
        "contact_minutes": "50",
        "prerequisites": "Two pens.",
        "sources": "G1 A manual",
    }
    assert (await ines.post(f"{BASE}/details", data=form)).status_code == 303
    assert 'value="Two pens."' in (await ines.get(BASE)).text


@pytest.mark.parametrize("path", ["/courses/first-steps", "/enrollments/{code}/lessons/collect"])
async def test_learners_never_see_marks(ines: httpx.AsyncClient, cast: Cast, browser_as: Browser, path: str) -> None:
    await actions.submit(cast.ines, "first-steps", 1)
    await actions.publish(cast.ravi, "first-steps", 1)
    maria = await browser_as(cast.maria)
    enrolled = await maria.post("/courses/first-steps/enrollments")
    code = enrolled.headers["location"].rpartition("/")[2]
    for accept in ("text/html", "application/json"):
        text = (await maria.get(path.format(code=code), headers={"accept": accept})).text
        assert "All about collect" in text
        assert "People say so." not in text
        assert "subject-matter" not in text
