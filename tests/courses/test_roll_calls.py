"""A roll call over HTTP: started by a supervisor, answered on phones, attested by name, made up by who was absent."""

from datetime import date
from typing import Any

import httpx
import msgspec
import pytest

from academy import clock
from academy.actor import Permission
from academy.audit import AuditEvent
from academy.people.tables import Person
from academy.sign_in.identity import of_person
from academy.sites.access import site_for
from academy.sites.tables import Unit
from academy.structure.actions import add_supervisor
from certificates.transcript.queries import transcript_of
from courses.learning.actions.leave import enter_leave
from courses.learning.roll_calls.tables import HeldRollCall, RollCallAnswer, RollCallPart
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course
from tests.courses.site_training import hire
from tests.courses.test_pages_teaching import printed

SITE = "/sites/raleigh-nc/roll-calls"
PACK = "rain/first-steps"
RIGHT, WRONG = "b", "a"


class Room(msgspec.Struct, frozen=True):
    """Tyler leads Patrol South, in which Maria and Ruth are; Gail of no unit came by. Each with a phone."""

    tyler: httpx.AsyncClient
    maria: httpx.AsyncClient
    ruth: httpx.AsyncClient
    gail: httpx.AsyncClient
    gail_code: str
    unit: str
    code: str

    @property
    def led(self) -> str:
        return f"{SITE}/{self.code}"

    @property
    def join(self) -> str:
        return f"/roll-call/{self.code}"


@pytest.fixture
async def room(cast: Cast, the_clock: Clock, browser_as: Browser) -> Room:
    await taken_course.publish(taken_course.content())
    unit = str((await Unit.select(Unit.code).where(Unit.id == cast.places["raleigh-nc"].unit_id).first() or {})["code"])
    site = await site_for(cast.ruth, "raleigh-nc", Permission.MANAGE_PEOPLE)
    await add_supervisor(cast.ruth, site=site, code=unit, who=cast.tyler.email)
    gail = await hire(cast.places["raleigh-nc"], "Gail Moreau", number="4711", unit=False)
    guest = await of_person((await Person.select(Person.id).where(Person.code == gail).first() or {})["id"])
    tyler, maria, ruth = [await browser_as(one) for one in (cast.tyler, cast.maria, cast.ruth)]
    started = await tyler.post(SITE, data={"pack": PACK, "units": unit})
    assert started.status_code == 303, started.text
    code = started.headers["location"].rpartition("/")[2]
    return Room(tyler, maria, ruth, await browser_as(guest), gail, unit, code)


async def answer(client: httpx.AsyncClient, room: Room, *choices: str) -> None:
    for key, chosen in zip(("scenes-1", "scenes-2", "scenes-4"), choices, strict=False):
        sent = await client.post(f"{room.join}/answers", data={"question": key, "chosen": chosen})
        assert sent.status_code == 303, sent.text


async def attest(room: Room, *people: str, **changes: str) -> httpx.Response:
    signed = {"people": list(people), "name": "tyler brandt", "agrees": "on", "due_on": "2026-12-01"}
    return await room.tyler.post(f"{room.led}/attestation", data=signed | changes)


async def parts() -> dict[str, dict[str, Any]]:
    person: Any = RollCallPart.person
    rows = await RollCallPart.select(RollCallPart.all_columns(), person.full_name.as_alias("name"))
    return {row["name"].split()[0]: row for row in rows}


async def test_everybody_answers_alone_once_and_waits_for_the_others(room: Room, cast: Cast):
    asks = (await room.maria.get(room.join)).text
    assert f"Are you {cast.maria.name}?" in asks
    for client in (room.maria, room.maria, room.gail):
        assert (await client.post(f"{room.join}/joining")).status_code == 303
    question = (await room.maria.get(room.join)).text
    assert "Question 1 of 3" in question
    assert "Because of scenes" not in question
    await answer(room.maria, room, RIGHT, WRONG, RIGHT)
    await answer(room.maria, room, WRONG)
    await answer(room.gail, room, RIGHT)
    waits = (await room.maria.get(room.join)).text
    assert "All 3 answered and saved." in waits
    assert "Because of scenes" not in waits
    assert "2 joined, 1 answered everything" in (await room.tyler.get(room.led)).text
    assert await RollCallAnswer.count() == 4


async def test_only_who_the_sergeant_saw_was_there_whatever_phones_did(room: Room, cast: Cast):
    for client in (room.maria, room.gail):
        await client.post(f"{room.join}/joining")
    await answer(room.maria, room, RIGHT, WRONG, RIGHT)
    await answer(room.gail, room, RIGHT)
    assert (await room.tyler.post(f"{room.led}/closing")).status_code == 303
    assert (await room.ruth.post(f"{room.join}/joining")).status_code == 409
    told = (await room.maria.get(room.join)).text
    assert "2 of 3 right" in told
    assert "Because of scenes" in told
    assert (await attest(room, cast.maria.code)).status_code == 303
    found = await parts()
    assert {name: row["presence"] for name, row in found.items()} == {
        "Maria": "present", "Ruth": "absent", "Gail": "absent",
    }  # fmt: skip
    assert (str(found["Ruth"]["due_on"]), found["Gail"]["due_on"]) == ("2026-12-01", None)
    assert "You were there." in (await room.maria.get(room.join)).text
    assert "Answering on a phone alone does not count" in (await room.gail.get(room.join)).text
    record = (await room.tyler.get(room.led)).text
    assert "I saw the one person I ticked in the room" in record


