"""What quizzes take: how it is typed, and what is said where the bank cannot give it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.authoring.draws_form import read_draws, typed_draws
from courses.content.check import faults
from courses.content.model import CourseContent, Draw, Pick, Quiz
from tests.courses import kinds_course as kinds
from tests.strategies_content import KEYS, KINDS

picks = st.builds(
    Pick,
    count=st.integers(1, 99),
    pool=st.one_of(st.just(""), KEYS.filter(lambda key: not key.isdecimal())),
    tags=st.lists(KEYS, max_size=2).map(tuple),
    kinds=st.lists(st.sampled_from(KINDS), max_size=2).map(tuple),
    objective=st.sampled_from(["", "1.1a"]),
    stimulus=st.one_of(st.just(""), KEYS),
)


@given(st.lists(picks, unique=True, max_size=4))
def test_what_a_quiz_takes_reads_back_as_typed(wanted: list[Pick]) -> None:
    plain = [one for one in wanted if one.pool and one == Pick(pool=one.pool, count=one.count)]
    draws = tuple(Draw(pool=one.pool, count=one.count) for one in plain)
    rest = tuple(one for one in wanted if one not in plain)
    faults_found: dict[str, str] = {}
    assert read_draws(typed_draws(Quiz(title="T", draws=draws, picks=rest)), faults_found) == (draws, rest)
    assert faults_found == {}


@pytest.mark.parametrize("typed", ["leads", "4 4", "leads 0", "leads four", "2 color:red", "2 kind:essay", "2 tag:"])
def test_a_line_nobody_can_read_is_told_with_an_example(typed: str) -> None:
    told: dict[str, str] = {}
    assert read_draws(typed, told) == ((), ())
    assert "leads-and-hits 4" in told["draws"]


def _asking(*wanted: Pick) -> CourseContent:
    course = kinds.content()
    module = course.modules[0]
    quiz = Quiz(title="Check", picks=wanted)
    first = msgspec.structs.replace(module.lessons[0], quiz=quiz)
    changed = msgspec.structs.replace(module, lessons=(first, *module.lessons[1:]))
    return msgspec.structs.replace(course, modules=(changed, *course.modules[1:]))


def test_a_shortage_is_told_with_what_is_missing() -> None:
    [alone] = faults(_asking(Pick(count=2, kinds=("text",))))
    assert alone.sentence == "The quiz picks 2 questions of kind text; 1 are there."
    both = (Pick(count=1, kinds=("text",)), Pick(count=8, pool=kinds.POOL))
    [other] = faults(_asking(*both))
    assert "others of its picks need the same" in other.sentence
    assert (other.place.key, other.place.part) == ("first-steps", "quiz.pick[1]")
    assert faults(_asking(Pick(count=1, kinds=("text",)), Pick(count=2, stimulus="wet-yard"))) == ()
