"""The page of state credit over HTTP: honest hours, files that can be fetched again, rows that move one way."""

import csv
from argparse import ArgumentParser
from datetime import date

import httpx
import pytest

from academy.audit import AuditEvent
from academy.errors import Conflict, NotFound
from academy.people.tables import Person
from academy.sites.tables import Site
from courses import commands
from courses.credit.actions import NewApproval, approve
from courses.credit.rules.reporting import MOVES, CannotMove, hours, move
from courses.credit.tables import CourseCredit, CreditRow
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course
from tests.courses.site_training import two_courses

CREDIT = "/sites/raleigh-nc/credit"
APPROVAL = NewApproval(
    course="rain", state_code="NC", minutes=150, approved_by="NCJA, letter 12", since=date(2026, 1, 1), number="N-7",
    category="Legal",
)  # fmt: skip


@pytest.fixture
async def ruth(cast: Cast, the_clock: Clock, browser_as: Browser) -> httpx.AsyncClient:
    """Ruth's browser; Maria completed "rain", an hour by the course's own count, and has a number."""
    await two_courses()
    await taken_course.complete(cast.maria, the_clock)
    await Person.update({Person.post_number: "=9041"}).where(Person.id == cast.maria.id)
    return await browser_as(cast.ruth)


async def export(client: httpx.AsyncClient, **form: str) -> str:
    """Export, and give the file's text."""
    moved = await client.post(f"{CREDIT}/exports", data=form)
    assert moved.status_code == 303, moved.text
    code = moved.headers["location"].partition("made=")[2].partition("#")[0]
    assert f"{CREDIT}/exports/{code}" in (await client.get(moved.headers["location"])).text
    return (await client.get(f"{CREDIT}/exports/{code}")).text


async def mark(client: httpx.AsyncClient, verb: str, note: str = "") -> httpx.Response:
    """Mark the newest row."""
    row = await CreditRow.select(CreditRow.code).order_by(CreditRow.id, ascending=False).first() or {}
    return await client.post(f"{CREDIT}/rows", data={"row": row.get("code", ""), "verb": verb, "note": note})


async def states() -> list[str]:
    return [row["state"] for row in await CreditRow.select(CreditRow.state).order_by(CreditRow.id)]


async def test_hours_are_the_courses_own_until_somebody_approves(ruth: httpx.AsyncClient, cast: Cast):
    page = (await ruth.get(CREDIT)).text
    assert "January 1, 2026 to December 31, 2026" in page
    assert "No course done in this period is approved by the state." in page
    assert "1.00 h more are the courses' own, not approved" in page
    assert "24.00 h missing" in page
    assert "No State ID (Acadis number) kept here" in page
    await export(ruth, unapproved="on")
    await approve(cast.ada, APPROVAL)
    page = (await ruth.get(CREDIT)).text
    assert "No course done" not in page
    assert "exported as 1.00 h" in page
    assert "<b>2.50</b> of 24.00 h approved" in page
    assert "N-7, approved by NCJA, letter 12" in page
    assert "21.50 h missing" in page


async def test_what_is_not_approved_is_exported_only_when_asked_and_nothing_twice(ruth: httpx.AsyncClient):
    refused = await ruth.post(f"{CREDIT}/exports", data={})
    assert refused.status_code == 422
    assert "Nothing of this period is left to export." in refused.text
    file = await export(ruth, unapproved="on")
    head, line = csv.reader(file.lstrip("\ufeff").splitlines())
    assert head[:2] == ["State ID (Acadis number)", "Name"]
    found = dict(zip(head, line, strict=True))
    assert found["State ID (Acadis number)"] == "'=9041"
    assert (found["In-service credits"], found["Completed"]) == ("1.00", "2026-11-21")
    assert (await ruth.post(f"{CREDIT}/exports", data={"unapproved": "on"})).status_code == 422


async def test_a_row_says_what_became_of_it_and_may_go_again_when_refused(ruth: httpx.AsyncClient, cast: Cast):
    await approve(cast.ada, APPROVAL)
    await export(ruth)
    assert (await mark(ruth, "submit")).status_code == 303
    without = await mark(ruth, "refuse")
    assert without.status_code == 422
    assert "Write why the state refused" in without.text
    assert " checked>" in without.text
    assert (await mark(ruth, "refuse", "Wrong number")).status_code == 303
    assert "Wrong number" in (await ruth.get(CREDIT)).text
    assert (await mark(ruth, "accept")).status_code == 409
    assert ",2.50," in await export(ruth)
    assert (await mark(ruth, "accept", "Receipt 3")).status_code == 303
    assert await states() == ["refused", "accepted"]
    written = (
        await AuditEvent.select(AuditEvent.action).where(AuditEvent.action.like("credit:%")).order_by(AuditEvent.id)
    )
    verbs = [row["action"].split(":")[2] for row in written]
    assert verbs == ["approve", "create", "move", "move", "create", "move"]


