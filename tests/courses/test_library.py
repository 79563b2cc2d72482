"""The courses that ship with the academy: nothing blocks their publishing, and no answer gives itself away."""

from collections import Counter
from datetime import date
from pathlib import Path
from statistics import mean

import pytest

import courses
from courses.content import folder
from courses.content.findings import Kind
from courses.content.kinds import CHOSEN
from courses.content.model import CourseContent
from courses.content.quality import report
from courses.content.sections import take_away

SHIPPED = sorted(path.parent for path in (Path(courses.__file__).parent / "library").glob("*/course.toml"))
NO_REVIEW = "no review of it is dated"
"""The only thing left to look at: it needs a person, and no file can claim it."""
by_course = pytest.mark.parametrize("shipped", SHIPPED, ids=lambda path: path.name)


@pytest.fixture(scope="module")
def read() -> dict[Path, CourseContent]:
    return {path: folder.read(path) for path in SHIPPED}


@by_course
def test_only_the_review_of_the_law_is_left_to_do(shipped: Path) -> None:
    findings = folder.inspect(shipped, date(2026, 11, 25))
    assert [str(one) for one in findings if NO_REVIEW not in str(one)] == []


@by_course
def test_right_options_are_as_long_as_wrong_ones(shipped: Path, read: dict[Path, CourseContent]) -> None:
    asked = [question for question in read[shipped].questions if question.kind in CHOSEN]
    choices = [choice for question in asked for choice in question.choices]
    right, wrong = (mean(len(one.body) for one in choices if one.correct is kind) for kind in (True, False))
    assert 0.95 <= right / wrong <= 1.05


@by_course
def test_the_right_letter_cannot_be_guessed(shipped: Path, read: dict[Path, CourseContent]) -> None:
    places = Counter(
        place for question in read[shipped].questions for place, one in enumerate(question.choices) if one.correct
    )
    assert max(places.values()) <= 0.35 * places.total(), places


@by_course
def test_every_objective_is_asked_for(shipped: Path, read: dict[Path, CourseContent]) -> None:
    asked = Counter(question.objective for question in read[shipped].questions)
    objectives = [one.id for lesson in read[shipped].lessons for one in lesson.objectives]
    assert [name for name in objectives if not asked[name]] == []


@by_course
def test_the_bank_gives_nothing_away_and_sergeants_have_a_pack(shipped: Path, read: dict[Path, CourseContent]) -> None:
    kinds = {Kind.OPTIONS, Kind.LETTERS, Kind.DUPLICATES, Kind.READING, Kind.SOURCES}
    assert [one.sentence for one in report(read[shipped]).findings if one.kind in kinds] == []
    assert all(take_away(one.body) for one in read[shipped].lessons if one.kind == "lesson")
    assert read[shipped].roll_calls
    assert read[shipped].prerequisites
