"""`academy certificate`: what it writes, without a database."""

from argparse import ArgumentParser
from pathlib import Path

import pytest
from anyio import to_thread

from academy.signing import verify_pdf
from certificates import commands
from tests.certificates.finished_course import ARABIC
from tests.certificates.test_document_print import text_of


async def sample(*words: str) -> int:
    parser = ArgumentParser()
    commands.register(parser)
    arguments = parser.parse_args(["sample", *words])
    return int(await arguments.run(arguments))


async def test_a_sample_is_complete_signed_and_on_no_record(press: None, tmp_path: Path) -> None:
    paper, root = tmp_path / "sample.pdf", tmp_path / "root.pem"
    assert await sample("--name", "Łukasz Żółkiewski", "--course", "Rain", "--root", str(root), str(paper)) == 0
    said = await to_thread.run_sync(verify_pdf, paper.read_bytes(), root.read_bytes())
    assert said.holds
    for words in ("Łukasz Żółkiewski", "Rain", "on no record"):
        assert words in text_of(paper.read_bytes())


async def test_a_name_that_cannot_be_printed_is_said(
    press: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await sample("--name", ARABIC, str(tmp_path / "sample.pdf")) == 2
    assert "Latin" in capsys.readouterr().out
