"""Leave pauses due dates; what staff set by hand keeps both values; each can be taken back, and the officer sees it."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.audit import AuditEvent
from academy.errors import NotFound
from courses.learning.actions import lessons, overrides
from courses.learning.actions.completions import Signing, sign_statement
from courses.learning.actions.leave import enter_leave, undo_leave
from courses.learning.rules.enrollment import CannotMove
from courses.learning.rules.leave import Away, LeaveBackwards, OwnRecord, due_with_leave
from courses.learning.rules.overrides import DayOver, ExamNotSet, NotSetByHand
from courses.learning.tables import Completion, Enrollment, Leave, Override
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course as taken
from tests.courses.site_training import assign

DAY = timedelta(days=1)
SET_ON = date(2026, 3, 1)
days = st.integers(-40, 120).map(lambda number: SET_ON + number * DAY)
leaves = st.lists(st.tuples(days, st.integers(0, 40)).map(lambda one: Away(one[0], one[0] + one[1] * DAY)), max_size=5)


@given(days.filter(lambda due: due > SET_ON), leaves, st.randoms())
def test_as_many_days_without_leave_remain_whatever_the_order(due: date, taken_off: list[Away], dice: object) -> None:
    moved = due_with_leave(SET_ON, due, taken_off)
    assert moved is not None
    off = {one.from_on + n * DAY for one in taken_off for n in range((one.until_on - one.from_on).days + 1)}  # type: ignore[operator]
    free = [SET_ON + n * DAY for n in range(1, (moved - SET_ON).days + 1) if SET_ON + n * DAY not in off]
    assert len(free) == (due - SET_ON).days
    dice.shuffle(taken_off)  # type: ignore[attr-defined]
    assert due_with_leave(SET_ON, due, taken_off) == moved


@given(days.filter(lambda due: due > SET_ON), leaves, days)
def test_leave_without_an_end_pauses_what_is_due_in_it_and_nothing_else(
    due: date, taken_off: list[Away], since: date
) -> None:
    before = due_with_leave(SET_ON, due, taken_off)
    moved = due_with_leave(SET_ON, due, [*taken_off, Away(since, None)])
    assert before is not None
    assert moved is None or moved < since
    if before < since:
        assert moved == before


RALEIGH = "/sites/raleigh-nc"


@pytest.fixture
async def code(cast: Cast, the_clock: Clock) -> str:
    """Ruth assigned the course about rain to Maria, due in ten days."""
    await taken.publish(taken.content())
    await assign(cast, "maria", due_on=the_clock.now.date() + 10 * DAY)
    return str((await Enrollment.select(Enrollment.code).first() or {})["code"])


async def due() -> tuple[date | None, date | None]:
    row = await Enrollment.select(Enrollment.due_on, Enrollment.due_given).first()
    return (row["due_on"], row["due_given"]) if row else (None, None)


async def test_leave_pauses_moves_and_is_undone(code: str, cast: Cast, the_clock: Clock, browser_as: Browser) -> None:
    today, given = the_clock.now.date(), the_clock.now.date() + 10 * DAY
    ruth, maria = await browser_as(cast.ruth), await browser_as(cast.maria)
    page = f"{RALEIGH}/people/{cast.maria.code}"
    backwards = await ruth.post(f"{page}/leave", data={"from_on": today, "until_on": today - DAY, "reason": "Injury"})
    assert (backwards.status_code, "on or after the first" in backwards.text, 'value="Injury"' in backwards.text) == (
        422,
        True,
        True,
    )
    await ruth.post(f"{page}/leave", data={"from_on": today + 3 * DAY, "reason": "Injury"})
    assert await due() == (None, given)
    assert "Your leave pauses this" in (await maria.get("/my-training")).text
    assert "paused by leave" in (await ruth.get(page)).text
    [leave] = await Leave.select()
    form = {"until_on": str(today + 7 * DAY)}
    assert (await ruth.post(f"{RALEIGH}/leave/{leave['code']}/end", data=form)).status_code == 303
    assert await due() == (given + 5 * DAY, given)
    assert "your leave moved it" in (await maria.get(f"/enrollments/{code}")).text
    await assign(cast, "maria", due_on=given - DAY)
    assert await due() == (given + 4 * DAY, given - DAY)
    assert (await ruth.post(f"{RALEIGH}/leave/{leave['code']}/undoing", data=form)).status_code == 409


async def test_a_leave_entered_by_mistake_counts_for_nothing(code: str, cast: Cast, the_clock: Clock) -> None:
    before = await due()
    today = the_clock.now.date()
    await enter_leave(cast.ruth, slug="raleigh-nc", person=cast.maria.code, days=(today, None), reason="Leave")
    [leave] = await Leave.select()
    await undo_leave(cast.ruth, slug="raleigh-nc", code=leave["code"])
    assert await due() == before
    with pytest.raises(OwnRecord):
        await enter_leave(cast.ruth, slug="raleigh-nc", person=cast.ruth.code, days=(today, None), reason="Leave")
    with pytest.raises(LeaveBackwards):
        await enter_leave(cast.ruth, slug="raleigh-nc", person=cast.maria.code, days=(today, date.max), reason="Leave")
    with pytest.raises(NotFound):
        await undo_leave(cast.nora, slug="raleigh-nc", code=leave["code"])


async def test_a_lesson_set_by_staff_is_told_and_can_be_taken_back(
    code: str, cast: Cast, browser_as: Browser, the_clock: Clock
) -> None:
    ruth, maria = await browser_as(cast.ruth), await browser_as(cast.maria)
    where, person = f"{RALEIGH}/enrollments/{code}/lesson", cast.maria.code
    short = await ruth.post(where, data={"lesson": "lecture", "done": "yes", "reason": "x"})
    assert (short.status_code, "at least 3 characters" in short.text) == (422, True)
    form = {"lesson": "lecture", "reason": "Taught in class"}
    assert (await ruth.post(where, data=form)).status_code == 409
    assert (await ruth.post(where, data=form | {"done": "yes"})).status_code == 303
    told = "lesson 1.2 from not done to done"
    assert f"Ruth Okafor set {told}" in (await maria.get(f"/enrollments/{code}")).text
    assert f"Take back: {told}" in (await ruth.get(f"{RALEIGH}/people/{person}")).text
    assert (await ruth.post(where, data=form)).status_code == 303
    rows = await Override.select(Override.old, Override.new).order_by(Override.id)
    assert [json.loads(row["new"]) for row in rows] == [{"done": True}, {"done": False}]
    assert "Set a lesson as done" in (await ruth.get(f"{RALEIGH}/people/{person}")).text
    assert await AuditEvent.count().where(AuditEvent.action == "learning:override:lesson") == 2


async def test_what_staff_set_stands_in_the_evidence_of_the_completion(code: str, cast: Cast, the_clock: Clock) -> None:
    said = {"slug": "raleigh-nc", "code": code, "reason": "Taught in class"}
    await overrides.set_lesson(cast.ruth, key="lecture", done=True, **said)
    with pytest.raises(ExamNotSet):
        await overrides.set_lesson(cast.ruth, key="final-exam", done=True, **said)
    with pytest.raises(NotSetByHand):
        await overrides.set_lesson(cast.ruth, key="first-steps", done=False, **said)
    await lessons.read(cast.maria, code=code, key="first-steps")
    await lessons.choose(cast.maria, code=code, key="first-steps", choice="b")
    await taken.pass_quiz(cast.maria, code, "first-steps")
    await taken.pass_quiz(cast.maria, code, "final-exam")
    await sign_statement(cast.maria, code=code, signing=Signing(cast.maria.name, agrees=True))
    [row] = await Completion.select(Completion.evidence)
    by_staff = {one["key"]: one.get("set_by_staff", False) for one in json.loads(row["evidence"])["steps"]}
    assert by_staff == {"first-steps": False, "lecture": True, "final-exam": False}
    with pytest.raises(CannotMove):
        await overrides.set_due_date(cast.ruth, slug="raleigh-nc", code=code, due_on=None, reason="None needed")


async def test_another_due_date_keeps_the_old_one(code: str, cast: Cast, the_clock: Clock) -> None:
    today, (before, _) = the_clock.now.date(), await due()
    said = {"slug": "raleigh-nc", "code": code, "reason": "Court all week"}
    with pytest.raises(DayOver):
        await overrides.set_due_date(cast.ruth, due_on=today - 2 * DAY, **said)
    with pytest.raises(NotFound):
        await overrides.set_due_date(cast.nora, due_on=today, **said)
    await overrides.set_due_date(cast.ruth, due_on=today + 30 * DAY, **said)
    assert await due() == (today + 30 * DAY, None)
    [row] = await Override.select(Override.old, Override.new)
    assert [json.loads(row[name])["due_on"] for name in ("old", "new")] == [str(before), str(today + 30 * DAY)]
