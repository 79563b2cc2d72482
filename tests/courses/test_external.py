"""Training elsewhere over HTTP: entered with a file, decided by another, told by letter, and seen by nobody else."""

import hashlib
import io
from datetime import date

import httpx
import pytest
from PIL import Image

from academy import storage
from academy.audit import AuditEvent
from academy.messages.tables import OutgoingMessage
from academy.sites.tables import Site
from courses.external.rules import MOST_BYTES
from courses.learning.elsewhere.tables import ExternalTraining, TrainingEvidence
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course
from tests.courses.site_training import two_courses

OWN = "/my-training/external"
QUEUE = "/sites/raleigh-nc/external"
FORM = {
    "title": "Interview & Interrogation", "provider": "State Academy", "instructor": "Sgt. Vale", "minutes": "480",
    "began_on": "2026-11-02", "ended_on": "2026-11-03",
}  # fmt: skip


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(file, "PNG")
    return file.getvalue()


async def send(client: httpx.AsyncClient, path: str = OWN, **changes: str) -> httpx.Response:
    return await client.post(path, data=FORM | changes, files={"evidence": ("../../own name.exe", png(), "text/html")})


async def newest() -> dict[str, object]:
    row = await ExternalTraining.select().order_by(ExternalTraining.id, ascending=False).first()
    assert row is not None
    return row


@pytest.fixture
async def maria(cast: Cast, the_clock: Clock, browser_as: Browser) -> httpx.AsyncClient:
    return await browser_as(cast.maria)


@pytest.fixture
async def ruth(cast: Cast, maria: httpx.AsyncClient, browser_as: Browser) -> httpx.AsyncClient:
    return await browser_as(cast.ruth)


async def test_an_officer_sends_and_another_decides(maria: httpx.AsyncClient, ruth: httpx.AsyncClient):
    assert (await send(maria)).status_code == 303
    row = await newest()
    assert (row["state"], row["minutes"], row["ended_on"]) == ("sent", 480, date(2026, 11, 3))
    kept = await TrainingEvidence.select().first() or {}
    assert kept["sha256"] == hashlib.sha256(png()).hexdigest()
    assert await storage.keys_under("external/") == [f"external/{kept['sha256']}"]
    page = (await ruth.get(QUEUE)).text
    assert "Interview &amp; Interrogation" in page
    file = await ruth.get(f"{QUEUE}/{row['code']}/evidence")
    assert file.content == png()
    assert file.headers["content-type"] == "image/png"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in file.headers["content-security-policy"]
    assert "own name" not in file.headers["content-disposition"]
    without = await ruth.post(f"{QUEUE}/{row['code']}/decision", data={"verb": "return", "reason": " "})
    assert without.status_code == 422
    assert "Write what is missing or wrong" in without.text
    said = {"verb": "return", "reason": "The paper names no hours."}
    assert (await ruth.post(f"{QUEUE}/{row['code']}/decision", data=said)).status_code == 303
    letter = await OutgoingMessage.select().first() or {}
    assert letter["recipient"] == "maria@example.gov"
    assert "The paper names no hours." in letter["body"]


async def test_what_was_returned_is_put_right_and_approved(maria: httpx.AsyncClient, ruth: httpx.AsyncClient):
    await send(maria)
    code = (await newest())["code"]
    decision = f"{QUEUE}/{code}/decision"
    await ruth.post(decision, data={"verb": "return", "reason": "No hours."})
    form = (await maria.get(f"{OWN}/{code}")).text
    assert "No hours." in form
    assert 'value="State Academy"' in form
    kept = (await TrainingEvidence.select().first() or {})["code"]
    assert (await maria.post(f"{OWN}/{code}", data=FORM | {"minutes": "420", "kept": kept})).status_code == 303
    assert (await ruth.post(decision, data={"verb": "approve"})).status_code == 303
    assert (await ruth.post(decision, data={"verb": "approve"})).status_code == 409
    assert (await maria.get(f"{OWN}/{code}")).status_code == 409
    assert (await maria.post(f"{OWN}/{code}/withdrawal")).status_code == 409
    shown = (await maria.get("/my-training")).text
    assert "evidence approved by Ruth Okafor" in shown
    assert "Interview &amp; Interrogation" in (await ruth.get(f"{QUEUE}.csv")).text.replace("&", "&amp;")
    verbs = [row["action"] for row in await AuditEvent.select().where(AuditEvent.action.like("external:training:%"))]
    assert sorted(verbs) == ["external:training:decide"] * 2 + ["external:training:send"] * 2
    assert (await ruth.post(decision, data={"verb": "return", "reason": "Forged."})).status_code == 303
    assert (await newest())["state"] == "returned"


