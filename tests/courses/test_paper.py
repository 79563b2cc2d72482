"""The paper of an attempt: what was shown, in its order, what was answered, and what it brought, also years later."""

import pytest

from academy.errors import NotFound
from courses.learning.actions import attempts, enrollments
from courses.learning.queries.paper import paper_of
from courses.learning.records import attempts as sealed
from courses.learning.rules.kinds import reached_per_mille
from courses.learning.tables import AttemptItem
from tests.cast import Cast
from tests.conftest import Clock
from tests.courses import taken_course as taken

pytestmark = pytest.mark.usefixtures("database")


async def _taken(cast: Cast, answers: str) -> int:
    """An attempt at the quiz of 1.1, each question answered with these letters, as far as it has them."""
    await taken.publish(taken.content())
    code = await enrollments.enroll(cast.maria, course_slug="rain")
    attempt = await attempts.start(cast.maria, code=code, key="first-steps")
    await attempts.answer(cast.maria, code=attempt, position=1, chosen=answers)
    await attempts.submit(cast.maria, code=attempt)
    row = await taken.attempt_row(attempt)
    assert isinstance(row["id"], int)
    return row["id"]


async def test_a_paper_shows_each_question_in_its_order_with_answer_key_and_points(cast: Cast, the_clock: Clock):
    paper = await paper_of(await _taken(cast, "b"))
    orders = await AttemptItem.select(AttemptItem.choice_order).order_by(AttemptItem.position)
    first, second = paper.items
    assert [",".join(option.token for option in item.shown.options) for item in paper.items] == [
        row["choice_order"] for row in orders
    ]
    assert (first.given_words, first.right_words, first.per_mille, first.points) == (
        ("Answer b",), ("Answer b",), 1000, 1,
    )  # fmt: skip
    assert (second.given_words, second.answered_at, second.points) == ((), None, 0)
    assert (paper.points, paper.possible, paper.percent, paper.passed) == (1, 2, 50, False)
    assert (first.answered_at, paper.submitted_at) == (the_clock.now, the_clock.now)


async def test_what_was_sealed_before_the_newer_columns_reads_the_same(cast: Cast):
    attempt_id = await _taken(cast, "b")
    items = (await sealed([attempt_id]))[attempt_id]["items"]
    assert [set(item) & {"layout", "given", "per_mille"} for item in items] == [{"per_mille"}, set()]


@pytest.mark.parametrize(("points", "brought"), [(3, 1000), (0, 0), (None, None)])
def test_an_answer_graded_before_partial_credit_brought_all_or_nothing(points: int | None, brought: int | None):
    assert reached_per_mille({"per_mille": None, "points": points}, 3) == brought


async def test_an_unknown_attempt_has_no_paper():
    with pytest.raises(NotFound):
        await paper_of(0)
