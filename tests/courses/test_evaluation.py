"""Evaluating a completed course: who may, what is kept, and what nobody can see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.authoring import actions as authoring
from courses.evaluation.actions import evaluate
from courses.evaluation.rules import (
    FEWEST,
    QUESTIONS,
    Answers,
    EvaluationClosed,
    NothingSaid,
    NotYetTaken,
    mark_of,
    shown,
    tallies,
)
from courses.evaluation.tables import Evaluation
from tests import builders
from tests.cast import Cast
from tests.conftest import Browser

KEYS = st.tuples(st.sampled_from([question.key for question in QUESTIONS]), st.integers(1, 5))


@given(st.dictionaries(KEYS, st.integers(1, 9)))
def test_no_question_shows_fewer_answers_than_the_fewest(counts: dict[tuple[str, int], int]) -> None:
    for tally in tallies(counts):
        given_answers = sum(times for (key, _), times in counts.items() if key == tally.question.key)
        assert tally.answers == (given_answers if given_answers >= FEWEST else 0)


def test_words_come_by_the_alphabet_or_not_at_all() -> None:
    assert shown(("zeal", "Aim", "be"), FEWEST) == ("Aim", "be", "zeal")
    assert shown(("zeal",), FEWEST - 1) == ()


def test_a_mark_is_of_one_enrollment_and_one_secret() -> None:
    assert len({mark_of(1, "a"), mark_of(2, "a"), mark_of(1, "b")}) == 3


async def test_an_evaluation_is_one_and_can_be_changed_until_the_version_retires(cast: Cast) -> None:
    await builders.a_published_course(cast)
    code = await builders.an_enrollment(cast.maria)
    with pytest.raises(NotYetTaken):
        await evaluate(cast.maria, code=code, answers=Answers(use=5))
    code = await builders.a_completion(cast.maria)
    with pytest.raises(NothingSaid):
        await evaluate(cast.maria, code=code, answers=Answers(comment="  "))
    await evaluate(cast.maria, code=code, answers=Answers(use=5, comment=" Good. "))
    await evaluate(cast.maria, code=code, answers=Answers(clarity=2))
    [row] = await Evaluation.select()
    assert (row["use"], row["clarity"], row["comment"]) == (None, 2, "")
    assert set(row) == {"id", "version", "mark", "comment", *(question.key for question in QUESTIONS)}
    await authoring.retire(cast.ravi, builders.COURSE, 1, reason="Old")
    with pytest.raises(EvaluationClosed):
        await evaluate(cast.maria, code=code, answers=Answers(clarity=1))


async def test_the_page_keeps_what_was_typed_and_shows_what_was_said(cast: Cast, browser_as: Browser) -> None:
    await builders.a_published_course(cast)
    code = await builders.a_completion(cast.maria)
    maria, path = await browser_as(cast.maria), f"/enrollments/{code}/evaluation"
    assert path in (await maria.get(f"/enrollments/{code}/completion")).text
    wrong = await maria.post(path, data={"use": "9", "comment": "Fine & <dry>"})
    assert (wrong.status_code, "Fine &amp; &lt;dry&gt;" in wrong.text) == (422, True)
    assert (await maria.post(path, data={"use": "4"})).headers["location"] == path
    text = (await maria.get(path)).text
    assert "Thank you, your answers are kept." in text
    assert 'id="use-4" name="use" value="4" checked' in text


async def many(version: int, count: int) -> None:
    rows = [Evaluation(version=version, mark=f"m{n}", use=4, clarity=5 if n else None, comment=f"Said by {n}")
            for n in range(count)]  # fmt: skip
    await Evaluation.insert(*rows)


@pytest.mark.parametrize(("name", "where"), [("ines", "authoring"), ("ravi", "review")])
async def test_results_show_nothing_below_five(cast: Cast, browser_as: Browser, name: str, where: str) -> None:
    await builders.a_published_course(cast)
    version = (await Evaluation.raw("SELECT id FROM course_version"))[0]["id"]
    staff = await browser_as(cast.people[name])
    path = f"/{where}/first-steps/evaluations"
    await many(version, FEWEST - 1)
    hidden = (await staff.get(path)).text
    assert "Fewer than 5 people have answered." in hidden
    assert "Said by" not in hidden
    await Evaluation.delete(force=True)
    await many(version, FEWEST)
    text = (await staff.get(path)).text
    assert "5 of 5: probably or surely" in text
    assert "Fewer than 5 answers to this question" in text, "one of the five left out a question"
    assert "Said by 4" in text
