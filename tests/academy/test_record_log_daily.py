"""What happens to the log every day: an audit whose faults are told loudly, and a checkpoint into other hands."""

import email
from email.message import Message
from pathlib import Path

import msgspec
import pytest

from academy import jobs, settings
from academy.audit import AuditEvent
from academy.messages import sending
from academy.messages.tables import OutgoingMessage
from academy.record_log import auditing, nightly, remembered, rules, witnesses
from academy.record_log import commands as log_commands
from academy.record_log import writing as log_writing
from academy.record_log.queries import log_page
from academy.record_log.tables import LogAudit
from academy.settings import Settings
from tests.academy.logged import fill_log, without_rules
from tests.academy.mail_server import mail_server
from tests.cast import Cast
from tests.conftest import Browser, Clock


@pytest.fixture
def witness(config: Settings) -> str:
    """Somebody outside who gets checkpoints by setting."""
    settings.use(msgspec.structs.replace(config, checkpoint_witnesses="Press@paper.example, "))
    return "press@paper.example"


async def posted() -> list[str]:
    return [row["recipient"] for row in await OutgoingMessage.select(OutgoingMessage.recipient)]


async def test_every_coordinator_and_witness_gets_one_a_day(cast: Cast, the_clock: Clock, witness: str) -> None:
    await witnesses.mail_checkpoint()
    assert await posted() == []
    await fill_log(1, 3)
    for _ in range(3):
        await witnesses.mail_checkpoint()
    assert sorted(await posted()) == sorted([cast.ruth.email, cast.nora.email, witness])
    await fill_log(4, 1)
    await witnesses.mail_checkpoint()
    assert len(await posted()) == 3
    the_clock.move(days=1)
    await witnesses.mail_checkpoint()
    assert len(await posted()) == 6
    the_clock.move(days=1)
    await witnesses.mail_checkpoint()
    assert len(await posted()) == 6  # the log did not grow: everybody holds this one
    assert [(one.posted_at.day, one.size, one.states) for one in (await log_page()).mail] == [
        (22, 5, {"queued": 3}), (21, 4, {"queued": 3}),
    ]  # fmt: skip


def attached(mail: Message) -> bytes:
    [found] = [part for part in mail.walk() if part.get_filename() == witnesses.FILE]
    content = found.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


async def test_the_file_in_the_mail_convicts_a_log_that_was_rewritten(
    cast: Cast, config: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill_log(1, 3)
    await witnesses.mail_checkpoint()
    with mail_server(config) as server:
        await sending.send_due()
    saved = tmp_path / "checkpoint.txt"
    saved.write_bytes(attached(email.message_from_bytes(server.taken[0].content)))
    assert await audited(saved) == 0
    copied = tmp_path / "copied.txt"
    copied.write_text("".join(f"    {line}\r\n" for line in saved.read_text().splitlines()))
    assert await audited(copied) == 0
    async with without_rules():
        await AuditEvent.raw("UPDATE used_key SET purpose = 'other' WHERE id = 1")
        assert await audited(saved) == 1
    assert "purpose was 'test-1', is 'other'" in capsys.readouterr().out


async def audited(saved: Path) -> int:
    arguments = log_commands.Namespace(checkpoint=[saved], key=None, json=False)
    return await log_commands.run_audit(arguments)


async def test_the_night_audits_once_and_tells_administrators_of_faults(
    cast: Cast, the_clock: Clock, browser_as: Browser
) -> None:
    await fill_log(1, 2)
    await nightly.audit_if_due()
    await jobs.drain()
    await nightly.audit_if_due()
    assert await jobs.drain() == 0
    the_clock.move(days=1)
    ada = await browser_as(cast.ada)
    assert "Nothing was altered." in (await ada.get("/admin/record-log")).text
    async with without_rules():
        await AuditEvent.raw("UPDATE used_key SET purpose = 'other' WHERE id = 1")
        await nightly.audit_if_due()
        await jobs.drain()
        page = (await ada.get("/admin/record-log")).text
        assert "The last audit found 1 fault." in page
        assert "purpose was &#39;test-1&#39;, is &#39;other&#39;" in page
        [row] = await OutgoingMessage.objects()
        assert (row.recipient, row.about) == (cast.ada.email, "academy/record_log/fault")
        assert "key.added 1: The record was altered" in row.body
    assert await LogAudit.count() == 1


async def test_the_office_may_audit_when_it_likes(cast: Cast, browser_as: Browser) -> None:
    ada = await browser_as(cast.ada)
    assert "Nothing stands in the log yet." in (await ada.get("/admin/record-log")).text
    await fill_log(1, 2)
    assert "Not audited yet." in (await ada.get("/admin/record-log")).text
    assert (await ada.post("/admin/record-log/audit")).status_code == 303
    await jobs.drain()
    assert (await log_page()).audits[0].entries == 3


async def test_a_clock_set_back_keeps_the_order_and_is_said(cast: Cast, the_clock: Clock, browser_as: Browser) -> None:
    await fill_log(1, 2)
    signed_at = (await log_page()).signed_at
    the_clock.move(hours=-5)
    await fill_log(3, 1)
    page = await log_page()
    assert (page.size, page.signed_at) == (4, signed_at)
    assert (await auditing.audit(await log_writing.verifier())).faults == ()
    ada = await browser_as(cast.ada)
    assert "The clock was set back." in (await ada.get("/admin/record-log")).text


async def test_what_was_signed_here_and_is_not_in_the_database_is_a_fault(cast: Cast) -> None:
    await fill_log(1, 2)
    newest = remembered.note()
    assert newest is not None
    async with without_rules():
        for table in ("log_checkpoint", "log_tile", "log_entry"):
            await AuditEvent.raw(f"DELETE FROM {table}")
        await nightly.audit(0)
        [audit] = (await log_page()).audits
        assert audit.first_faults[0].sentence == "It speaks of 3 entries, but the log has only 0."


def test_a_day_begins_at_noon_for_mail_and_in_the_night_for_audits(the_clock: Clock) -> None:
    assert rules.mail_day(the_clock.now).isoformat() == "2026-11-20"
    the_clock.move(hours=4)
    assert rules.mail_day(the_clock.now).isoformat() == "2026-11-21"
    assert not rules.is_audit_due(the_clock.now, the_clock.now)
    the_clock.move(hours=20)
    assert rules.is_audit_due(the_clock.now.replace(day=21, hour=6), the_clock.now)
