"""Training elsewhere and roll calls in state credit: shown, counted and exported by the same rule, each minute once."""

import csv
from datetime import UTC, date, datetime

import httpx
import pytest
from msgspec.structs import replace

from academy.codes import new_code
from academy.db.refusals import AlreadyExists
from academy.sites.tables import Site
from courses.authoring.tables import CourseVersion
from courses.credit import profile
from courses.credit.tables import CreditTraining
from courses.learning.elsewhere.tables import ExternalTraining, TrainingEvidence
from courses.learning.roll_calls.tables import HeldRollCall, RollCallPart
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course

CREDIT = "/sites/raleigh-nc/credit"
NOON = datetime(2026, 11, 20, 17, tzinfo=UTC)


@pytest.fixture
async def ruth(cast: Cast, the_clock: Clock, browser_as: Browser) -> httpx.AsyncClient:
    """Ruth's browser in a state that leaves training elsewhere to the agency: Maria has eight hours of it approved, and
    was attested twice at a roll call with the same pack."""
    await taken_course.publish(taken_course.content())
    await Site.update({Site.state_code: "IN"}).where(Site.slug == "raleigh-nc")
    await elsewhere(cast)
    await at_roll_call(cast, "AAAAAA")
    await at_roll_call(cast, "BBBBBB")
    return await browser_as(cast.ruth)


async def elsewhere(cast: Cast) -> None:
    file = TrainingEvidence(code=new_code(), person=cast.maria.id, sha256="0", media_type="image/png", size=1)
    await TrainingEvidence.insert(file)
    row = ExternalTraining(
        code=new_code(), person=cast.maria.id, site=cast.places["raleigh-nc"].site_id, title="Interview",
        provider="State Academy", minutes=500, began_on=date(2026, 11, 2), ended_on=date(2026, 11, 3),
        evidence=file.id, state="approved", sent_at=NOON, decided_by=cast.ruth.id, decided_at=NOON,
    )  # fmt: skip
    await ExternalTraining.insert(row)


async def at_roll_call(cast: Cast, code: str) -> None:
    version = await CourseVersion.select(CourseVersion.id).first() or {}
    row = HeldRollCall(
        code=code, site=cast.places["raleigh-nc"].site_id, version=version["id"], pack_key="first-steps",
        title="Before the rain", minutes=10, led_by=cast.tyler.id, state="attested", opened_at=NOON, closed_at=NOON,
        attested_at=NOON,
    )  # fmt: skip
    await HeldRollCall.insert(row)
    part = RollCallPart(roll_call=row.id, person=cast.maria.id, is_expected=True, joined_at=NOON, presence="present")
    await RollCallPart.insert(part)


async def rows_of_file(client: httpx.AsyncClient) -> list[dict[str, str]]:
    moved = await client.post(f"{CREDIT}/exports")
    assert moved.status_code == 303, moved.text
    code = moved.headers["location"].partition("made=")[2].partition("#")[0]
    text = (await client.get(f"{CREDIT}/exports/{code}")).text
    return list(csv.DictReader(text.lstrip("\ufeff").splitlines()))


async def test_what_counts_elsewhere_is_in_the_hours_and_in_the_file(ruth: httpx.AsyncClient, cast: Cast):
    page = (await ruth.get(CREDIT)).text
    assert "8.00 h elsewhere, evidence approved: counted" in page
    assert "10 min at roll call: not counted in this state" in page
    assert "16.00 h missing" in page
    [line] = await rows_of_file(ruth)
    assert {"Interview", cast.maria.name} <= set(line.values())
    assert "8.00" in line.values()
    [row] = await CreditTraining.select()
    assert (row["kind"], row["state"], row["minutes"]) == ("external", "exported", 480)
    assert (await ruth.post(f"{CREDIT}/exports")).status_code == 422
    marked = {"row": row["code"], "verb": "refuse", "note": "No PSID."}
    assert (await ruth.post(f"{CREDIT}/rows", data=marked)).status_code == 303
    assert "No PSID." in (await ruth.get(CREDIT)).text
    assert len(await rows_of_file(ruth)) == 1
    found = await CreditTraining.select().order_by(CreditTraining.id)
    assert [one["state"] for one in found] == ["refused", "exported"]


async def test_a_roll_call_is_exported_once_where_a_state_counts_it(
    ruth: httpx.AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    indiana = profile.profiles()["IN"]
    rule = profile.Outside(counts=True, value="Counts.", source=indiana.sources[0].key)
    steps = replace(indiana.credit, increment_minutes=5)
    monkeypatch.setitem(profile.profiles(), "IN", replace(indiana, roll_calls=rule, credit=steps))
    page = (await ruth.get(CREDIT)).text
    assert "10 min at roll call: 10 counted" in page
    assert "15.50 h missing" in page
    titles = [value for line in await rows_of_file(ruth) for value in line.values() if "rain" in value.lower()]
    assert titles == ["Roll call: Before the rain"]
    found = {row["kind"]: row["minutes"] for row in await CreditTraining.select()}
    assert found == {"external": 500, "roll_call": 10}


async def test_rows_of_another_site_move_for_nobody_here(ruth: httpx.AsyncClient, cast: Cast, browser_as: Browser):
    await rows_of_file(ruth)
    [row] = await CreditTraining.select()
    nora = await browser_as(cast.nora)
    sent = await nora.post("/sites/tulsa-ok/credit/rows", data={"row": row["code"], "verb": "accept"})
    assert sent.status_code == 404
    with pytest.raises(AlreadyExists):
        again = {name: row[name] for name in ("export", "kind", "subject_id", "minutes")}
        await CreditTraining.insert(CreditTraining(code=new_code(), state="exported", **again))
