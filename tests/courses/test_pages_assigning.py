"""Assigning a course over HTTP: four steps in the address, one POST, and nothing typed is ever lost."""

from datetime import date

import pytest

from academy.audit import AuditEvent
from courses.learning.tables import Enrollment
from tests.cast import Cast
from tests.conftest import Browser
from tests.courses.site_training import assign, two_courses

STEPS = "/sites/raleigh-nc/assignments"
NEW = f"{STEPS}/new"
FORM = {"course": "rain", "units": "Patrol South", "due_on": "2026-12-31", "reason": "New policy.", "step": "4"}

pytestmark = pytest.mark.usefixtures("the_clock")


async def test_four_presses_assign_a_course_to_a_squad_and_show_what_came_of_it(cast: Cast, browser_as: Browser):
    await two_courses()
    await assign(cast, "tyler", due_on=date(2026, 12, 1))
    ruth = await browser_as(cast.ruth)
    assert "Which course or learning path?" in (await ruth.get(NEW)).text
    kept = await ruth.post(NEW, data={"course": "rain", "step": "2"})
    assert (kept.status_code, "Who gets" in (await ruth.get(kept.headers["location"])).text) == (303, True)
    draft = kept.headers["location"].partition("draft=")[2].partition("&")[0]
    units = {"draft": draft, "course": "rain", "units": "Patrol South", "joiners": "yes", "step": "3"}
    third = await ruth.get((await ruth.post(NEW, data=units)).headers["location"])
    assert "When is it due?" in third.text
    due = {"due_kind": "on", "due_on": "2026-12-31", "reason": "New policy.", "step": "4"}
    review = await ruth.get((await ruth.post(NEW, data=units | due)).headers["location"])
    assert "2 people get" in review.text
    assert "Taking it; nothing changes" in review.text.partition("Tyler Brandt")[2]
    assert "A draft of yours" in (await ruth.get(STEPS)).text
    done = await ruth.post(STEPS, data={"draft": draft})
    again = await ruth.post(STEPS, data={"draft": draft})
    assert done.status_code == 303
    assert again.headers["location"] == done.headers["location"]
    page = (await ruth.get(done.headers["location"])).text
    assert ("It is assigned." in page, "A draft of yours" in (await ruth.get(STEPS)).text) == (True, False)


async def test_everybody_chosen_has_the_course_with_date_reason_and_giver(cast: Cast, browser_as: Browser):
    await two_courses()
    await (await browser_as(cast.ruth)).post(STEPS, data=FORM)
    rows = await Enrollment.select(Enrollment.person, Enrollment.due_on, Enrollment.reason, Enrollment.assigned_by)
    assert {row["person"] for row in rows} == {cast.maria.id, cast.tyler.id, cast.ruth.id}
    assert {(row["due_on"], row["reason"], row["assigned_by"]) for row in rows} == {
        (date(2026, 12, 31), "New policy.", cast.ruth.id)
    }
    words = [row["action"] for row in await AuditEvent.select(AuditEvent.action).order_by(AuditEvent.id)]
    assert words[-1] == "assigning:assignment:make"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"due_on": "2026-11-20"}, "This day is over."),
        ({"reason": " "}, "Write one sentence"),
        ({"reason": "x" * 301}, "Shorten this to 300 characters"),
        ({"course": "gone"}, "Choose the course"),
        ({"units": "Patrol North"}, "Choose at least one unit or person."),
    ],
)
async def test_what_is_missing_is_said_and_nothing_is_assigned(
    changed: dict[str, str], words: str, cast: Cast, browser_as: Browser
):
    await two_courses()
    answer = await (await browser_as(cast.ruth)).post(STEPS, data=FORM | changed)
    assert answer.status_code == 422
    assert words in answer.text
    assert await Enrollment.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
async def test_a_date_that_is_none_keeps_everything_that_was_typed(method: str, cast: Cast, browser_as: Browser):
    await two_courses()
    ruth = await browser_as(cast.ruth)
    typed = FORM | {"due_on": "31.12.2026", "step": "4"}
    answer = await (ruth.get(NEW, params=typed) if method == "get" else ruth.post(STEPS, data=typed))
    assert "Write the date as year-month-day" in answer.text
    assert "New policy." in answer.text
    for kept in ('value="rain"', 'value="Patrol South"', 'value="31.12.2026"'):
        assert kept in answer.text
    assert await Enrollment.count() == 0


async def test_assigning_twice_changes_nothing_for_who_has_it(cast: Cast, browser_as: Browser):
    await two_courses()
    ruth = await browser_as(cast.ruth)
    await ruth.post(STEPS, data=FORM)
    before = await Enrollment.select(Enrollment.code, Enrollment.due_on).order_by(Enrollment.id)
    again = await ruth.post(STEPS, data=FORM | {"due_on": "2027-01-31"})
    assert again.status_code == 422
    assert "Everybody you chose has this course already" in again.text
    assert await Enrollment.select(Enrollment.code, Enrollment.due_on).order_by(Enrollment.id) == before


@pytest.mark.parametrize(("who", "status"), [("nora", 404), ("sam", 403), ("maria", 403), ("ada", 403)])
async def test_nobody_else_assigns_and_nothing_changes(who: str, status: int, cast: Cast, browser_as: Browser):
    await two_courses()
    answer = await (await browser_as(cast.people[who])).post(STEPS, data=FORM)
    assert answer.status_code == status
    assert await Enrollment.count() == 0


async def test_a_stranger_among_the_named_is_left_out(cast: Cast, browser_as: Browser):
    await two_courses()
    form = {**FORM, "units": [], "people": [cast.maria.code, cast.otis.code]}
    await (await browser_as(cast.ruth)).post(STEPS, data=form)
    rows = await Enrollment.select(Enrollment.person)
    assert [row["person"] for row in rows] == [cast.maria.id]


async def test_a_course_is_taken_back_with_a_reason(cast: Cast, browser_as: Browser):
    await two_courses()
    await assign(cast, "maria")
    row = await Enrollment.select(Enrollment.code).first() or {}
    path = f"/sites/raleigh-nc/enrollments/{row['code']}/withdrawal"
    form = {"person": cast.maria.code, "reason": "Moved to another unit."}
    refused = await (await browser_as(cast.nora)).post(path.replace("raleigh-nc", "tulsa-ok"), data=form)
    assert refused.status_code == 404
    done = await (await browser_as(cast.ruth)).post(path, data=form)
    assert done.headers["location"] == f"/sites/raleigh-nc/people/{cast.maria.code}"
    kept = await Enrollment.select(Enrollment.state, Enrollment.withdrawn_reason).first()
    assert kept == {"state": "withdrawn", "withdrawn_reason": "Moved to another unit."}
