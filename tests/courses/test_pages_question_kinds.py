"""Questions of the newer kinds in the editor: typed as lines, kept without loss, and back as typed where refused."""

from typing import Any

import httpx
import pytest

from courses.authoring import actions, rows
from courses.authoring.question_form import form_of
from courses.content.model import Question
from tests.cast import Cast
from tests.conftest import Browser
from tests.courses import kinds_course as kinds
from tests.courses.small_course import small_course

QUESTION = "/authoring/first-steps/1/questions/q-collect-1"
LINES: dict[str, dict[str, Any]] = {
    "ordering": {"lines": "Photograph\n\nMeasure\nCollect"},
    "matching": {"lines": "A wet shirt = Paper, once dry\nA pistol = A rigid box\n= A bag"},
    "numeric": {"value": "24", "tolerance": "0.5", "unit": "hours"},
    "text": {"lines": "potential association\nassociation | 400\nexaminer coroner | any order"},
    "hotspot": {
        "diagram": "rings\nHouse\nStreet",
        "cut": "560",
        "alt": "Two rings",
        "lines": "* 300 300 300 400 | The inner ring\n0 0 900 0 900 900 | The outer ring",
    },
}


@pytest.fixture
async def ines(browser_as: Browser, cast: Cast) -> httpx.AsyncClient:
    return await browser_as(cast.ines)


@pytest.fixture
async def draft(cast: Cast) -> int:
    """A draft of Ines' course whose questions are drawn two of three."""
    return await actions.import_course(cast.ines, small_course(), source_ref="first-steps")


def _form(kind: str, **change: Any) -> dict[str, Any]:
    typed = {"revision": 1, "pool": "collect", "stem": "A new question?", "kind": kind, "objective": "1.1a",
             "explanation": "Because.", "sources": "G1", "tags": "night law", "partial": "on"}  # fmt: skip
    return typed | LINES[kind] | change


@pytest.mark.parametrize("kind", LINES)
async def test_each_kind_is_written_in_lines_and_shown_again(ines: httpx.AsyncClient, draft: int, kind: str) -> None:
    assert (await ines.post(QUESTION, data=_form(kind))).status_code == 303
    saved = (await rows.load(draft)).questions[0]
    assert (saved.kind, saved.scoring, saved.tags) == (kind, "partial", ("night", "law"))
    shown = (await ines.get(QUESTION)).text
    for typed in LINES[kind].values():
        assert all(line in shown for line in typed.split("\n") if line)


@pytest.mark.parametrize(
    ("kind", "change", "sentence"),
    [
        ("ordering", {"lines": "One\nTwo"}, "needs 3 to 12 lines"),
        ("matching", {"lines": "A pistol, a box"}, "an equals sign"),
        ("numeric", {"value": "six"}, "in digits"),
        ("numeric", {"tolerance": "NaN"}, "in digits"),
        ("text", {"lines": "association | half"}, "thousandths"),
        ("hotspot", {"lines": "0 0 5 | here\n"}, "left, top, width and height"),
        ("hotspot", {"diagram": "no-such\nthing"}, "There is no diagram called"),
    ],
)
async def test_what_cannot_be_read_comes_back_as_typed(
    ines: httpx.AsyncClient, draft: int, kind: str, change: dict[str, Any], sentence: str
) -> None:
    page = await ines.post(QUESTION, data=_form(kind, **change))
    assert page.status_code == 422
    assert sentence in page.text
    assert all(line in page.text for typed in change.values() for line in typed.split("\n"))
    assert await rows.load(draft) == small_course()


@pytest.mark.parametrize("question", kinds.QUESTIONS, ids=lambda one: one.kind)
def test_what_the_form_holds_writes_the_same_question(question: Question) -> None:
    again = form_of(question, 1).question(question.key)
    assert form_of(again, 1) == form_of(question, 1)
    assert again.tags == question.tags


async def test_a_situation_is_written_shared_and_taken_away(ines: httpx.AsyncClient, draft: int) -> None:
    base = "/authoring/first-steps/1"
    typed = {"revision": 1, "title": "A wet yard", "body": "Two casings lie in the rain.", "pool": "collect"}
    assert (await ines.post(f"{base}/situations/new", data=typed | {"body": ""})).status_code == 422
    assert (await ines.post(f"{base}/situations/new", data=typed)).status_code == 303
    again = await ines.post(f"{base}/situations/new", data=typed | {"revision": 2})
    assert (again.status_code, "Another situation has this title" in again.text) == (422, True)
    await ines.post(QUESTION, data=_form("text", revision=2, stimulus="a-wet-yard"))
    assert "A new question?" in (await ines.get(f"{base}/situations/a-wet-yard")).text
    assert "1 question" in (await ines.get(f"{base}/questions")).text
    saved = await rows.load(draft)
    assert (saved.stimuli[0].body, saved.questions[0].stimulus) == ("Two casings lie in the rain.", "a-wet-yard")
    await ines.post(f"{base}/situations/a-wet-yard/removal", data={"revision": 3})
    saved = await rows.load(draft)
    assert (saved.stimuli, saved.questions[0].stimulus) == ((), "")
