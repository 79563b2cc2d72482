"""Sittings: answers are kept as given, time is the server's, sending is final and harmless to repeat."""

import asyncio

import pytest

from academy.db.engine import DatabaseEngine
from academy.db.watch import statements
from academy.errors import Conflict, NotFound
from courses.learning.actions import attempts, enrollments, lessons
from courses.learning.rules.attempts import (
    AlreadyPassed,
    AttemptClosed,
    CoolingOff,
    NoAttemptsLeft,
    NotVoidable,
    TooLate,
)
from courses.learning.rules.kinds import NotOffered
from courses.learning.rules.outages import MOST
from courses.learning.tables import Attempt, AttemptItem, Completion, LessonProgress, Response
from tests.cast import Cast
from tests.conftest import Clock
from tests.courses import taken_course as taken

QUIZ = "first-steps"


@pytest.fixture
async def code(database: DatabaseEngine, the_clock: Clock, cast: Cast, request: pytest.FixtureRequest) -> str:
    """Maria's enrollment; `@pytest.mark.parametrize("code", [{...}], indirect=True)` sets terms of the quiz."""
    await taken.publish(taken.content(**getattr(request, "param", {})))
    return await enrollments.enroll(cast.maria, course_slug="rain")


@pytest.fixture
async def attempt(cast: Cast, code: str) -> str:
    return await attempts.start(cast.maria, code=code, key=QUIZ)


def terms(**values: object) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("code", [values], indirect=True)


async def wrong(code: str) -> frozenset[str]:
    at = (AttemptItem.attempt.code == code) & (AttemptItem.position == 1)
    order = (await AttemptItem.select(AttemptItem.choice_order).where(at).first()) or {}
    right = (await taken.right_answers(code))[1]
    return frozenset([next(key for key in order["choice_order"].split(",") if key not in right)])


async def test_starting_twice_gives_the_same_attempt(cast: Cast, code: str, attempt: str) -> None:
    assert await attempts.start(cast.maria, code=code, key=QUIZ) == attempt
    assert await Attempt.count() == 1
    assert await AttemptItem.count() == 2


async def test_an_answer_is_kept_at_once_and_counts_its_revisions(cast: Cast, attempt: str, the_clock: Clock) -> None:
    first = await attempts.answer(cast.maria, code=attempt, position=1, chosen=await wrong(attempt))
    again = await attempts.answer(cast.maria, code=attempt, position=1, chosen=frozenset("b"), revision=1)
    assert (first.revision, again.revision, again.changed_elsewhere) == (1, 2, False)
    row = await Response.objects().first()
    assert row is not None
    assert (row.chosen, row.revision, row.answered_at) == ("b", 2, the_clock.now)


async def test_the_last_answer_wins_and_the_other_window_is_told(cast: Cast, attempt: str) -> None:
    await attempts.answer(cast.maria, code=attempt, position=1, chosen=await wrong(attempt), revision=0)
    late = await attempts.answer(cast.maria, code=attempt, position=1, chosen=frozenset("b"), revision=0)
    assert late.changed_elsewhere
    assert [row["chosen"] for row in await Response.select()] == ["b"]


async def test_saving_an_answer_takes_two_statements(cast: Cast, attempt: str) -> None:
    with statements() as sent:
        await attempts.answer(cast.maria, code=attempt, position=1, chosen=frozenset("b"))
    assert len(sent) == 2


async def test_many_windows_answering_at_once_lose_nothing(cast: Cast, attempt: str) -> None:
    answers = [
        attempts.answer(cast.maria, code=attempt, position=position, chosen=frozenset("b"))
        for position in (1, 2)
        for _ in range(4)
    ]
    await asyncio.gather(*answers)
    assert sorted(row["revision"] for row in await Response.select()) == [4, 4]


async def test_what_was_not_offered_is_refused_and_changes_nothing(cast: Cast, attempt: str) -> None:
    with pytest.raises(NotOffered):
        await attempts.answer(cast.maria, code=attempt, position=1, chosen=frozenset("z"))
    with pytest.raises(NotFound):
        await attempts.answer(cast.maria, code=attempt, position=9, chosen=frozenset("b"))
    assert await Response.count() == 0


@pytest.mark.parametrize("who", ["tyler", "ruth", "ada", "visitor"])
async def test_nobody_else_reaches_an_attempt(cast: Cast, attempt: str, who: str) -> None:
    other = getattr(cast, who)
    for doing in (
        attempts.answer(other, code=attempt, position=1, chosen=frozenset("b")),
        attempts.flag(other, code=attempt, position=1, flagged=True),
        attempts.submit(other, code=attempt),
    ):
        with pytest.raises(NotFound):
            await doing
    assert await Response.count() == 0
    assert (await taken.attempt_row(attempt))["state"] == "open"


async def test_sending_grades_once_and_then_everything_is_frozen(cast: Cast, attempt: str, the_clock: Clock) -> None:
    await attempts.answer(cast.maria, code=attempt, position=1, chosen=(await taken.right_answers(attempt))[1])
    await attempts.submit(cast.maria, code=attempt)
    sent = await taken.attempt_row(attempt)
    the_clock.move(hours=1)
    await attempts.submit(cast.maria, code=attempt)
    assert await taken.attempt_row(attempt) == sent
    assert (sent["points"], sent["possible"], sent["percent"], sent["passed"]) == (1, 2, 50, False)
    with pytest.raises(AttemptClosed):
        await attempts.answer(cast.maria, code=attempt, position=2, chosen=frozenset("b"))
    with pytest.raises(AttemptClosed):
        await attempts.flag(cast.maria, code=attempt, position=2, flagged=True)
    with pytest.raises(Conflict):
        await Response.update({Response.chosen: "a"}).where(Response.id > 0)


