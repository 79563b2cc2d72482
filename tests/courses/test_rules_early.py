"""Who may be named for asking too early: nobody whose page can have offered it, whatever happened since."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.honesty.early import FEWEST, AskedEarly, asked_early
from courses.honesty.rules import Whose
from courses.honesty.wording import sentence
from courses.learning.early.rules import MOST, What, was_never_open
from courses.learning.rules.completion import NotYetOpen, Step, require_exam_open, require_statement_open
from tests.strategies_learning import NOON, courses

Steps = tuple[Step, ...]
WHAT: st.SearchStrategy[What] = st.sampled_from(["exam", "statement"])
OUTSIDE = st.fixed_dictionaries(
    {"has_lecture": st.booleans(), "lecture_seconds": st.integers(0, 900), "watched_percent": st.integers(0, 100),
     "reads_slides": st.booleans(), "touched_at": st.none() | st.just(NOON)}
)  # fmt: skip
"""What the making of films changes under a learner who does nothing."""
asked = st.builds(
    AskedEarly,
    st.builds(Whose, st.just(1), st.just(1), st.integers(1, 3)),
    WHAT,
    st.dates().map(str),
    st.integers(1, MOST),
)


def require_open(what: What, steps: Steps) -> None:
    (require_exam_open if what == "exam" else require_statement_open)(steps)


def played(steps: Steps) -> Steps:
    """Whoever has a share of a lecture played has seconds of it."""
    return tuple(msgspec.structs.replace(step, watched_seconds=step.watched_percent) for step in steps)


@given(courses.map(played), WHAT, st.data())
def test_whoever_once_had_the_button_is_never_counted(course: Steps, what: What, data: st.DataObject) -> None:
    done = tuple(step for step in course if step.is_done or (what == "exam" and step.is_exam))
    require_open(what, done)
    later = tuple(msgspec.structs.replace(step, **data.draw(OUTSIDE)) for step in done)
    assert not was_never_open(what, later, set_by_hand=False)


@given(courses.map(played), WHAT)
def test_only_what_is_closed_is_counted_and_never_after_a_hand_of_staff(course: Steps, what: What) -> None:
    assert not was_never_open(what, course, set_by_hand=True)
    if was_never_open(what, course, set_by_hand=False):
        with pytest.raises(NotYetOpen):
            require_open(what, course)


@given(courses.map(played), WHAT, st.data())
def test_doing_more_never_brings_anybody_in(course: Steps, what: What, data: st.DataObject) -> None:
    more = st.fixed_dictionaries({}, optional={"read_at": st.just(NOON), "scenario_at": st.just(NOON)})
    after = tuple(msgspec.structs.replace(step, **data.draw(more)) for step in course)
    assert was_never_open(what, course, set_by_hand=False) or not was_never_open(what, after, set_by_hand=False)


@given(st.lists(asked))
def test_one_finding_for_each_enrollment_thing_and_day_and_none_for_a_slip(rows: list[AskedEarly]) -> None:
    found = [*asked_early(rows)]
    often = [one for one in rows if one.times >= FEWEST]
    assert [one.numbers["times"] for one in found] == [one.times for one in often]
    assert len({one.key for one in found}) == len({(one.whose, one.what, one.day) for one in often})
    assert all("Our pages offer it only afterwards." in sentence(one.kind, one.numbers) for one in found)
