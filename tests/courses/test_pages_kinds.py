"""A quiz with a question of every kind: taken by plain forms, marked in parts, printed as it was."""

import re

import httpx
import pytest

from academy.audit import AuditEvent
from courses.content.check import faults
from courses.learning.actions import attempts, enrollments
from courses.learning.queries.paper import paper_of
from courses.learning.tables import Attempt, Response
from tests.cast import Cast
from tests.conftest import Browser
from tests.courses import kinds_course as kinds
from tests.courses import taken_course as taken

pytestmark = pytest.mark.usefixtures("database")
KEY = re.compile(r"correct|tolerance|Why \w+\.|73125|Potential association", re.IGNORECASE)


@pytest.fixture
async def maria(browser_as: Browser, cast: Cast) -> httpx.AsyncClient:
    return await browser_as(cast.maria)


@pytest.fixture
async def attempt(cast: Cast) -> str:
    """Maria's open attempt at the quiz."""
    course = kinds.content()
    assert [finding.sentence for finding in faults(course)] == []
    await taken.publish(course)
    code = await enrollments.enroll(cast.maria, course_slug="rain")
    return await attempts.start(cast.maria, code=code, key="first-steps")


async def _place_of(code: str, kind: str) -> int:
    return next(position for position, (question, _) in (await kinds.asked(code)).items() if question.kind == kind)


async def test_every_kind_is_answered_by_a_plain_form_and_shows_no_key(maria: httpx.AsyncClient, attempt: str) -> None:
    for position, tokens in (await kinds.right_tokens(attempt)).items():
        shown = (await maria.get(f"/attempts/{attempt}/items/{position}")).text
        main = shown.split("<main", 1)[1].split("<aside", 1)[0]
        assert not KEY.search(re.sub(r"<svg.*?</svg>|maxlength=\S+", "", main))
        answer = await maria.post(f"/attempts/{attempt}/items/{position}/response", data={"chosen": list(tokens)})
        assert answer.status_code == 303
    await maria.post(f"/attempts/{attempt}/submission")
    row = await taken.attempt_row(attempt)
    assert (row["points"], row["percent"], row["passed"]) == (8, 100, True)
    result = (await maria.get(f"/attempts/{attempt}/result")).text
    assert "A wet shirt: Paper, once dry" in result
    assert "1. Photograph" in result


async def test_the_paper_shows_what_was_shown_to_whoever_may_see_it(
    maria: httpx.AsyncClient, browser_as: Browser, cast: Cast, attempt: str
) -> None:
    ada, tyler = await browser_as(cast.ada), await browser_as(cast.tyler)
    first = (await kinds.right_tokens(attempt))[1]
    await maria.post(f"/attempts/{attempt}/items/1/response", data={"chosen": list(first)})
    assert (await ada.get(f"/admin/attempts/{attempt}/paper")).status_code == 403
    await maria.post(f"/attempts/{attempt}/submission")
    assert "stay fair for everyone" in (await maria.get(f"/attempts/{attempt}/paper")).text
    assert (await tyler.get(f"/attempts/{attempt}/paper")).status_code == 404
    paper = (await ada.get(f"/admin/attempts/{attempt}/paper")).text
    seen = await AuditEvent.select(AuditEvent.actor_id).where(AuditEvent.action == "learning:paper:open")
    assert [row["actor_id"] for row in seen] == [cast.ada.id]
    assert paper.count('class="card paper-item"') == len(kinds.QUESTIONS)
    assert "A wet shirt: Paper, once dry" in paper
    assert "Situation: A wet yard" in paper
    assert '<svg class="hotspot__picture"' in paper


async def test_what_was_kept_is_shown_again_in_its_fields(maria: httpx.AsyncClient, attempt: str) -> None:
    for position, tokens in (await kinds.right_tokens(attempt)).items():
        path = f"/attempts/{attempt}/items/{position}"
        await maria.post(f"{path}/response", data={"chosen": list(tokens)})
        shown = (await maria.get(path)).text
        for token in tokens:
            assert re.search(rf'value="{token}"( checked| selected|[^>]*autocomplete)', shown), token
    assert "All answered" in shown


async def test_partial_credit_is_told_before_and_given_after(maria: httpx.AsyncClient, attempt: str) -> None:
    position = await _place_of(attempt, "matching")
    shown = (await maria.get(f"/attempts/{attempt}/items/{position}")).text
    assert "Partial credit: each right pair brings its share." in shown
    first = (await kinds.right_tokens(attempt))[position][:1]
    await maria.post(f"/attempts/{attempt}/items/{position}/response", data={"chosen": [*first, ""]})
    await maria.post(f"/attempts/{attempt}/submission")
    row = await taken.attempt_row(attempt)
    paper = await paper_of(int(str(row["id"])))
    item = paper.items[position - 1]
    assert (item.per_mille, item.points, row["percent"]) == (500, 0, 6)
    assert len(item.given_words) == 1
    assert {one.stimulus.title for one in paper.items if one.stimulus} == {"A wet yard"}
    assert "You got 0.5 of 8 (6%)" in (await maria.get(f"/attempts/{attempt}/result")).text


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("numeric", "NaN", "Write the number in digits"),
        ("numeric", "about six", "Write the number in digits"),
        ("text", "x" * 201, "at most 200 characters"),
        ("text", "x" * 600, "500 characters or fewer"),
        ("hotspot", "9", "Choose from the answers shown"),
        ("matching", "7:1", "Choose from the answers shown"),
        ("ordering", "x:1", "Choose from the answers shown"),
    ],
)
async def test_an_answer_of_the_wrong_form_is_refused_and_nothing_is_lost(
    maria: httpx.AsyncClient, attempt: str, kind: str, typed: str, sentence: str
) -> None:
    position = await _place_of(attempt, kind)
    path = f"/attempts/{attempt}/items/{position}/response"
    await maria.post(path, data={"chosen": list((await kinds.right_tokens(attempt))[position])})
    before = await Response.select(Response.chosen, Response.given)
    refused = await maria.post(path, data={"chosen": typed})
    assert refused.status_code == 422
    assert sentence in refused.text
    assert await Response.select(Response.chosen, Response.given) == before


async def test_ten_megabytes_of_text_are_refused(maria: httpx.AsyncClient, attempt: str) -> None:
    position = await _place_of(attempt, "text")
    refused = await maria.post(f"/attempts/{attempt}/items/{position}/response", data={"chosen": "x" * 10_000_000})
    assert refused.status_code in (413, 422)
    assert await Attempt.count() == 1
    assert await Response.count() == 0