async def test_the_absent_make_it_up_alone_and_the_record_tells_it_apart(room: Room, cast: Cast, the_clock: Clock):
    await room.ruth.post(f"{room.join}/joining")
    await answer(room.ruth, room, RIGHT)
    await room.tyler.post(f"{room.led}/closing")
    await attest(room, others="4711")
    assert (await parts())["Gail"]["presence"] == "present"
    the_clock.move(minutes=9)
    page = (await room.maria.get(room.join)).text
    assert "Make it up by December 1, 2026" in page
    assert "Traces go first." in page
    early = await room.maria.post(f"{room.join}/make-up", data={"agrees": "on"})
    assert (early.status_code, "Answer every question first." in early.text) == (422, True)
    await answer(room.maria, room, RIGHT, RIGHT, WRONG)
    assert "2 of 3 right" in (await room.maria.get(room.join)).text
    assert (await room.maria.post(f"{room.join}/make-up")).status_code == 422
    assert (await room.maria.post(f"{room.join}/make-up", data={"agrees": "on"})).status_code == 303
    assert (await room.maria.post(f"{room.join}/make-up", data={"agrees": "on"})).status_code == 409
    assert (await parts())["Maria"]["presence"] == "made_up"
    record = (await room.tyler.get(room.led)).text
    assert "Made up alone" in record
    assert "1 of 3 answered, 1 right" in record
    assert "1 made it up" in (await room.ruth.get(SITE)).text


async def test_who_is_on_leave_is_not_expected_and_a_forgotten_roll_call_takes_nobody_in(
    room: Room, cast: Cast, the_clock: Clock
):
    days = (date(2026, 11, 20), None)
    await enter_leave(cast.ruth, slug="raleigh-nc", person=cast.maria.code, days=days, reason="Parental leave")
    started = await room.tyler.post(SITE, data={"pack": PACK, "units": room.unit})
    code = started.headers["location"].rpartition("/")[2]
    page = (await room.tyler.get(f"{SITE}/{code}")).text
    assert f"Not expected, and nothing to make up: {cast.maria.name}." in page
    assert "1 expected" in page
    assert (await room.gail.post(f"/roll-call/{code}/joining")).status_code == 303
    for _ in range(10):
        the_clock.move(minutes=25)
        await room.gail.get("/my-training")
    assert "This roll call is closed." in (await room.gail.get(f"/roll-call/{code}")).text
    late = await room.gail.post(f"/roll-call/{code}/answers", data={"question": "scenes-1", "chosen": RIGHT})
    assert late.status_code == 409


async def test_the_record_shows_where_people_look_for_it(room: Room, cast: Cast):
    await room.ruth.post(f"{room.join}/joining")
    await room.tyler.post(f"{room.led}/closing")
    await attest(room, cast.ruth.code)
    mine = (await room.maria.get("/my-training")).text
    assert "A roll call is to be made up." in mine
    assert f'href="{room.join}"' in mine.partition('id="roll-calls"')[2]
    assert "attested by Tyler Brandt" in (await room.ruth.get("/my-training")).text
    officer = (await room.ruth.get(f"/sites/raleigh-nc/people/{cast.maria.code}")).text
    assert "to make up by December 1, 2026" in officer
    assert f'href="{room.led}"' in officer
    both = [await transcript_of(one.id, clock.now(), one.zone) for one in (cast.ruth, cast.maria)]
    assert [[one.title for one in taken.roll_calls] for taken in both] == [["Before the rain"], []]


@pytest.mark.one_engine
async def test_the_sheet_is_filled_from_the_record(room: Room, cast: Cast):
    await room.ruth.post(f"{room.join}/joining")
    await answer(room.ruth, room, RIGHT, RIGHT, WRONG)
    _, early = printed(await room.tyler.get(f"{room.led}/attendance.pdf"))
    assert "not signed, counts for nobody yet" in early
    await room.tyler.post(f"{room.led}/closing")
    await attest(room, cast.ruth.code)
    _, words = printed(await room.tyler.get(f"{room.led}/attendance.pdf"))
    for said in ("Evidence in the Rain, version 1", "10 minutes", "Lt. Ruth Okafor", "3 of 3, 2 right",
                 "due December 1, 2026", "I saw the one person I ticked", "Ofc. Tyler Brandt"):  # fmt: skip
        assert said in words


