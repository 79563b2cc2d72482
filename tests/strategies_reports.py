"""What hypothesis draws for the completion matrix: courses, people at a site, and what they take."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from courses.reports.rules import Column, Filters, Member, Taken

TODAY = date(2026, 11, 21)
COURSES = tuple(Column(number, f"course-{number}", f"C{number}", f"Course {number}", 60) for number in (1, 2, 3))
UNITS = ("Patrol South", "Patrol North", "")

days = st.integers(-60, 60).map(lambda number: TODAY + timedelta(days=number))
states = st.sampled_from(("enrolled", "in_progress", "completed", "withdrawn"))


@st.composite
def taken(draw: st.DrawFn, course_id: int) -> Taken:
    """One enrollment; a day of completion exactly where it is completed."""
    state = draw(states)
    lessons = draw(st.integers(1, 20))
    return Taken(
        code=f"e{draw(st.integers(1, 9999))}",
        course_id=course_id,
        state=state,
        enrolled_at=datetime.combine(draw(days), datetime.min.time(), UTC),
        due_on=draw(st.none() | days),
        completed_on=draw(days) if state == "completed" else None,
        lessons_done=lessons if state == "completed" else draw(st.integers(0, lessons)),
        lessons=lessons,
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
    q=st.sampled_from(("", "a", "ana", "LI 1", "1003", "%", "_", "nobody")),
    unit=st.sampled_from(("", "none", *UNITS[:2])),
    state=st.sampled_from(("", "overdue", "done", "in_progress", "nonsense")),
    course=st.sampled_from(("", "course-2")),
)