async def test_sending_from_two_windows_at_once_grades_once(cast: Cast, attempt: str) -> None:
    await asyncio.gather(*(attempts.submit(cast.maria, code=attempt) for _ in range(4)))
    assert (await taken.attempt_row(attempt))["state"] == "graded"


async def test_starting_from_two_windows_at_once_opens_one_attempt(cast: Cast, code: str) -> None:
    codes = await asyncio.gather(*(attempts.start(cast.maria, code=code, key=QUIZ) for _ in range(4)))
    assert len(set(codes)) == 1
    assert await Attempt.count() == 1


async def test_a_passed_quiz_marks_the_lesson_and_is_not_sat_again(cast: Cast, code: str) -> None:
    await taken.pass_quiz(cast.maria, code, QUIZ)
    row = await LessonProgress.objects().first()
    assert row is not None
    assert row.quiz_passed_at is not None
    with pytest.raises(AlreadyPassed):
        await attempts.start(cast.maria, code=code, key=QUIZ)


async def test_the_next_attempt_draws_fresh_questions(cast: Cast, code: str) -> None:
    for _ in range(2):
        await taken.fail_quiz(cast.maria, code, QUIZ)
    drawn = [row["question"] for row in await AttemptItem.select(AttemptItem.question)]
    assert len(set(drawn)) == 4


@terms(attempts_allowed=2)
async def test_the_attempt_limit_holds_until_one_is_voided(cast: Cast, code: str) -> None:
    attempt = await taken.fail_quiz(cast.maria, code, QUIZ)
    await taken.fail_quiz(cast.maria, code, QUIZ)
    with pytest.raises(NoAttemptsLeft):
        await attempts.start(cast.maria, code=code, key=QUIZ)
    await attempts.void(cast.ada, code=attempt, reason="The network was down.")
    assert (await taken.attempt_row(await attempts.start(cast.maria, code=code, key=QUIZ)))["number"] == 3


@terms(cool_off_minutes=30)
async def test_the_pause_between_attempts_is_kept(cast: Cast, code: str, the_clock: Clock) -> None:
    await taken.fail_quiz(cast.maria, code, QUIZ)
    the_clock.move(minutes=29)
    with pytest.raises(CoolingOff):
        await attempts.start(cast.maria, code=code, key=QUIZ)
    the_clock.move(minutes=1)
    assert await attempts.start(cast.maria, code=code, key=QUIZ)


@terms(time_limit_minutes=10)
async def test_after_the_deadline_the_saved_answers_are_graded_by_the_sweep(
    cast: Cast, attempt: str, the_clock: Clock
) -> None:
    deadline = (await taken.attempt_row(attempt))["deadline"]
    for position, chosen in (await taken.right_answers(attempt)).items():
        await attempts.answer(cast.maria, code=attempt, position=position, chosen=chosen)
    assert await attempts.close_late() == 0
    the_clock.move(minutes=11)
    with pytest.raises(TooLate):
        await attempts.answer(cast.maria, code=attempt, position=1, chosen=frozenset("b"))
    assert await attempts.close_late() == 0
    the_clock.move(seconds=MOST.total_seconds())
    assert await attempts.close_late() == 1
    assert await attempts.close_late() == 0
    row = await taken.attempt_row(attempt)
    assert (row["state"], row["passed"], row["submitted_at"]) == ("graded", True, deadline)


@terms(time_limit_minutes=10)
async def test_starting_after_the_deadline_closes_the_old_attempt(
    cast: Cast, code: str, attempt: str, the_clock: Clock
) -> None:
    the_clock.move(minutes=11)
    assert await attempts.start(cast.maria, code=code, key=QUIZ) != attempt
    assert (await taken.attempt_row(attempt))["state"] == "graded"


async def test_only_administrators_void_and_only_what_was_not_passed(cast: Cast, code: str, attempt: str) -> None:
    for other in (cast.maria, cast.ruth, cast.ravi):
        with pytest.raises(NotFound):
            await attempts.void(other, code=attempt, reason="I want another.")
    with pytest.raises(NotVoidable):
        await attempts.void(cast.ada, code=attempt, reason="It is open.")
    await taken.pass_quiz(cast.maria, code, QUIZ)
    with pytest.raises(NotVoidable):
        await attempts.void(cast.ada, code=attempt, reason="It was passed.")
    assert (await taken.attempt_row(attempt))["state"] == "graded"


async def test_a_voided_attempt_keeps_its_answers_and_its_reason(cast: Cast, code: str) -> None:
    attempt = await taken.fail_quiz(cast.maria, code, QUIZ)
    await attempts.void(cast.ada, code=attempt, reason=" The network was down. ")
    row = await taken.attempt_row(attempt)
    assert (row["state"], row["void_reason"], row["percent"]) == ("voided", "The network was down.", 0)
    with pytest.raises(NotVoidable):
        await attempts.void(cast.ada, code=attempt, reason="Again.")


async def test_a_flag_is_set_and_taken_away(cast: Cast, attempt: str) -> None:
    for flagged in (True, True, False):
        await attempts.flag(cast.maria, code=attempt, position=2, flagged=flagged)
        row = await AttemptItem.select(AttemptItem.flagged).where(AttemptItem.position == 2).first()
        assert row == {"flagged": flagged}


async def test_a_withdrawn_course_takes_no_attempt(cast: Cast, code: str) -> None:
    await lessons.read(cast.maria, code=code, key=QUIZ)
    await enrollments.withdraw(cast.maria, code=code)
    with pytest.raises(Conflict):
        await attempts.start(cast.maria, code=code, key=QUIZ)
    assert await Attempt.count() == await Completion.count() == 0
