"""Assigning in four steps: whom a scope asks, who is asked no more after a change, and which answer is missing."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assigning.actions.changing import dropped
from courses.assigning.choice import Choice, Standing, faults, step_of
from courses.assigning.rules import (
    UNDO_WITHIN,
    AssignmentMoved,
    TooLateToUndo,
    is_look_due,
    move,
    require_in_time,
)
from courses.assigning.scope import EVERYONE, NONE, SiteMember, SiteUnit, Whom, rank_lines, unit_lines

TODAY = date(2026, 11, 21)
UNITS = (SiteUnit(1, "south", "Patrol South"), SiteUnit(2, "north", "Patrol North"), SiteUnit(3, "empty", "Empty"))
RANKS = ("Ofc.", "Sgt.", "")


@st.composite
def crowd(draw: st.DrawFn) -> tuple[SiteMember, ...]:
    """Nobody, a few, or many people, some in several units and some in none."""
    return tuple(
        SiteMember(
            id=number, code=f"p{number}", name=f"Officer {number}", rank=draw(st.sampled_from(RANKS)), email="",
            joined=TODAY, agency_id=1, unit_id=None,
            units=tuple((one.code, one.name) for one in draw(st.sets(st.sampled_from(UNITS[:2])))),
        )
        for number in range(draw(st.integers(0, 7)))
    )  # fmt: skip


codes = st.frozensets(st.sampled_from([f"p{number}" for number in range(9)]), max_size=4)
whoms = st.builds(
    Whom,
    st.frozensets(st.sampled_from(["south", "north", "empty", NONE, EVERYONE])),
    st.frozensets(st.sampled_from(RANKS[:2])),
    codes,
    codes,
)


@given(crowd(), whoms)
def test_everybody_named_is_asked_and_nobody_left_out_is(people: tuple[SiteMember, ...], whom: Whom):
    asked = {one.code for one in people if whom.asks(one)}
    assert not asked & whom.left_out
    there = {one.code for one in people}
    assert asked >= (whom.people & there) - whom.left_out
    if {EVERYONE} & whom.units or {"south", "north", NONE} <= whom.units:
        assert asked == there - whom.left_out


@given(crowd(), whoms, whoms)
def test_only_the_change_itself_takes_anybody_off(people: tuple[SiteMember, ...], old: Whom, new: Whom):
    gone = {one.code for one in dropped(people, old, new)}
    assert gone <= {one.code for one in people if not new.asks(one)}
    assert gone >= {one.code for one in people if old.asks(one) and not new.asks(one)}
    assert dropped(people, old, old) == []


@given(crowd())
def test_unit_and_rank_lines_count_everybody_and_hide_nobody(people: tuple[SiteMember, ...]):
    lines = unit_lines(UNITS, people)
    assert sum(line.people for line in lines) == sum(max(1, len(one.units)) for one in people)
    assert {line.code for line in lines} >= {"south", "north", "empty"}
    assert [line.code for line in lines if line.code == NONE] == [NONE] * any(not one.units for one in people)
    assert sum(line.people for line in rank_lines(people)) == sum(one.rank != "" for one in people)


GOOD = Choice(step=4, course="rain", people=("ana",), due_on=TODAY.isoformat(), reason="New policy.")
FINE = Standing(has_target=True, has_people=True, does_something=True)


@pytest.mark.parametrize(
    ("changed", "standing", "field", "step"),
    [
        ({}, FINE, "", 4),
        ({}, Standing(False, True, True), "course", 1),
        ({}, Standing(True, False, False), "units", 2),
        ({}, Standing(True, True, False), "units", 2),
        ({"changes": "code"}, Standing(True, True, False), "", 4),
        ({"due_on": (TODAY - timedelta(days=1)).isoformat()}, FINE, "due_on", 3),
        ({"due_on": "31.12.2026"}, FINE, "due_on", 3),
        ({"due_on": ""}, FINE, "", 4),
        ({"due_on": "", "due_kind": "on"}, FINE, "due_on", 3),
        ({"due_kind": "after_assigned"}, FINE, "days", 3),
        ({"due_kind": "after_joined", "days": "-3"}, FINE, "days", 3),
        ({"due_kind": "after_done", "days": "30"}, FINE, "", 4),
        ({"months": "x"}, FINE, "months", 3),
        ({"months": "12", "grace": "9999999"}, FINE, "grace", 3),
        ({"reason": "  "}, FINE, "reason", 3),
        ({"reason": "x" * 301}, FINE, "reason", 3),
        ({"step": 1}, Standing(False, False, False), "", 1),
        ({"step": 2}, Standing(True, False, False), "", 2),
        ({"step": 99}, FINE, "", 4),
        ({"step": -1}, FINE, "", 1),
    ],
)
def test_the_step_shown_is_the_first_with_something_missing(
    changed: dict[str, object], standing: Standing, field: str, step: int
):
    choice = msgspec.structs.replace(GOOD, **changed)
    found = faults(choice, standing, TODAY)
    assert list(found) == ([field] if field else [])
    assert step_of(choice, found) == step


def test_an_assignment_is_withdrawn_once_and_set_back_within_a_day():
    assert move(move("active", "withdraw"), "undo") == move("active", "change") == "active"
    for verb in ("withdraw", "change"):
        with pytest.raises(AssignmentMoved):
            move("withdrawn", verb)
    now = datetime(2026, 11, 21, 8, tzinfo=UTC)
    require_in_time(now - UNDO_WITHIN, now)
    with pytest.raises(TooLateToUndo):
        require_in_time(now - UNDO_WITHIN - timedelta(microseconds=1), now)


@given(st.datetimes(timezones=st.just(UTC)), st.timedeltas(timedelta(0), timedelta(days=2)), st.booleans())
def test_people_are_looked_for_in_every_hour_and_at_once_on_news(last: datetime, later: timedelta, news: bool):
    now = last + later if last.year < 9990 else last
    assert is_look_due(None, now, news=False)
    assert is_look_due(last, now, news=True)
    assert is_look_due(last, now, news=news) or now - last < timedelta(hours=1)
