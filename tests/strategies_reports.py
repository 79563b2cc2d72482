"""What hypothesis draws for the completion matrix: courses, people at a site, and what they take."""

from datetime import date, timedelta

from hypothesis import strategies as st

from courses.learning.lines.rules import Taken
from courses.reports.rules import Column, Filters, Member

TODAY = date(2026, 11, 21)
COURSES = tuple(Column(number, f"course-{number}", f"C{number}", f"Course {number}", 60) for number in (1, 2, 3))
UNITS = ("Patrol South", "Patrol North", "")

days = st.integers(-60, 60).map(lambda number: TODAY + timedelta(days=number))
states = st.sampled_from(("enrolled", "in_progress", "completed", ""))


@st.composite
def taken(draw: st.DrawFn, course_id: int) -> Taken:
    """One course, taken or only exempt from; a day of completion exactly where it is completed."""
    state = draw(states)
    is_open = state in ("enrolled", "in_progress")
    exempt = draw(st.booleans()) or not state
    return Taken(
        course_id,
        state,
        given_on=draw(days) if state else None,
        due_on=draw(st.none() | days) if is_open else None,
        completed_on=draw(days) if state == "completed" else None,
        percent=draw(st.integers(0, 100)) if is_open else 0,
        exempt_from=draw(days) if exempt else None,
        exempt_until=draw(st.none() | days) if exempt else None,
    )


@st.composite
def member(draw: st.DrawFn, number: int = 0) -> Member:
    """One person with at most one enrollment in each course."""
    chosen = draw(st.sets(st.sampled_from([course.id for course in COURSES])))
    return Member(
        code=f"p{number}",
        name=draw(st.sampled_from(("Ana Li", "Bo Ray", "Cy Oh", "Di Paz", "Ed Fry"))) + f" {number}",
        rank="Ofc.",
        number=f"{1000 + number}",
        agency="Police",
        unit=draw(st.sampled_from(UNITS)),
        taken=tuple(draw(taken(course_id)) for course_id in sorted(chosen)),
    )


@st.composite
def crowd(draw: st.DrawFn) -> tuple[Member, ...]:
    """Nobody, a few, or many people."""
    return tuple(draw(member(number)) for number in range(draw(st.integers(0, 7))))


filters = st.builds(
    Filters,
    sort=st.sampled_from(("", "name", "unit", "course-1", "course-3", "nonsense")),
    down=st.booleans(),
    state=st.sampled_from(("", "overdue", "done", "in_progress", "nonsense")),
    course=st.sampled_from(("", "course-2")),
)
