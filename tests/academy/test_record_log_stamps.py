"""Mailed checkpoints are stamped by an outside authority, if there is one; what it does never keeps a mail back."""

import email
import subprocess
from pathlib import Path

import msgspec
import pytest

from academy import settings
from academy.db.refusals import Frozen
from academy.messages import sending
from academy.record_log import commands as log_commands
from academy.record_log import stamps, witnesses
from academy.record_log.queries import log_page
from academy.record_log.tables import CheckpointStamp
from academy.settings import Settings
from academy.signing import outside_stamps
from tests.academy.logged import fill_log, without_rules
from tests.academy.mail_server import mail_server
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.fakes.stamps import stamp_server

SILENT = "http://127.0.0.1:1/"


@pytest.fixture(autouse=True)
def stamped_outside() -> None:
    stamps.use(outside_stamps.OutsideAuthority())


def by(config: Settings, url: str) -> Settings:
    made = msgspec.structs.replace(config, timestamp_url=url)
    settings.use(made)
    return made


async def audited() -> int:
    return await log_commands.run_audit(log_commands.Namespace(checkpoint=[], key=None, json=False))


async def test_the_stamp_goes_with_the_mail_and_others_can_check_it(
    cast: Cast, the_clock: Clock, config: Settings, tmp_path: Path, browser_as: Browser
) -> None:
    await fill_log(1, 3)
    with stamp_server(tmp_path / "stamps", the_clock.now) as outside:
        await witnesses.mail_checkpoint()
        assert await CheckpointStamp.count() == 0  # no authority is set
        the_clock.move(days=1)
        await fill_log(4, 1)
        config = by(config, outside.url)
        await witnesses.mail_checkpoint()
    with mail_server(config) as server:
        await sending.send_due()
    sent = email.message_from_bytes(server.taken[-1].content)
    for part in sent.walk():
        if name := part.get_filename():
            (tmp_path / name).write_bytes(part.get_payload(decode=True))  # type: ignore[arg-type]
    (tmp_path / "root.pem").write_bytes(outside.issuer)
    assert openssl_believes(tmp_path)
    ada = await browser_as(cast.ada)
    assert "/log/stamps/5/checkpoint.tsr" in (await ada.get("/admin/record-log")).text
    for name in ("checkpoint.txt", "checkpoint.tsr"):
        assert (await ada.get(f"/log/stamps/5/{name}")).content == (tmp_path / name).read_bytes()
    assert (await ada.get("/log/stamps/4/checkpoint.tsr")).status_code == 404


def openssl_believes(folder: Path) -> bool:
    files = ("-data", "checkpoint.txt", "-in", "checkpoint.tsr", "-partial_chain", "-CAfile", "root.pem")
    said = subprocess.run(["openssl", "ts", "-verify", *files], cwd=folder, capture_output=True, text=True)
    return "Verification: OK" in said.stdout


async def test_an_audit_looks_at_stamps_and_at_what_they_stamp(
    cast: Cast, the_clock: Clock, config: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill_log(1, 3)
    with stamp_server(tmp_path / "stamps", the_clock.now) as outside:
        by(config, outside.url)
        await witnesses.mail_checkpoint()
    assert await audited() == 0
    assert "1 time stamps, 0 faults" in capsys.readouterr().out
    with pytest.raises(Frozen):
        await CheckpointStamp.update({CheckpointStamp.failure: "x"}, force=True)
    row = (await CheckpointStamp.select())[0]
    answer = bytes(row["answer"])
    spoiled = (
        ("answer", answer[:-1] + bytes([answer[-1] ^ 1]), "not a time stamp on this checkpoint, or it was changed"),
        ("note", row["note"].replace("\n4\n", "\n3\n"), "kept checkpoint"),
        ("stamped_at", the_clock.now.replace(year=2020), "its row another time"),
    )
    async with without_rules():
        for column, value, words in spoiled:
            await CheckpointStamp.update({column: value}, force=True)
            assert await audited() == 1
            assert words in capsys.readouterr().out
            await CheckpointStamp.update({column: row[column]}, force=True)


async def test_a_silent_authority_keeps_no_mail_back_and_is_asked_again(
    cast: Cast, the_clock: Clock, config: Settings, tmp_path: Path, browser_as: Browser
) -> None:
    await fill_log(1, 2)
    by(config, SILENT)
    await witnesses.mail_checkpoint()
    [day] = (await log_page()).mail
    assert day.states == {"queued": 2}
    assert day.stamp is not None
    assert day.stamp.failure.startswith(f"No time stamp from {SILENT}: ")
    assert day.stamp.failure in (await (await browser_as(cast.ada)).get("/admin/record-log")).text.replace("&#39;", "'")
    await stamps.stamp_later()
    with stamp_server(tmp_path / "stamps", the_clock.now) as outside:
        by(config, outside.url)
        await stamps.stamp_later()
        assert (await CheckpointStamp.objects().first()).answer is None  # type: ignore[union-attr]
        the_clock.move(minutes=31)
        await stamps.stamp_later()
    [day] = (await log_page()).mail
    assert day.stamp is not None
    assert (day.stamp.failure, day.stamp.authority) == ("", "PSP Academy Time Stamps")
