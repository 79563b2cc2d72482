"""Requests that no page of ours offers: refused as ever, counted apart, told to the coordinator."""

import asyncio
from typing import Any

import httpx
import pytest

from courses.honesty.looking import look
from courses.learning.actions import enrollments, overrides
from courses.learning.actions.attempts import start
from courses.learning.early import noting
from courses.learning.early.tables import EarlyAsking
from courses.learning.rules.completion import NotYetOpen
from courses.learning.tables import Attempt, Statement
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course

FOUND = "/sites/raleigh-nc/findings"


@pytest.fixture
async def code(cast: Cast, the_clock: Clock) -> str:
    """Maria's enrollment in a course of which nothing is done."""
    await taken_course.publish(taken_course.content())
    return await enrollments.enroll(cast.maria, course_slug="rain")


async def counted() -> list[tuple[Any, ...]]:
    rows = await EarlyAsking.select().order_by(EarlyAsking.what).order_by(EarlyAsking.on_day)
    return [(row["what"], row["times"]) for row in rows]


async def ask(web: httpx.AsyncClient, code: str, name: str) -> httpx.Response:
    """A script's try at the exam and at the signature; gives the answer to the second."""
    exam = await web.post(f"/enrollments/{code}/lessons/final-exam/attempts", json={"attests": True})
    signed = await web.post(f"/enrollments/{code}/statement", json={"name": name, "agrees": True})
    assert (exam.status_code, signed.status_code) == (409, 409)
    return signed


async def test_a_script_that_asks_again_and_again_leaves_one_line_a_day(
    cast: Cast, code: str, the_clock: Clock, api_as: Browser, browser_as: Browser
) -> None:
    web = await api_as(cast.maria)
    for _ in range(3):
        told = await ask(web, code, cast.maria.name)
    assert (told.json()["code"], "finding" in told.text) == ("not_yet_open", False)
    assert await counted() == [("exam", 3), ("statement", 3)]
    assert await look() == 2
    await ask(web, code, cast.maria.name)
    assert await look() == 0, "the same day is the same finding, with its new count"
    the_clock.move(hours=24)
    await ask(web, code, cast.maria.name)
    assert [times for _, times in await counted()] == [4, 1, 4, 1]
    assert await look() == 0, "once is a slip"
    text = (await (await browser_as(cast.ruth)).get(FOUND)).text
    told_apart = ("Starting the final exam was asked for 4 times on", "Signing the statement was asked for 4 times on")
    assert all(words in text for words in told_apart)
    assert not await Attempt.exists()
    assert not await Statement.exists()


async def test_a_page_left_open_while_staff_took_a_lesson_back_is_not_counted(
    cast: Cast, code: str, the_clock: Clock
) -> None:
    for done in (True, False):
        said = {"slug": "raleigh-nc", "code": code, "reason": "Taken at the range."}
        await overrides.set_lesson(cast.ruth, key="first-steps", done=done, **said)
        the_clock.move(minutes=1)
    for _ in range(4):
        with pytest.raises(NotYetOpen):
            await start(cast.maria, code=code, key="final-exam")
    assert await counted() == []
    assert await look() == 0


async def test_a_flood_stops_writing(cast: Cast, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noting, "MOST", 3)
    await asyncio.gather(*[noting.note_asked(cast.maria, code=code, what="exam") for _ in range(5)])
    assert await counted() == [("exam", 3)]
