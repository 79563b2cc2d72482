"""Hypothesis strategies for what learners do: played seconds, answer sheets, question pools, steps of a course."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from courses.learning.rules.completion import QuizStanding, Step
from courses.learning.rules.grading import Marked
from courses.learning.rules.intervals import Ranges, union
from courses.learning.rules.selection import Candidate

DURATION = 600
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)

spans = st.tuples(st.integers(0, DURATION + 50), st.integers(0, 90)).map(lambda span: (span[0], span[0] + span[1]))
raw_ranges: st.SearchStrategy[Ranges] = st.lists(spans, max_size=12).map(tuple)
ranges: st.SearchStrategy[Ranges] = raw_ranges.map(union)

sheets = st.lists(
    st.builds(
        Marked,
        points=st.integers(1, 5),
        per_mille=st.integers(0, 1000),
    ),
    min_size=1,
    max_size=20,
).map(tuple)


@st.composite
def pools(draw: st.DrawFn) -> tuple[tuple[Candidate, ...], dict[str, int]]:
    """Questions of up to four pools, and a draw that each pool can serve."""
    sizes = draw(st.dictionaries(st.sampled_from("wxyz"), st.integers(1, 8), min_size=1))
    candidates = []
    for pool, size in sizes.items():
        for _ in range(size):
            objective = draw(st.sampled_from(["1a", "1b", "1c"]))
            candidates.append(Candidate(len(candidates) + 1, pool, objective))
    return tuple(candidates), {pool: draw(st.integers(0, size)) for pool, size in sizes.items()}


@st.composite
def steps(draw: st.DrawFn, kind: str = "lesson") -> Step:
    """A step with any mixture of parts, each done or open."""
    number = draw(st.integers(1, 99))
    moments = st.none() | st.just(NOON)
    quiz = draw(st.none() | st.builds(QuizStanding, st.integers(1, 40), st.just(80), st.booleans()))
    return Step(
        lesson_id=number,
        key=f"lesson-{number}",
        number=f"1.{number}",
        title=f"Lesson {number}",
        kind=kind,
        minutes=draw(st.integers(0, 30)),
        has_lecture=draw(st.booleans()),
        lecture_seconds=draw(st.integers(0, DURATION)),
        watched_percent=draw(st.integers(0, 100)),
        has_text=draw(st.booleans()),
        read_at=draw(moments),
        has_scenario=draw(st.booleans()),
        scenario_at=draw(moments),
        stops=draw(st.integers(0, 2)),
        stops_required=draw(st.booleans()),
        stops_answered=draw(st.integers(0, 2)),
        quiz=quiz,
        touched_at=draw(moments),
    )


courses = st.tuples(st.lists(steps(), max_size=6), st.lists(steps("exam"), max_size=1)).map(
    lambda parts: (*parts[0], *parts[1])
)
