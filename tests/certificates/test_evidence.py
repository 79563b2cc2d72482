"""The evidence file: what is in it, who may have it, and that its checker finds every change."""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from argparse import ArgumentParser
from pathlib import Path

import pypdfium2
import pytest
from anyio import to_thread

from academy import storage
from academy.audit import AuditEvent
from academy.record_log import writing as log_writing
from academy.record_log.notes import NoteInvalid
from academy.record_log.writing import catch_up, extend
from certificates.evidence import check, commands
from certificates.evidence.jobs import make_file, remove_old
from certificates.evidence.logged import vouched
from certificates.evidence.tables import EvidenceFile
from courses.learning.actions import enrollments
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course as taken

REASON = "Case 26-CR-1181, subpoena of 2026-11-20"


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def commanded(*words: str | Path) -> int:
    """`academy evidence`."""
    parser = ArgumentParser()
    commands.register(parser)
    arguments = parser.parse_args([str(word) for word in words])
    return int(await arguments.run(arguments))


@pytest.fixture
async def enrollment(cast: Cast, the_clock: Clock) -> str:
    """Maria failed a quiz once, then finished the course; all of it has its place in the log."""
    await taken.publish(taken.content())
    code = await enrollments.enroll(cast.maria, course_slug="rain")
    await taken.fail_quiz(cast.maria, code, "first-steps")
    await taken.complete(cast.maria, the_clock)
    await catch_up()
    await extend(0)
    return code


async def made(browser_as: Browser, cast: Cast, address: str, **form: str) -> bytes:
    """Ruth asks, the job runs, Ruth takes."""
    ruth = await browser_as(cast.ruth)
    asked = await ruth.post(address, data={"reason": REASON} | form)
    assert asked.status_code == 303, asked.text
    [row] = await EvidenceFile.select(EvidenceFile.id).order_by(EvidenceFile.id, ascending=False).limit(1)
    assert "being made" in (await ruth.get(asked.headers["location"])).text
    await make_file(row["id"])
    page = (await ruth.get(f"{asked.headers['location']}/state")).text
    assert "Download the evidence file" in page
    answer = await ruth.get(f"{asked.headers['location']}/download")
    assert answer.headers["content-type"] == "application/zip"
    return answer.content


async def test_what_it_holds(enrollment: str, cast: Cast, browser_as: Browser) -> None:
    files = unpacked(await made(browser_as, cast, f"/sites/raleigh-nc/enrollments/{enrollment}/evidence"))
    record = json.loads(files["record.json"])
    assert (record["taken"]["cycle"], record["completion"]["percent"]) == (1, 100)
    assert [one["passed"] for one in record["attempts"]] == [False, True, True]
    assert [one["watched"] for one in record["lessons"]] == [[], [[0, 120]], []]
    paper = json.loads(files[record["attempts"][-1]["paper"]])["items"]
    assert all(set(one["given_words"]) == set(one["right_words"]) and one["answered_at"] for one in paper)
    listed = {one["path"] for one in json.loads(files[check.MANIFEST])["files"]}
    assert listed == set(files) - {check.MANIFEST, check.SIGNED}
    assert "content/version-1/questions/law.toml" in files
    text = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(files["record.pdf"]))
    for words in ("0:00–2:00", "Signed Maria Elena", "(chosen) (right)", "Not answered", "learning:statement:sign"):
        assert words in " ".join(text.split()), words
    said = await AuditEvent.select(AuditEvent.details).where(AuditEvent.action == "evidence:file:take")
    assert [json.loads(one["details"])["reason"] for one in said] == [REASON]