async def test_it_counts_for_the_state_where_the_profile_lets_the_agency_decide(
    maria: httpx.AsyncClient, ruth: httpx.AsyncClient, cast: Cast, browser_as: Browser
):
    await send(maria)
    row = await newest()
    assert "8.00 h elsewhere" not in (await ruth.get("/sites/raleigh-nc/credit")).text
    await ruth.post(f"{QUEUE}/{row['code']}/decision", data={"verb": "approve"})
    shown = (await ruth.get("/sites/raleigh-nc/credit")).text
    assert "8.00 h elsewhere, evidence approved: not counted in this state" in shown
    assert "16.00 h missing" not in shown
    await Site.update({Site.state_code: "IN"}).where(Site.slug == "raleigh-nc")
    counted = (await ruth.get("/sites/raleigh-nc/credit")).text
    assert "8.00 h elsewhere, evidence approved: counted" in counted
    assert "16.00 h missing" in counted
    assert "evidence approved, not taught" in (await ruth.get(f"/sites/raleigh-nc/people/{cast.maria.code}")).text
    liaison = (await (await browser_as(cast.sam)).get(f"/sites/raleigh-nc/people/{cast.maria.code}")).text
    assert "State Academy" in liaison
    assert "/evidence" not in liaison.partition('id="elsewhere"')[2].partition("</section>")[0]


async def test_nothing_typed_is_lost_and_the_file_is_kept(maria: httpx.AsyncClient):
    wrong = await send(maria, minutes="2881", title="R & D")
    assert wrong.status_code == 422
    assert "2 days have 48 hours." in wrong.text
    assert 'value="R &amp; D"' in wrong.text
    assert "PNG picture" in wrong.text
    kept = (await TrainingEvidence.select().first() or {})["code"]
    future = await maria.post(OWN, data=FORM | {"ended_on": "2026-12-24", "kept": kept})
    assert "This day has not come yet." in future.text
    assert f'value="{kept}"' in future.text
    for content in (b"", b"<script>alert(1)</script>", b"%PDF-1.7 cut", png() + b"x" * MOST_BYTES):
        refused = await maria.post(OWN, data=FORM, files={"evidence": ("certificate.pdf", content, "application/pdf")})
        assert refused.status_code == 422
        assert 'id="evidence-error"' in refused.text
        assert 'value="State Academy"' in refused.text
    assert await ExternalTraining.count() == 0
    assert (await maria.post(OWN, data=FORM | {"kept": kept})).status_code == 303


async def test_a_likely_duplicate_is_told_before_it_is_sent(maria: httpx.AsyncClient, cast: Cast, the_clock: Clock):
    await two_courses()
    await taken_course.complete(cast.maria, the_clock)
    told = await send(maria, title="Evidence in rain", began_on="2026-11-20", ended_on="2026-11-20")
    assert told.status_code == 422
    assert "It looks like “Evidence in the Rain”, a course of this academy, counted already" in told.text
    again = {"title": "Evidence in rain", "began_on": "2026-11-20", "ended_on": "2026-11-20", "anyway": "on"}
    assert (await send(maria, **again)).status_code == 303


async def test_the_office_decides_what_a_coordinator_sent(
    cast: Cast, ruth: httpx.AsyncClient, maria: httpx.AsyncClient, browser_as: Browser
):
    office, ada = "/admin/external", await browser_as(cast.ada)
    assert "Nothing waits for you" in (await ada.get(office)).text
    await send(maria)
    hers = (await newest())["code"]
    await send(ruth)
    own = (await newest())["code"]
    assert "or the program office decides it" in (await ruth.get(QUEUE)).text
    page = (await ada.get(office)).text
    assert "coordinator of Raleigh, NC" in page
    assert f"{office}/{own}/evidence" in page
    assert hers not in page
    assert (await ada.get(f"{office}/{own}/evidence")).content == png()
    without = await ada.post(f"{office}/{own}/decision", data={"verb": "return"})
    assert (without.status_code, "Write what is missing or wrong" in without.text) == (422, True)
    for code, status in ((hers, 404), (own, 303), (own, 409)):
        assert (await ada.post(f"{office}/{code}/decision", data={"verb": "approve"})).status_code == status
    assert "Ada Quill" in (await ada.get(office)).text
    letter = await OutgoingMessage.select().first() or {}
    assert (letter["recipient"], "approved" in letter["subject"]) == ("ruth@example.gov", True)
    said = [row["actor_id"] for row in await AuditEvent.select().where(AuditEvent.action == "external:training:decide")]
    assert said == [cast.ada.id]


async def test_nobody_decides_the_own_and_nobody_sees_that_of_another_site(
    cast: Cast, ruth: httpx.AsyncClient, maria: httpx.AsyncClient, browser_as: Browser
):
    await send(ruth)
    own = (await newest())["code"]
    assert (await ruth.post(f"{QUEUE}/{own}/decision", data={"verb": "approve"})).status_code == 403
    assert (await newest())["state"] == "sent"
    nora, tyler = await browser_as(cast.nora), await browser_as(cast.tyler)
    there = f"/sites/tulsa-ok/external/{own}"
    answers = [
        await nora.post(f"{there}/decision", data={"verb": "approve"}), await nora.get(f"{there}/evidence"),
        await nora.get(f"{QUEUE}/{own}/evidence"), await tyler.get(f"{OWN}/{own}/evidence"),
        await tyler.post(f"{OWN}/{own}/withdrawal"), await tyler.get(f"{OWN}/{own}"),
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [404] * 6
    assert "Interview" not in (await nora.get("/sites/tulsa-ok/external")).text
    kept = (await TrainingEvidence.select().first() or {})["code"]
    assert (await tyler.post(OWN, data=FORM | {"kept": kept})).status_code == 404
    assert (await ruth.post(f"{OWN}/{own}/withdrawal")).status_code == 303
    assert (await ruth.get(f"{QUEUE}/{own}/evidence")).status_code == 404
