"""The catalog and the course page, for visitors and members, as pages and as JSON."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from academy.actor import Actor
from academy.db.watch import statements
from courses.authoring import actions
from tests.cast import Cast
from tests.courses.small_course import small_course

Browser = Callable[[Actor | None], Awaitable[httpx.AsyncClient]]


async def publish(cast: Cast, slug: str = "first-steps", **changes: object) -> None:
    """A published course of Ines, reviewed by Ravi."""
    await actions.import_course(cast.ines, small_course(slug=slug, **changes), source_ref="test")
    await actions.submit(cast.ines, slug, 1)
    await actions.publish(cast.ravi, slug, 1)


@pytest.mark.parametrize("path", ["/", "/courses"])
async def test_visitors_see_published_courses_and_no_drafts(cast: Cast, browser_as: Browser, path: str) -> None:
    await publish(cast)
    await actions.import_course(cast.ines, small_course(slug="secret", title="Not yet"), source_ref="test")
    page = await (await browser_as(None)).get(path)
    assert page.status_code == 200
    assert "First Steps" in page.text
    assert "Not yet" not in page.text


async def test_an_empty_catalog_says_so(cast: Cast, browser_as: Browser) -> None:
    page = await (await browser_as(None)).get("/")
    assert "No course is published yet." in page.text


async def titles(client: httpx.AsyncClient, query: str) -> list[str]:
    found = (await client.get(f"/courses?{query}", headers={"accept": "application/json"})).json()
    return [course["title"] for course in found["courses"]]


SEARCHES = [
    ("q=first+STEPS", ["First Steps"]),
    ("q=LEADS", ["First Steps", "Second"]),
    ("q=prosecutors+HOUR", ["Second"]),
    ("q=%22hour+first%22", []),
    ("q=prosecutör", ["Second"]),
    ("q=%25", []),
    ("q=_", []),
    ("q=!", []),
    ("q=%3Cscript%3E", []),
    ("area=Technology", ["Second"]),
    ("area=Technology&area=Investigations", ["First Steps", "Second"]),
    ("length=short", ["First Steps"]),
    ("audience=Prosecutors", ["Second"]),
    ("area=Technology&length=short", []),
    ("length=nonsense", []),
    (f"q={'x' * 300}", ["First Steps", "Second"]),
]


@pytest.mark.parametrize(("query", "expected"), SEARCHES)
async def test_words_and_filters_choose_courses(
    cast: Cast, browser_as: Browser, query: str, expected: list[str]
) -> None:
    await publish(cast)
    await publish(
        cast, "second", title="Second", focus_areas=("Technology",), contact_minutes=320, audience="Gun prosecutors"
    )
    assert await titles(await browser_as(None), query) == expected


async def test_a_search_names_the_lessons_that_hold_the_words(cast: Cast, browser_as: Browser) -> None:
    await publish(cast)
    page = await (await browser_as(None)).get("/courses?q=all+about+leads")
    assert "Lesson 1.2 All about leads" in page.text


async def test_nothing_found_says_which_filter_to_take_away(cast: Cast, browser_as: Browser) -> None:
    await publish(cast)
    page = await (await browser_as(None)).get("/courses?area=Technology&length=short")
    assert "No course matches all of these filters." in page.text
    assert '<a href="/courses?length=short">Technology</a>' in page.text


async def test_what_was_searched_comes_back_as_text(cast: Cast, browser_as: Browser) -> None:
    page = await (await browser_as(None)).get("/courses?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("who", "offer"),
    [
        (None, 'href="/sign-in?next=/courses/first-steps"'),
        ("maria", 'action="/courses/first-steps/enrollments"'),
        ("ines", "Your account has no agency at present."),
    ],
)
async def test_the_course_page_offers_what_the_reader_can_do(
    cast: Cast, browser_as: Browser, who: str | None, offer: str
) -> None:
    await publish(cast)
    page = await (await browser_as(cast.people[who] if who else None)).get("/courses/first-steps")
    assert page.status_code == 200
    assert offer in page.text
    assert "What you need" in page.text


async def test_a_course_without_a_published_version_is_not_found(cast: Cast, browser_as: Browser) -> None:
    await actions.import_course(cast.ines, small_course(), source_ref="test")
    assert (await (await browser_as(None)).get("/courses/first-steps")).status_code == 404


async def test_the_course_page_never_shows_marks_answers_or_facts(cast: Cast, browser_as: Browser) -> None:
    await publish(cast)
    client = await browser_as(None)
    found = (await client.get("/courses/first-steps", headers={"accept": "application/json"})).text
    assert "Answer b" not in found
    assert "It is so." not in found
    assert "correct" not in found


async def test_the_catalog_costs_the_same_with_more_courses(cast: Cast, browser_as: Browser) -> None:
    client = await browser_as(None)
    await publish(cast)
    with statements() as few:
        await client.get("/courses?q=leads")
    for number in range(4):
        await publish(cast, f"more-{number}")
    with statements() as many:
        await client.get("/courses?q=leads")
    assert len(many) == len(few) <= 4


async def test_learners_of_a_retired_course_no_longer_find_it(cast: Cast, browser_as: Browser) -> None:
    await publish(cast)
    await actions.retire(cast.ravi, "first-steps", 1, reason="Superseded")
    assert await titles(await browser_as(None), "") == []
