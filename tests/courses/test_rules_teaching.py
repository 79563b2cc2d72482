"""Hours from minutes, the minutes of a roll call, and the blueprint of an exam."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from courses.teaching.plan import assessment
from courses.teaching.rules import CLOSING, credit_hours, timing
from tests.courses.small_course import small_course
from tests.courses.test_content_check import without_exam


@given(st.integers(0, 10_000), st.sampled_from([50, 60]))
def test_hours_never_promise_more_than_the_minutes_and_less_than_a_quarter_is_lost(minutes: int, hour: int) -> None:
    hours = float(credit_hours(minutes, hour))
    assert hours * hour <= minutes < (hours + 0.25) * hour
    assert hours * 4 == int(hours * 4)


@given(st.integers(5, 20))
def test_a_roll_call_spends_all_its_minutes_and_each_part_gets_one(minutes: int) -> None:
    spent = timing(minutes)
    assert spent.say + spent.scenario + spent.questions + spent.close == minutes
    assert spent.say >= spent.scenario >= spent.questions >= CLOSING == spent.close


def test_the_blueprint_counts_each_draw_for_the_module_its_questions_ask_about() -> None:
    found = assessment(small_course())
    assert found is not None
    assert [(line.area, line.questions) for line in found.areas] == [("Start", 4)]
    assert (found.questions, found.bank, found.attempts, found.minutes, found.tells_answers) == (4, 6, 3, 30, False)
    assert assessment(without_exam(small_course())) is None


def test_a_pool_without_objectives_counts_for_the_lesson_it_is_called_after() -> None:
    bare = tuple(replace(question, objective="") for question in small_course().questions)
    found = assessment(small_course(questions=bare))
    assert found is not None
    assert [line.area for line in found.areas] == ["Start"]
