"""Assigning in four steps: who gets the course, who has it already, and which answer is still missing."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.reports import assigning
from courses.reports.assigning import Choice
from courses.reports.rules import Member
from tests.strategies_reports import COURSES, TODAY, UNITS, crowd

COURSE = COURSES[0]
units = st.sets(st.sampled_from(["none", *UNITS[:2], "Unit that is gone"])).map(tuple)


@given(crowd(), units, st.sets(st.sampled_from([f"p{number}" for number in range(9)])).map(tuple))
def test_who_is_chosen_either_gets_it_or_has_it(
    people: tuple[Member, ...], chosen: tuple[str, ...], names: tuple[str, ...]
):
    candidates = assigning.candidates(people, COURSE)
    plan = assigning.plan(candidates, Choice(units=chosen, people=names))
    assert sorted(one.code for one in (*plan.gets, *plan.has_it)) == sorted(one.code for one in plan.chosen)
    assert not {one.code for one in plan.gets} & {one.code for one in plan.has_it}
    assert {one.code for one in plan.chosen} >= set(names) & {one.code for one in people}


@given(crowd())
def test_nobody_gets_a_course_twice(people: tuple[Member, ...]):
    plan = assigning.plan(assigning.candidates(people, COURSE), Choice(units=("none", *UNITS)))
    gets = {one.code for one in plan.gets}
    taken = [one for person in people if person.code in gets for one in person.taken if one.course_id == COURSE.id]
    assert all(not one.state for one in taken)


@given(crowd())
def test_unit_lines_count_everybody_once(people: tuple[Member, ...]):
    candidates = assigning.candidates(people, COURSE)
    lines = assigning.units(candidates)
    assert sum(line.people for line in lines) == len(people)
    assert sum(line.have for line in lines) == sum(one.has != "" for one in candidates)
    assert [line.name == "" for line in lines].count(True) == any(one.unit == "" for one in people)
    assert "" not in [line.name for line in lines][:-1]


ANA = Member(code="ana", name="Ana", rank="", number="", agency="A", unit="Patrol South")
GOOD = Choice(step=4, course=COURSE.slug, people=("ana",), due_on=TODAY.isoformat(), reason="New policy.")


@pytest.mark.parametrize(
    ("changed", "field", "step"),
    [
        ({}, "", 4),
        ({"course": ""}, "course", 1),
        ({"people": ()}, "units", 2),
        ({"people": ("gone",)}, "units", 2),
        ({"due_on": (TODAY - timedelta(days=1)).isoformat()}, "due_on", 3),
        ({"due_on": "31.12.2026"}, "due_on", 3),
        ({"due_on": ""}, "", 4),
        ({"reason": "  "}, "reason", 3),
        ({"reason": "x" * 301}, "reason", 3),
        ({"step": 1, "course": "", "people": ()}, "", 1),
        ({"step": 2, "people": ()}, "", 2),
        ({"step": 99}, "", 4),
        ({"step": -1}, "", 1),
    ],
)
def test_the_step_shown_is_the_first_with_something_missing(changed: dict[str, object], field: str, step: int):
    choice = msgspec.structs.replace(GOOD, **changed)
    course = COURSE if choice.course else None
    plan = assigning.plan(assigning.candidates((ANA,), course), choice)
    found = assigning.faults(choice, course, plan, TODAY)
    assert list(found) == ([field] if field else [])
    assert assigning.step_of(choice, found) == step
