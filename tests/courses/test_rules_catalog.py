"""Filters narrow, and every count tells how many courses its box would show."""

from hypothesis import given
from hypothesis import strategies as st

from courses.catalog.rules import AUDIENCES, LENGTHS, CourseRow, Filters, chosen, groups, reliefs
from courses.content.model import FOCUS_AREAS

COURSES = st.lists(
    st.builds(
        CourseRow,
        slug=st.text("abc", min_size=1, max_size=4),
        code=st.just("X"),
        track=st.just("x"),
        title=st.text("abc", max_size=4),
        tagline=st.just(""),
        audience=st.lists(st.sampled_from(AUDIENCES), max_size=3).map(", ".join),
        focus_areas=st.lists(st.sampled_from(FOCUS_AREAS[:3]), max_size=2, unique=True).map(tuple),
        minutes=st.integers(0, 700),
        final_minutes=st.just(30),
        lessons=st.integers(0, 20),
    ),
    max_size=8,
).map(tuple)


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


FILTERS = st.builds(Filters, area=some(FOCUS_AREAS[:4]), length=some(tuple(LENGTHS)), audience=some(AUDIENCES))


@given(COURSES, FILTERS)
def test_a_count_is_what_its_box_alone_would_show_under_the_other_filters(
    courses: tuple[CourseRow, ...], filters: Filters
) -> None:
    for group in groups(courses, filters):
        others = filters.without(group.name)
        for option in group.options:
            alone = Filters(
                **{**{n: getattr(others, n) for n in ("area", "length", "audience")}, group.name: (option.value,)}
            )
            assert option.count == len(chosen(courses, alone))


@given(COURSES, FILTERS)
def test_what_was_chosen_stays_on_the_page_however_little_it_finds(
    courses: tuple[CourseRow, ...], filters: Filters
) -> None:
    for group in groups(courses, filters):
        picked = {option.value for option in group.options if option.chosen}
        assert picked == set(getattr(filters, group.name))


@given(COURSES, FILTERS)
def test_more_boxes_of_one_kind_never_show_less(courses: tuple[CourseRow, ...], filters: Filters) -> None:
    wider = Filters(area=(*filters.area, "Technology"), length=filters.length, audience=filters.audience)
    if filters.area:
        assert set(map(id, chosen(courses, filters))) <= set(map(id, chosen(courses, wider)))


@given(COURSES, FILTERS)
def test_reliefs_count_what_is_left_when_they_go(courses: tuple[CourseRow, ...], filters: Filters) -> None:
    counts = [relief.count for relief in reliefs(courses, filters)]
    assert counts == sorted(counts, reverse=True)
    expected = [
        len(chosen(courses, filters.without(name))) for name in ("area", "length", "audience") if getattr(filters, name)
    ]
    assert sorted(counts) == sorted(expected)
