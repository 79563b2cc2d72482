"""`academy certificate`: what it writes and says, without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path

import pytest
from anyio import to_thread

from academy.signing import verify_pdf
from certificates import commands
from tests.certificates.court import Court
from tests.certificates.finished_course import ARABIC
from tests.certificates.test_document_print import text_of


async def certificate(*words: str | Path) -> int:
    parser = ArgumentParser()
    commands.register(parser)
    arguments = parser.parse_args([str(word) for word in words])
    return int(await arguments.run(arguments))


async def test_a_sample_is_complete_and_on_no_record(
    press: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper, root, kit = tmp_path / "sample.pdf", tmp_path / "root.pem", tmp_path / "kit"
    named = ("--name", "Łukasz Żółkiewski", "--course", "Rain")
    assert await certificate("sample", *named, "--root", root, "--kit", kit, paper) == 0
    said = await to_thread.run_sync(verify_pdf, paper.read_bytes(), root.read_bytes())
    assert said.holds
    for words in ("Łukasz Żółkiewski", "Rain", "on no record"):
        assert words in text_of(paper.read_bytes())
    assert await certificate("verify", "--kit", kit, paper) == 0
    out = capsys.readouterr().out
    assert "Łukasz Żółkiewski; SAMPLE, on no record. Certificate of Completion: Rain" in out
    assert "SAMPLE" in (kit / "README.txt").read_text()


async def test_a_name_that_cannot_be_printed_is_said(
    press: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await certificate("sample", "--name", ARABIC, tmp_path / "sample.pdf") == 2
    assert "Latin" in capsys.readouterr().out


async def test_files_are_told_apart_for_people_and_programs(
    court: Court, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, edited, absent = (tmp_path / f"{name}.pdf" for name in ("good", "edited", "absent"))
    good.write_bytes(court.paper)
    edited.write_bytes(court.paper + b"%")
    kit = ("--kit", court.folder)
    assert [await certificate("verify", *kit, *files) for files in ((good,), (good, edited), (good, absent))] == [
        0,
        1,
        2,
    ]
    capsys.readouterr()
    assert await certificate("verify", "--json", *kit, good, edited, absent) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(Path(one["file"]).name, one["result"]) for one in told] == [
        ("good.pdf", "holds"),
        ("edited.pdf", "fails"),
        ("absent.pdf", "not checked"),
    ]
    assert told[0]["says"]["number"] == "V799-BEW8-9T9A-W0P0-7Q"


async def test_each_part_can_be_given_by_itself(court: Court, tmp_path: Path) -> None:
    paper = tmp_path / "it.pdf"
    paper.write_bytes(court.paper)
    root, keys, status = (court.folder / name for name in ("root.pem", "did.json", "status-1.json"))
    parts = ("--root", root, "--keys", keys, "--log-key", (court.folder / "record-log.key").read_text())
    assert await certificate("verify", *parts, paper) == 2
    assert await certificate("verify", *parts, "--status", status, paper) == 0


@pytest.mark.parametrize("part", ["root.pem", "record-log.key", "did.json", "status-1.json", ""])
async def test_a_damaged_kit_is_refused_by_name(
    court: Court, part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if part:
        (tmp_path / part).write_text("{}")
    kit = tmp_path if part else tmp_path / "nowhere"
    assert await certificate("verify", "--kit", kit, tmp_path / "any.pdf") == 2
    assert (part.replace("record-log.key", "record log") or "nowhere") in capsys.readouterr().out


async def test_a_kit_is_not_mixed_with_other_files(
    press: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "report.doc").touch()
    assert await certificate("sample", "--kit", folder, tmp_path / "sample.pdf") == 2
    assert "report.doc" in capsys.readouterr().out