async def test_only_the_leader_signs_and_only_what_is_true(room: Room, cast: Cast):
    assert (await attest(room)).status_code == 409
    assert (await room.ruth.post(f"{room.led}/closing")).status_code == 403
    await room.tyler.post(f"{room.led}/closing")
    wrong = await attest(
        room, cast.maria.code, name="Ruth Okafor", agrees="", due_on="2026-11-20", others="nobody@example.gov"
    )
    assert wrong.status_code == 422
    for said in ("Type your name as your record has it: Tyler Brandt.", "This day is over.", "nobody@example.gov",
                 f'value="{cast.maria.code}" id="person-{cast.maria.code}" checked'):  # fmt: skip
        assert said in wrong.text
    assert (await attest(room, cast.maria.code, others="4711, who@example.gov")).status_code == 422
    assert {row["presence"] for row in (await parts()).values()} == {"open"}
    assert (await attest(room, "somebody-else")).status_code == 422
    assert (await attest(room, due_on="")).status_code == 422
    assert (
        await room.ruth.post(f"{room.led}/attestation", data={"name": "Ruth Okafor", "agrees": "on"})
    ).status_code == 403
    assert (await room.ruth.post(f"{room.led}/calling-off")).status_code == 303
    assert (await attest(room, cast.maria.code)).status_code == 409
    assert "called off" in (await room.maria.get(room.join)).text


async def test_a_code_tells_another_site_nothing_and_the_try_is_on_record(room: Room, cast: Cast, browser_as: Browser):
    otis, nobody = await browser_as(cast.otis), await browser_as(None)
    for _ in range(2):
        assert (await otis.get(room.join)).status_code == 404
    assert (await otis.post(f"{room.join}/answers", data={"question": "scenes-1", "chosen": "b"})).status_code == 404
    assert (await otis.get("/roll-call/ZZZZZZ")).status_code == 404
    tried = await AuditEvent.select().where(AuditEvent.action == "roll_calls:joining:refuse")
    assert [row["actor_label"] for row in tried] == [cast.otis.name]
    sent = await nobody.get(room.join)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/sign-in?next={room.join}")
    typed = await room.maria.get(f"/roll-call?code={room.code[:3].lower()}-{room.code[3:]}")
    assert typed.headers["location"] == room.join
    assert (await room.maria.get("/roll-call?code=K7")).status_code == 422
    assert (await room.maria.get(SITE)).status_code == 403
    assert (await room.tyler.post(f"{room.join}/joining")).status_code == 409


async def test_the_wall_shows_no_names_and_no_answers_before_the_questions_are_closed(room: Room, cast: Cast):
    await room.maria.post(f"{room.join}/joining")
    wall = f"{room.led}/screen"
    for step in ("", "join", "say", "scenario", "questions", "close"):
        shown = (await room.tyler.get(f"{wall}?step={step}")).text
        assert cast.maria.name not in shown
        assert "Because of scenes" not in shown
        assert "It is the best record" not in shown
    assert "<svg" in (await room.tyler.get(wall)).text
    assert "Answer b" not in (await room.tyler.get(f"{wall}?step=answers")).text
    await answer(room.maria, room, RIGHT)
    await room.tyler.post(f"{room.led}/closing")
    again = await room.tyler.get(f"{wall}?step=join", headers={"hx-request": "true", "hx-target": "counts"})
    assert again.headers["hx-refresh"] == "true"
    told = (await room.tyler.get(wall)).text
    assert "1 of 1 right." in told
    assert "B. Answer b" in told


async def test_nothing_of_the_pack_tells_its_answers_to_who_leads_nobody(room: Room):
    pack = "/courses/rain/versions/1/roll-call/first-steps"
    for accept in ("text/html", "application/json"):
        shown = (await room.maria.get(pack, headers={"accept": accept})).text
        assert "Question 1 of scenes?" in shown
        for said in ("Because of scenes", "Strongest step", '"correct":true', "best record", "Weather decides"):
            assert said not in shown
        mine = (await room.maria.get(room.join, headers={"accept": accept})).text
        assert "Because of scenes" not in mine
        assert '"correct":true' not in mine
    assert "Because of scenes" in (await room.tyler.get(pack)).text


async def test_a_start_needs_a_pack_and_ones_own_units(room: Room, cast: Cast):
    wrong = await room.tyler.post(SITE, data={"pack": "rain/none", "units": "other"})
    assert wrong.status_code == 422
    assert "Choose a pack of a published course." in wrong.text
    assert "Choose among the units you lead." in wrong.text
    assert await HeldRollCall.count() == 1
    assert (await room.tyler.get(f"/roll-calls?pack={PACK}")).headers["location"].startswith(SITE)
    assert (await room.ruth.post(SITE, data={"pack": PACK})).status_code == 303
    opened = await AuditEvent.count().where(AuditEvent.action == "roll_calls:call:start")
    assert opened == 2
