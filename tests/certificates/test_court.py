"""A certificate that was really issued, as a court would look at it: with our tool and with other people's."""

import io
import json
import subprocess
from pathlib import Path

import pikepdf
import pytest
from anyio import to_thread

from academy import storage
from academy.db.engine import DatabaseEngine
from academy.record_log import auditing
from academy.record_log import writing as log_writing
from academy.record_log.tables import LogTile
from certificates.actions import revoke
from tests.academy.logged import without_rules
from tests.cast import Cast
from tests.certificates.finished_course import Finished, newest
from tests.certificates.test_commands import certificate
from tests.certificates.validity import faults
from tests.conftest import Browser

NAMES = ["credential.json", "log-entry.json", "log-entry.tlog-proof"]


@pytest.fixture
async def paper(finished: Finished, number: str, tmp_path: Path) -> Path:
    """The file of Maria's certificate."""
    row = await newest(finished.completion_id)
    path = tmp_path / "certificate.pdf"
    path.write_bytes(await storage.read(row.document_key or ""))
    return path


@pytest.mark.one_engine
async def test_other_peoples_tools_agree_on_an_issued_certificate(paper: Path, tmp_path: Path) -> None:
    assert await certificate("kit", tmp_path / "kit") == 0
    await to_thread.run_sync(looked_at, paper, tmp_path / "kit" / "root.pem", tmp_path)


def looked_at(paper: Path, root: Path, place: Path) -> None:
    assert not faults(paper)
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", str(paper))
    store = f"sql:{place}"
    run("certutil", "-N", "-d", store, "--empty-password")
    run("certutil", "-A", "-d", store, "-n", "root", "-t", "C,C,C", "-i", str(root))
    said = run("pdfsig", "-nssdir", store, str(paper))
    for words in ("Signature is Valid", "Total document signed", "Certificate is Trusted"):
        assert words in said
    with pikepdf.open(io.BytesIO(paper.read_bytes())) as pdf:
        assert [str(one.UF) for one in pdf.Root.AF] == sorted(pdf.attachments) == NAMES
    assert [name in run("pdfdetach", "-list", str(paper)) for name in NAMES] == [True] * 3


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.one_engine
async def test_a_court_sees_it_stand_and_then_revoked(
    cast: Cast, number: str, paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kit = tmp_path / "kit"
    assert await certificate("kit", kit) == 0
    capsys.readouterr()
    assert await certificate("verify", "--kit", kit, paper) == 0, capsys.readouterr().out
    told = capsys.readouterr().out
    assert f"number {number}" in told
    assert "did:web:academy.test" in told
    await revoke(cast.ada, number=number, revoked_class="issued_in_error", reason="A wrong name.")
    assert await certificate("verify", "--kit", kit, paper) == 0  # what was written down knows nothing of it
    assert await certificate("kit", kit) == 0
    capsys.readouterr()
    assert await certificate("verify", "--json", "--kit", kit, paper) == 1
    [report] = json.loads(capsys.readouterr().out)
    assert (report["result"], report["summary"]) == ("ended", "Genuine and unchanged, but no longer in force.")


async def test_a_tile_that_was_altered_is_found_by_the_audit(number: str) -> None:
    await log_writing.extend(0)
    verifier = await log_writing.verifier()
    tile = await LogTile.objects().first()
    assert tile is not None
    async with without_rules():
        altered = bytes([tile.hashes[0] ^ 1]) + bytes(tile.hashes[1:])
        await LogTile.update({LogTile.hashes: altered}).where(LogTile.id == tile.id)
        [fault] = [one for one in (await auditing.audit(verifier)).faults if "tile" in one.what]
        assert fault.sentence
    assert not [one for one in (await auditing.audit(verifier)).faults if "tile" in one.what]


async def test_everybody_may_read_which_keys_credentials_are_signed_with(number: str, browser_as: Browser) -> None:
    anybody = await browser_as(None)
    told = (await anybody.get("/keys", headers={"accept": "application/json"})).json()["keys"]
    [key] = [one["printed"] for one in told if one["name"] == "Credentials"]
    assert key in (await anybody.get("/.well-known/did.json")).text
    assert told[-1]["name"] == "Credentials"


async def test_an_academy_that_never_started_has_no_kit(
    database: DatabaseEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await certificate("kit", tmp_path / "kit") == 2
    assert "first started" in capsys.readouterr().out
    assert not (tmp_path / "kit").exists()
