"""What of a sent attempt is shown when, as its quiz says: the rest never leaves the server."""

import pytest
from msgspec import json

from academy.db.engine import DatabaseEngine
from courses.learning.actions import attempts, enrollments
from courses.learning.queries.paper import own_paper
from courses.learning.queries.results import ResultPage, result_page
from courses.learning.rules.attempts import PaperClosed, TooLate
from courses.learning.tables import AttemptItem
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course as taken

KEY = "Because of scenes."


async def enrolled(cast: Cast, **terms: object) -> str:
    await taken.publish(taken.content(**terms))
    return await enrollments.enroll(cast.maria, course_slug="rain")


async def result(cast: Cast, code: str) -> ResultPage:
    page = await result_page(cast.maria, code)
    assert page
    assert (KEY in json.encode(page).decode()) == bool(page.reasons)
    return page


@pytest.mark.parametrize(("after", "objectives", "marks"), [("result", 0, 0), ("objectives", 1, 0), ("marks", 1, 2)])
async def test_right_after_sending_a_quiz_shows_what_its_author_set(
    cast: Cast, database: DatabaseEngine, browser_as: Browser, after: str, objectives: int, marks: int
) -> None:
    code = await enrolled(cast, after_sending=after)
    failed = await taken.fail_quiz(cast.maria, code, "first-steps")
    page = await result(cast, failed)
    assert (bool(page.objectives), len(page.marks), page.reasons) == (bool(objectives), marks, ())
    assert not any(row.is_right for row in page.marks)
    text = (await (await browser_as(cast.maria)).get(f"/attempts/{failed}/result")).text
    assert ("By objective" in text, "Not right" in text) == (bool(objectives), bool(marks))
    passed = await result(cast, await taken.pass_quiz(cast.maria, code, "first-steps"))
    assert (len(passed.reasons), passed.marks, bool(passed.objectives)) == (2, (), True)


async def test_the_key_can_wait_for_the_end_of_the_course(cast: Cast, database: DatabaseEngine) -> None:
    code = await enrolled(cast, reveal="after_closing")
    passed = await taken.pass_quiz(cast.maria, code, "first-steps")
    assert (await result(cast, passed)).reasons == ()
    with pytest.raises(PaperClosed):
        await own_paper(cast.maria, passed)
    await enrollments.withdraw(cast.maria, code=code, reason="Another shift.")
    assert len((await result(cast, passed)).reasons) == 2
    assert (await own_paper(cast.maria, passed)).paper


async def test_grace_and_order_are_the_quizzes_own(cast: Cast, database: DatabaseEngine, the_clock: Clock) -> None:
    terms = {"time_limit_minutes": 5, "grace_seconds": 60, "shuffle_questions": False, "shuffle_choices": False}
    code = await enrolled(cast, **terms)
    attempt = await attempts.start(cast.maria, code=code, key="first-steps")
    items = await AttemptItem.select(AttemptItem.question, AttemptItem.choice_order).order_by(AttemptItem.position)
    assert [item["question"] for item in items] == sorted(item["question"] for item in items)
    assert all(item["choice_order"] == ",".join(sorted(item["choice_order"].split(","))) for item in items)
    the_clock.move(minutes=6)
    await attempts.answer(cast.maria, code=attempt, position=1, chosen={"a"})
    the_clock.move(seconds=1)
    with pytest.raises(TooLate):
        await attempts.answer(cast.maria, code=attempt, position=1, chosen={"b"})