def rezipped(files: dict[str, bytes], path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def with_own_manifest(files: dict[str, bytes]) -> dict[str, bytes]:
    """What a forger does who knows of the manifest."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = [one for one in manifest["files"] if one["path"] in files]
    for one in manifest["files"]:
        content = files[one["path"]]
        one |= {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    return files | {"manifest.json": json.dumps(manifest).encode()}


async def test_its_checker_finds_every_change(
    enrollment: str, cast: Cast, browser_as: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = await made(browser_as, cast, f"/sites/raleigh-nc/enrollments/{enrollment}/evidence")
    files = unpacked(content)
    folder = tmp_path / "unpacked"
    for name, one in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(one)
    alone = await to_thread.run_sync(lambda: subprocess.run([sys.executable, "-I", folder / "check.py"]))
    assert alone.returncode == 0
    whole = tmp_path / "whole.zip"
    whole.write_bytes(content)
    assert check.main([str(whole), "--log-key", files[check.KEY].decode()]) == 0
    assert "5 proofs of the record log" in capsys.readouterr().out
    for name in files:
        changed = rezipped(files | {name: bytes([files[name][0] ^ 1]) + files[name][1:]}, tmp_path / "changed.zip")
        assert check.main([str(changed)]) != 0, name
    for forged in ({**files, "more.txt": b"more"}, without(files, "record.pdf"), without(files, check.SIGNED)):
        assert check.main([str(rezipped(forged, tmp_path / "forged.zip"))]) == 1


def without(files: dict[str, bytes], gone: str) -> dict[str, bytes]:
    return {name: one for name, one in files.items() if name != gone}


def forgeries(files: dict[str, bytes]) -> dict[str, tuple[str, str]]:
    """What the checker says -> the file that was forged, and how."""
    record = json.loads(files["record.json"])
    failed, done = record["attempts"][0], record["completion"]
    paper = json.loads(files[failed["paper"]])
    longer = json.loads(files[failed["paper"]])
    longer["items"][1]["spent_s"] = 600
    paper["items"][0]["shown"]["options"][0]["is_chosen"] = True
    proof = f"{record['attempts'][1]['log']}.json"
    return {
        "another form": ("record.json", json.dumps({**record, "taught": {}})),
        "another form than": ("record.json", "[]"),
        "no proof, and 0 are said": ("record.json", json.dumps(record | {"attempts": [failed | {"log": ""}]})),
        "not what the log promised": ("record.json", json.dumps(record | {"completion": done | {"evidence": {}}})),
        "percent is 100": ("record.json", json.dumps(record | {"attempts": [failed | {"percent": 100}]})),
        "question 1, is not": (failed["paper"], json.dumps(paper)),
        "question 2, is not": (failed["paper"], json.dumps(longer)),
        "does not stand in the log": (f"{failed['log']}.json", files[proof].decode()),
        "checkpoint is not signed": (
            f"{failed['log']}.tlog-proof",
            files[f"{failed['log']}.tlog-proof"].decode().replace("\n\n", "\n\nx", 1),
        ),
    }


async def test_a_new_manifest_does_not_hide_another_result(
    enrollment: str, cast: Cast, browser_as: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = unpacked(await made(browser_as, cast, f"/sites/raleigh-nc/enrollments/{enrollment}/evidence"))
    for said, (name, text) in forgeries(files).items():
        forged = rezipped(with_own_manifest(files | {name: text.encode()}), tmp_path / "forged.zip")
        assert check.main([str(forged)]) == 1
        assert said in capsys.readouterr().out
    for gone in ("record.json", "record.pdf"):
        fewer = with_own_manifest(without(files, gone))
        assert check.main([str(rezipped(fewer, tmp_path / "fewer.zip"))]) == 1
        assert f"{gone} is missing" in capsys.readouterr().out
    other = "other+" + files[check.KEY].decode().split("+", 1)[1]
    assert check.main([str(rezipped(files, tmp_path / "z.zip")), "--log-key", other]) == 2
    assert check.main([str(tmp_path / "no-such.zip")]) == 2


async def test_what_the_log_has_no_entry_of_is_under_the_signature(
    enrollment: str, cast: Cast, browser_as: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = unpacked(await made(browser_as, cast, f"/sites/raleigh-nc/enrollments/{enrollment}/evidence"))
    record = json.loads(files["record.json"])
    changed = {"record.json": json.dumps(record | {"active_minutes": 90}), "record.pdf": "%PDF-", "check.py": "pass"}
    for name, text in changed.items():
        forged = with_own_manifest(files | {name: text.encode()})
        assert check.main([str(rezipped(forged, tmp_path / "forged.zip"))]) == 1
        assert "not the manifest that the academy signed" in capsys.readouterr().out
    note = files[check.SIGNED].decode()
    for text in (note.replace("psp-evidence-2", "psp-evidence-3"), note[:-8] + note[-5:], "", note.replace(" ", "")):
        assert check.main([str(rezipped(files | {check.SIGNED: text.encode()}, tmp_path / "note.zip"))]) == 1


async def test_no_note_is_taken_for_a_checkpoint(enrollment: str) -> None:
    verifier = await log_writing.verifier()
    note = await log_writing.signed("psp-evidence-2\n00\n")
    assert verifier.open(note) == "psp-evidence-2\n00\n"
    with pytest.raises(NoteInvalid):
        verifier.checkpoint(note)
    with pytest.raises(ValueError, match="checkpoint"):
        await log_writing.signed(f"{verifier.name}\n9\nAAAA\n")


def test_proofs_of_somebody_else_prove_nothing() -> None:
    sat = [{"submitted_at": "then", "log": name} for name in ("log/mine", "log/hers")]
    record = {"taught": {"log": ""}, "attempts": sat, "completion": None, "certificates": []}
    mine = {"log/mine": {"enrollment": 1}, "log/hers": {"enrollment": 1}}
    assert list(check.strangers(record, mine)) == []
    assert len(list(check.strangers(record, mine | {"log/hers": {"enrollment": 2}}))) == 1
    bought = record | {"completion": {"log": "log/done"}, "certificates": [{"sha256": "0", "log": "log/paper"}]}
    done = mine | {"log/done": {"enrollment": 1, "id": 7, "version": 1}}
    assert list(check.strangers(bought, done | {"log/paper": {"completion": 7}})) == []
    assert len(list(check.strangers(bought, done | {"log/paper": {"completion": 8}}))) == 1


async def test_another_course_text_is_found_where_the_academy_checks(
    enrollment: str, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--site", "raleigh-nc", "--course", "rain", "--reason", REASON)
    assert await commanded("make", tmp_path / "own.zip", "--officer", "maria@example.gov", *where) == 0
    files = unpacked(await to_thread.run_sync((tmp_path / "own.zip").read_bytes))
    assert await commanded("check", tmp_path / "own.zip") == 0
    law = "content/version-1/questions/law.toml"
    reworded = with_own_manifest(files | {law: files[law].replace(b"Answer b", b"Answer B")})
    reworded[check.SIGNED] = await vouched(reworded[check.MANIFEST])  # by somebody inside, who has the key
    assert await commanded("check", rezipped(reworded, tmp_path / "reworded.zip")) == 1
    assert "content/version-1 is not the course" in capsys.readouterr().out
    for wrong in ((), ("--officer", "nobody@example.gov")):
        assert await commanded("make", tmp_path / "none.zip", *wrong, *where) == 2


async def test_a_class_is_the_same_bytes_for_the_same_state(
    cast: Cast, browser_as: Browser, tmp_path: Path, the_clock: Clock
) -> None:
    await taken.publish(taken.content())
    await enrollments.enroll(cast.tyler, course_slug="rain")
    await catch_up()
    await extend(0)
    days = {"course": "rain", "from_on": "2026-11-01", "until_on": "2026-11-30"}
    content = await made(browser_as, cast, "/sites/raleigh-nc/evidence", **days)
    assert await made(browser_as, cast, "/sites/raleigh-nc/evidence", **days) == content
    files = unpacked(content)
    assert [one["folder"] for one in json.loads(files["class.json"])["attendees"]] == ["officers/001-Tyler-Brandt/"]
    assert json.loads(files["officers/001-Tyler-Brandt/record.json"])["attempts"] == []
    assert check.main([str(rezipped(files, tmp_path / "class.zip"))]) == 0
    ruth = await browser_as(cast.ruth)
    nobody = await ruth.post("/sites/raleigh-nc/evidence", data=days | {"until_on": "2026-11-02", "reason": REASON})
    assert "Nobody of this site took the course" in nobody.text
    assert REASON in nobody.text
    backwards = await ruth.post("/sites/raleigh-nc/evidence", data=days | {"until_on": "2025-01-01", "reason": REASON})
    assert (backwards.status_code, "before the first" in backwards.text) == (422, True)


async def test_who_may_not_have_it(enrollment: str, cast: Cast, browser_as: Browser) -> None:
    ruth, ada = await browser_as(cast.ruth), await browser_as(cast.ada)
    address = f"/sites/raleigh-nc/enrollments/{enrollment}/evidence"
    short = await ada.post(address, data={"reason": "short"})
    assert (short.status_code, "at least 10 characters" in short.text, "\nshort</textarea>" in short.text) == (
        422,
        True,
        True,
    )
    papers = re.findall(r'href="(/admin/attempts/[^"]+/paper)"', (await ada.get(address)).text)
    assert (len(papers), "/paper" in (await ruth.get(address)).text) == (3, False)
    assert f'href="{address}"' in (await ada.get(papers[0])).text, "the paper leads back"
    assert (await ada.get(f"/sites/tulsa-ok/enrollments/{enrollment}/evidence")).status_code == 404
    assert "Evidence in the Rain" in (await ada.get("/admin/evidence?q=maria")).text
    await enrollments.enroll(cast.ruth, course_slug="rain")
    assert "taking this course yourself" in (await ruth.get(address)).text
    assert (await ruth.post(address, data={"reason": REASON})).status_code == 403
    assert not await EvidenceFile.exists()


async def test_a_file_is_removed_after_a_week_and_a_failed_one_can_be_tried_again(
    enrollment: str, cast: Cast, browser_as: Browser, the_clock: Clock
) -> None:
    ruth, ada = await browser_as(cast.ruth), await browser_as(cast.ada)
    asked = await ruth.post(f"/sites/raleigh-nc/enrollments/{enrollment}/evidence", data={"reason": REASON})
    path = asked.headers["location"]
    [row] = await EvidenceFile.select()
    assert make_file.gave_up is not None
    await make_file.gave_up(row["id"])
    assert "could not be made" in (await ruth.get(path)).text
    assert (await ruth.get(f"{path}/download")).status_code == 409
    await ruth.post(f"{path}/repeat")
    assert "being made" in (await ruth.get(path)).text
    await storage.put("evidence/x.zip", b"zip")
    ready = {"state": "ready", "stored_as": "evidence/x.zip", "ready_at": the_clock.now}
    await EvidenceFile.update(ready, force=True)
    assert (await ruth.get(f"{path}/download")).content == b"zip"
    assert (await ada.get(f"{path}/download")).status_code == 404
    the_clock.move(days=8)
    await remove_old()
    assert not await storage.exists("evidence/x.zip")
    assert "removed after 7 days" in (await (await browser_as(cast.ruth)).get(path)).text
