"""What is left, and why: empty exactly when everything is done, and honest about the order."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.rules.completion import (
    NotYetOpen,
    QuizStanding,
    Step,
    current_step,
    minutes_left,
    parts_left,
    require_exam_open,
    require_statement_open,
    unmet,
)
from tests.strategies_learning import NOON, courses, steps

Steps = tuple[Step, ...]


def lesson(number: str, **values: object) -> Step:
    return msgspec.structs.replace(Step(lesson_id=1, key=number, number=number, title=number, minutes=20), **values)


@given(courses, st.booleans())
def test_nothing_is_left_exactly_when_all_is_done_and_signed(course: Steps, is_signed: bool) -> None:
    left = unmet(course, is_signed=is_signed, pass_percent=80)
    assert (not left) == (is_signed and all(step.is_done for step in course))


@given(courses)
def test_every_open_step_is_named_or_counted(course: Steps) -> None:
    left = unmet(course, is_signed=True, pass_percent=80)
    lessons = sum(1 for step in course if not step.is_exam and not step.is_done)
    counted = sum(int(each.what.split()[0]) if each.kind == "lessons" else 1 for each in left if each.kind != "exam")
    assert counted == lessons


@given(steps())
def test_a_done_step_stays_done_whatever_is_asked_later(step: Step) -> None:
    assert msgspec.structs.replace(step, done_at=NOON).is_done


@given(steps())
def test_doing_a_part_never_adds_work(step: Step) -> None:
    after = msgspec.structs.replace(step, watched_percent=100, scenario_at=NOON)
    assert set(parts_left(after)) <= set(parts_left(step))


@given(courses)
def test_minutes_left_end_at_zero_with_the_last_step(course: Steps) -> None:
    assert (minutes_left(course) == 0) == all(step.is_done for step in course)


def test_the_parts_of_a_lesson_are_said_in_the_order_of_the_page() -> None:
    step = lesson(
        "2.3",
        has_lecture=True,
        lecture_seconds=860,
        watched_seconds=660,
        watched_percent=76,
        has_scenario=True,
        has_text=True,
        quiz=QuizStanding(4, 80),
        touched_at=NOON,
    )
    (first, *_) = unmet((step,), is_signed=True, pass_percent=80)
    assert first.what + first.why == "The rest of lesson 2.3: 2 minutes of lecture, one scenario, a 4-question quiz"


def test_the_exam_and_the_statement_open_last() -> None:
    exam = lesson("", title="Final exam", kind="exam", quiz=QuizStanding(40, 80))
    course = (lesson("1.1", has_text=True), lesson("1.2", has_text=True), exam)
    left = unmet(course, is_signed=False, pass_percent=80)
    assert [(each.kind, each.opens_later) for each in left] == [
        ("lesson", False),
        ("lessons", False),
        ("exam", True),
        ("statement", True),
    ]
    with pytest.raises(NotYetOpen):
        require_exam_open(course)
    with pytest.raises(NotYetOpen):
        require_statement_open((msgspec.structs.replace(course[0], done_at=NOON), exam))


@given(courses)
def test_the_exam_opens_when_no_lesson_is_left(course: Steps) -> None:
    finished = tuple(msgspec.structs.replace(step, done_at=NOON) if not step.is_exam else step for step in course)
    require_exam_open(finished)
    assert all(step.is_exam for step in finished if not step.is_done)


def test_going_on_means_the_lesson_touched_last() -> None:
    course = (
        lesson("1.1", has_text=True),
        lesson("1.2", has_text=True, touched_at=NOON),
        lesson("1.3", has_text=True, touched_at=NOON + timedelta(hours=1)),
    )
    step = current_step(course)
    assert step is not None
    assert step.key == "1.3"
    assert current_step(course[:1]) == course[0]
    assert current_step(()) is None


def test_a_lecture_replaces_the_text_it_stands_beside() -> None:
    assert parts_left(lesson("1.1", has_text=True, has_lecture=True, lecture_seconds=60, watched_percent=90)) == ()
