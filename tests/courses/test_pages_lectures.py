"""A lecture nobody has needed yet: read at once, made when its lesson is opened, asked for only if it can be had."""

import re

import httpx
import pytest
from msgspec.structs import replace

from courses.content.model import CourseContent
from courses.learning.actions import enrollments
from media.tables import MediaAsset
from tests.builders import a_passed_quiz, a_published_course
from tests.cast import Cast
from tests.conftest import Browser
from tests.courses.small_course import small_course

pytestmark = pytest.mark.usefixtures("the_clock", "database")


def deck(number: int) -> str:
    shown = "- One **thing**\n- Another\n\n| Who | When |\n|---|---|\n| Patrol | At once |"
    slide = f"Chapter: First\n# Slide {number}\n\n{shown}\n\nNote: Look first. Then {number}."
    return f'+++\nkey = "k"\ntitle = "T"\n+++\n\n{slide}'


def with_decks() -> CourseContent:
    """Three lessons with a lecture each, made of slides."""
    start, end = small_course().modules
    lessons = [replace(lesson, deck=deck(number)) for number, lesson in enumerate(start.lessons)]
    third = replace(lessons[1], key="third", number="1.3", deck=deck(3), quiz=None, objectives=(), facts=())
    return small_course(modules=(replace(start, lessons=(*lessons, third)), end))


@pytest.fixture
async def lesson(cast: Cast) -> str:
    """The path of Maria's first lesson."""
    await a_published_course(cast, with_decks())
    return f"/enrollments/{await enrollments.enroll(cast.maria, course_slug='first-steps')}/lessons/collect"


@pytest.fixture
async def maria(browser_as: Browser, cast: Cast) -> httpx.AsyncClient:
    return await browser_as(cast.maria)


async def states() -> list[str]:
    return await MediaAsset.select(MediaAsset.state).order_by(MediaAsset.id).output(as_list=True)


async def text_of(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", answer.text)


async def test_opening_a_lesson_shows_its_slides_and_has_its_lecture_made_and_the_next(
    maria: httpx.AsyncClient, lesson: str
) -> None:
    assert await states() == ["written"] * 3
    text = await text_of(maria, lesson)
    assert "The lecture waits to be made" in text
    assert "<h3>Slide 0</h3>" in text
    assert "<strong>thing</strong>" in text
    assert "<td>At once</td>" in text
    assert "Look first. Then 0." in text
    assert "Left in this lesson: the lecture" in text
    assert await states() == ["uploaded", "uploaded", "written"]
    await maria.get(lesson)
    assert await states() == ["uploaded", "uploaded", "written"]
    await MediaAsset.update({MediaAsset.progress_percent: 34}).where(MediaAsset.state == "uploaded")
    assert "being made: 34 % done" in await text_of(maria, lesson)


async def test_where_a_film_cannot_be_made_its_slides_are_enough(
    maria: httpx.AsyncClient, lesson: str, cast: Cast
) -> None:
    code = lesson.split("/")[2]
    await a_passed_quiz(cast.maria, code, "collect")
    await maria.post(f"{lesson}/scenario", data={"choice": "b"})
    await maria.post(f"{lesson}/reading")
    assert "Left in this lesson: the lecture" in await text_of(maria, lesson)
    await MediaAsset.update({MediaAsset.state: "failed", MediaAsset.failure: "film_failed"}).where(
        MediaAsset.state == "uploaded"
    )
    text = await text_of(maria, lesson)
    assert "The film of this lecture could not be made" in text
    assert "Look first. Then 0." in text
    assert "This lesson is done." in text
    await maria.get(lesson.replace("collect", "leads"))
    assert "Left in this lesson: the slides of the lecture" in await text_of(maria, lesson.replace("collect", "leads"))