async def test_bad_input_changes_nothing(ruth: httpx.AsyncClient, cast: Cast, browser_as: Browser):
    await export(ruth, unapproved="on")
    row = (await CreditRow.select(CreditRow.code).first() or {})["code"]
    nora = await browser_as(cast.nora)
    foreign = await nora.post("/sites/tulsa-ok/credit/rows", data={"row": row, "verb": "accept"})
    unknown = await ruth.post(f"{CREDIT}/rows", data={"row": [row, "x"], "verb": "accept"})
    none = await ruth.post(f"{CREDIT}/rows", data={"verb": "accept", "note": "typed <b>"})
    odd = await ruth.post(f"{CREDIT}/rows", data={"row": row, "verb": "destroy"})
    assert [one.status_code for one in (foreign, unknown, none, odd)] == [404, 404, 422, 422]
    assert "Choose at least one completion." in none.text
    assert "typed &lt;b&gt;" in none.text
    assert await states() == ["exported"]
    for until in ("", "x", "0001-01-01", "9999-12-31", "2026-02-30", "2025-06-01"):
        page = await ruth.get(CREDIT, params={"until": until})
        assert page.status_code == 200, until
        assert ("2025 to" in page.text) == (until == "2025-06-01")


async def test_a_state_without_rules_says_what_to_do(cast: Cast, browser_as: Browser):
    nora = await browser_as(cast.nora)
    page = await nora.get("/sites/tulsa-ok/credit")
    assert page.status_code == 200
    assert "What OK asks of its officers is not written down here yet." in page.text
    assert "Ask your POST" in page.text
    assert (await nora.post("/sites/tulsa-ok/credit/exports", data={})).status_code == 404


@pytest.mark.parametrize("state", ["UT", "TX", "IN", "CA", "NC", "MN"])
async def test_each_state_has_its_page(state: str, cast: Cast, browser_as: Browser):
    await Site.update({Site.state_code: state}).where(Site.slug == "raleigh-nc")
    page = await (await browser_as(cast.ruth)).get(CREDIT)
    assert page.status_code == 200
    assert "Nobody completed a course in this period." in page.text
    assert "Ask your POST." in page.text


async def test_only_the_program_office_records_approvals_and_once_for_a_day(cast: Cast):
    await two_courses()
    with pytest.raises(NotFound):
        await approve(cast.ruth, APPROVAL)
    await approve(cast.ada, APPROVAL)
    with pytest.raises(Conflict):
        await approve(cast.ada, APPROVAL)


async def test_the_command_writes_an_approval_down_once(cast: Cast, capsys: pytest.CaptureFixture[str]):
    await two_courses()
    parser = ArgumentParser()
    commands.register(parser)
    said = ["approve", "rain", "NC", "150", "--by", "Letter 12", "--since", "2026-01-01", "--category", "Legal"]
    asked = parser.parse_args(said)
    assert await asked.run(asked) == 0
    assert await asked.run(asked) == 1
    [row] = await CourseCredit.select(CourseCredit.minutes, CourseCredit.category)
    assert (row["minutes"], row["category"]) == (150, "Legal")
    unknown = parser.parse_args(["approve", "nowhere", *said[2:]])
    assert await unknown.run(unknown) == 1
    nothing = parser.parse_args([*said[:3], "0", *said[4:]])
    assert await nothing.run(nothing) == 1
    assert "for how many minutes" in capsys.readouterr().err


@pytest.mark.parametrize("state", ["exported", "submitted", "accepted", "refused"])
@pytest.mark.parametrize("verb", ["submit", "accept", "refuse"])
def test_moves(state: str, verb: str):
    if (state, verb) in MOVES:
        assert move(state, verb) == MOVES[state, verb]
    else:
        with pytest.raises(CannotMove):
            move(state, verb)


def test_hours_of_a_file_are_cut_down():
    assert [hours(minutes) for minutes in (0, 50, 59, 60, 150, 1440)] == [
        "0.00",
        "0.83",
        "0.98",
        "1.00",
        "2.50",
        "24.00",
    ]
