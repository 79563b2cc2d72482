"""Answers inside a lecture: the first is kept once, whatever is sent again; it counts only where the author says."""

import asyncio

import pytest
from msgspec.structs import replace

from academy.actor import Actor
from academy.db.engine import DatabaseEngine
from academy.errors import NotFound
from courses.content.model import CourseContent
from courses.learning.actions import enrollments, stops
from courses.learning.actions.stops import Answered
from courses.learning.queries.course import course_page
from courses.learning.rules.enrollment import CannotMove
from courses.learning.rules.kinds import NotOffered
from courses.learning.tables import Completion, LessonProgress, StopAnswer
from tests.cast import Cast
from tests.conftest import Clock
from tests.courses import taken_course as taken


def demanding() -> CourseContent:
    """The course whose lecture waits for its questions."""
    content = taken.content()
    first, last = content.modules
    lessons = (first.lessons[0], replace(first.lessons[1], stops_required=True))
    return replace(content, modules=(replace(first, lessons=lessons), last))


async def begin(actor: Actor, content: CourseContent) -> str:
    await taken.publish(content)
    return await enrollments.enroll(actor, course_slug="rain")


@pytest.fixture
async def code(database: DatabaseEngine, the_clock: Clock, cast: Cast) -> str:
    return await begin(cast.maria, taken.content())


async def answer(actor: Actor, code: str, chosen: str, stop: str = "before-rain") -> Answered:
    return await stops.answer(actor, code=code, key="lecture", stop=stop, chosen=frozenset(chosen))


async def test_a_first_answer_is_kept_and_every_answer_is_told_something(cast: Cast, code: str) -> None:
    first = await answer(cast.maria, code, "a")
    assert (first.told.is_right, first.told.words, first.answered, first.stops) == (False, ("They are heavy.",), 1, 2)
    again = await answer(cast.maria, code, "b")
    assert (again.told.is_right, again.told.words, again.answered) == (True, ("Yes: they wash away.",), 1)
    [kept] = await StopAnswer.select()
    assert (kept["stop_key"], kept["chosen"], kept["is_right"]) == ("before-rain", "a", False)


async def test_a_question_of_the_bank_may_take_several_and_tells_its_reason(cast: Cast, code: str) -> None:
    told = (await answer(cast.maria, code, "ca", "in-law")).told
    assert (told.is_right, told.words) == (True, ("Because of law.",))
    assert [row["chosen"] for row in await StopAnswer.select()] == ["a,c"]


async def test_the_same_answer_sent_twice_at_once_is_one_record(cast: Cast, code: str) -> None:
    await asyncio.gather(*(answer(cast.maria, code, "b") for _ in range(3)))
    assert await StopAnswer.count() == 1


@pytest.mark.parametrize("chosen", ["", "z", "ab", "abz"])
async def test_what_is_not_offered_is_refused_and_kept_nowhere(cast: Cast, code: str, chosen: str) -> None:
    with pytest.raises(NotOffered):
        await answer(cast.maria, code, chosen)
    assert (await StopAnswer.count(), await LessonProgress.count()) == (0, 0)


async def test_others_and_unknown_questions_are_not_found(cast: Cast, code: str) -> None:
    for actor, stop in ((cast.tyler, "before-rain"), (cast.maria, "nowhere")):
        with pytest.raises(NotFound):
            await answer(actor, code, "a", stop)


async def test_open_questions_leave_the_lesson_free_unless_its_author_wants_them(
    cast: Cast, code: str, the_clock: Clock
) -> None:
    await taken.watch_lecture(cast.maria, code, the_clock)
    assert (await LessonProgress.select(LessonProgress.done_at).first() or {})["done_at"] == the_clock.now


@pytest.mark.usefixtures("database")
async def test_a_lesson_that_wants_answers_says_so_and_is_done_with_the_last(cast: Cast, the_clock: Clock) -> None:
    code = await begin(cast.maria, demanding())
    await taken.watch_lecture(cast.maria, code, the_clock)
    await answer(cast.maria, code, "a")
    left = [row.why for row in (await course_page(cast.maria, code)).standing.left]
    assert ": 1 question in the lecture (1 of 2 answered)" in left
    the_clock.move(minutes=1)
    last = await answer(cast.maria, code, "b", "in-law")
    assert (last.is_done, last.told.is_right) == (True, False)
    assert (await LessonProgress.select(LessonProgress.done_at).first() or {})["done_at"] == the_clock.now


async def test_the_completion_says_how_many_were_answered_and_a_closed_course_takes_no_more(
    cast: Cast, code: str, the_clock: Clock
) -> None:
    await answer(cast.maria, code, "a")
    await taken.complete(cast.maria, the_clock)
    [row] = await Completion.select(Completion.evidence)
    assert '"stops":2,"stops_answered":1,"stops_right":0' in row["evidence"]
    with pytest.raises(CannotMove):
        await answer(cast.maria, code, "b", "in-law")
