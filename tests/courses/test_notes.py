"""Notes to oneself: kept as typed, added to by another window, read by nobody else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from academy.actor import Actor
from academy.audit import AuditEvent
from academy.db.engine import DatabaseEngine
from academy.errors import Invalid
from courses.learning.actions import enrollments
from courses.learning.actions.notes import write
from courses.learning.queries.notes import notes_page
from courses.learning.rules.notes import LONGEST, settled
from tests.cast import Cast
from tests.conftest import Browser
from tests.courses import taken_course as taken

words = st.text("ab \n", max_size=12)


@given(words, words)
def test_of_two_notes_no_word_is_lost_and_settling_again_changes_nothing(kept: str, typed: str) -> None:
    whole = settled(kept, typed)
    assert kept.strip() in whole
    assert typed.strip() in whole
    assert settled(whole, typed) == whole
    assert settled(kept, whole) == whole


@pytest.fixture
async def code(database: DatabaseEngine, cast: Cast) -> str:
    """Maria's enrollment."""
    await taken.publish(taken.content())
    return await enrollments.enroll(cast.maria, course_slug=taken.content().slug)


async def noted(actor: Actor, code: str, body: str, revision: int) -> tuple[str, int]:
    note = await write(actor, code=code, key="lecture", body=body, revision=revision)
    return note.body, note.revision


async def test_another_window_adds_and_never_overwrites(cast: Cast, code: str) -> None:
    before = await AuditEvent.count()
    assert await noted(cast.maria, code, "Gloves first.", 0) == ("Gloves first.", 1)
    assert await noted(cast.maria, code, "Gloves, then bags.", 1) == ("Gloves, then bags.", 2)
    both = "Gloves, then bags.\n\nAsk about rain."
    assert await noted(cast.maria, code, "Ask about rain.", 1) == (both, 3)
    assert await noted(cast.maria, code, "Ask about rain.", 1) == (both, 4)
    page = await notes_page(cast.maria, code)
    assert [(line.body, line.href) for line in page.notes] == [(both, f"/enrollments/{code}/lessons/lecture")]
    assert await AuditEvent.count() == before
    with pytest.raises(Invalid):
        await noted(cast.maria, code, "x" * (LONGEST + 1), 4)


async def test_without_scripts_what_was_typed_comes_back_with_the_reason(
    cast: Cast, code: str, browser_as: Browser
) -> None:
    maria = await browser_as(cast.maria)
    lesson = f"/enrollments/{code}/lessons/lecture"
    assert (await maria.post(f"{lesson}/note", data={"body": "Mine & only mine", "revision": "0"})).status_code == 303
    assert "Mine &amp; only mine</textarea>" in (await maria.get(lesson)).text
    refused = await maria.post(f"{lesson}/note", data={"body": "y" * 4001, "revision": "1"})
    assert (refused.status_code, "y" * 4001 in refused.text) == (422, True)
    assert "A note holds 4,000 letters; this is 4,001. Shorten it." in refused.text
    told = await maria.post(
        f"{lesson}/note", data={"body": "Z", "revision": "0"}, headers={"accept": "application/json"}
    )
    assert (told.json()["body"], told.json()["revision"]) == ("Mine & only mine\n\nZ", 2)
    assert "Mine &amp; only mine" in (await maria.get(f"/enrollments/{code}/notes")).text


async def test_a_lecture_heard_in_order_says_so_and_links_lead_both_ways(
    cast: Cast, database: DatabaseEngine, browser_as: Browser
) -> None:
    content = taken.content()
    outside, *others = content.modules
    locked = replace(outside, lessons=(outside.lessons[0], replace(outside.lessons[1], seek_lock=True)))
    await taken.publish(replace(content, modules=(locked, *others)))
    code = await enrollments.enroll(cast.maria, course_slug=content.slug)
    maria = await browser_as(cast.maria)
    before, lesson = [
        (await maria.get(f"/enrollments/{code}/lessons/{key}")).text for key in ("first-steps", "lecture")
    ]
    assert ("<seek-lock" in before, "<seek-lock" in lesson) == (False, True)
    assert re.search(r'href="/enrollments/\w+/lessons/first-steps" accesskey="p"', lesson)
    assert ('accesskey="p"' in before, 'accesskey="n"' in lesson) == (False, True)
