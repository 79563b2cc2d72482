"""A coordinator gives a course to a unit and follows it up; the other site's coordinator learns nothing of it."""

import csv
import io

from tests import builders
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.journeys.conftest import Opened

REASON = "Casings are now collected at every shooting."


async def assign(window_of: Opened, cast: Cast) -> None:
    """The four steps, as Ruth presses them."""
    window = await (await window_of(cast.ruth)).open("/sites/raleigh-nc/completion")
    await window.follow("Assign a course")
    await window.press("Next: people", course="first-steps")
    await window.press("Next: due date", units="Patrol South")
    await window.press("Next: review", due_on="2026-12-01", reason=REASON)
    assert "3 people get it now" in window.text
    assert "December 1, 2026, 23:59 site time" in window.text
    await window.press("Assign to 3 people")
    assert "It is assigned." in window.text


async def test_a_unit_gets_a_course_with_reason_and_date(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    await assign(window_of, cast)
    training = await (await window_of(cast.maria)).open("/my-training")
    assert REASON in training.text
    assert "December 1, 2026" in training.text


async def test_lateness_shows_and_leads_to_the_person(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    await assign(window_of, cast)
    the_clock.move(days=12)
    matrix = await (await window_of(cast.ruth)).open("/sites/raleigh-nc/completion?state=overdue")
    assert matrix.text.count("Overdue 2 d") >= 3
    await matrix.follow(cast.maria.name)
    assert "Overdue 2 d" in matrix.text
    assert "Missing" in matrix.text
    assert REASON in matrix.text


async def test_all_overdue_are_reminded_in_two_steps(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    await assign(window_of, cast)
    the_clock.move(days=12)
    window = await (await window_of(cast.ruth)).open("/sites/raleigh-nc/completion")
    await window.follow("Remind 3 overdue and copy supervisors")
    await window.press("Send 3 reminders")
    assert "3 messages wait" in window.text


async def test_a_packet_for_the_state_takes_two_steps(cast: Cast, window_of: Opened) -> None:
    await builders.a_published_course(cast)
    window = await (await window_of(cast.ruth)).open("/sites/raleigh-nc/credit")
    await window.follow("Packets for approval")
    packet = await window.follow("ZIP of First Steps")
    assert packet.page.content.startswith(b"PK")


async def test_work_moves_the_matrix_and_the_export(
    cast: Cast, window_of: Opened, browser_as: Browser, the_clock: Clock
) -> None:
    await builders.a_published_course(cast)
    await assign(window_of, cast)
    await builders.a_certificate(cast.tyler, the_clock)
    ruth = await browser_as(cast.ruth)
    export = (await ruth.get("/sites/raleigh-nc/completion.csv")).text.lstrip("\ufeff")
    states = {row["name"]: row["state"] for row in csv.DictReader(io.StringIO(export))}
    assert states == {cast.tyler.name: "done", cast.maria.name: "due", cast.ruth.name: "due"}


async def test_a_course_can_be_taken_back_with_a_reason(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    await assign(window_of, cast)
    officer = await (await window_of(cast.ruth)).open(f"/sites/raleigh-nc/people/{cast.maria.code}")
    await officer.press("Withdraw First Steps", reason="On leave until March.")
    assert "Withdrawn" in officer.text
    assert "First Steps" not in (await (await window_of(cast.maria)).open("/my-training")).text


async def test_the_other_coordinator_sees_nothing_of_it(
    cast: Cast, window_of: Opened, browser_as: Browser, the_clock: Clock
) -> None:
    await builders.a_published_course(cast)
    await assign(window_of, cast)
    nora = await browser_as(cast.nora)
    maria, own = cast.maria.code, "/sites/tulsa-ok"
    theirs = [
        "/sites/raleigh-nc/completion", "/sites/raleigh-nc/completion.csv", f"/sites/raleigh-nc/people/{maria}",
        "/sites/raleigh-nc/assignments", f"{own}/people/{maria}",
    ]  # fmt: skip
    assert [(await nora.get(path)).status_code for path in theirs] == [404] * len(theirs)
    for path in (f"{own}/completion", f"{own}/completion.csv", f"{own}/assignments/new?step=2&course=first-steps"):
        assert cast.maria.name not in (await nora.get(path)).text
    sent = {"course": "first-steps", "people": maria, "reason": "Mine now."}
    assert (await nora.post(f"{own}/assignments", data=sent)).status_code == 422
