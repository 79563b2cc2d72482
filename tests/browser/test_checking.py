"""A list of certificates and their papers, checked in a browser without scripts and without an account."""

import csv
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.conftest import Academy, Window
from tests.browser.look import Look
from tests.certificates.test_checking import packed

pytestmark = pytest.mark.browser


def numbered(paper: Path) -> str:
    """The number in a stored paper's name; the rest of it is the digest."""
    return paper.stem.rpartition("-")[0]


def test_a_zip_of_papers_is_checked_without_scripts(
    academy: Academy, window: Window, look: Look, tmp_path: Path
) -> None:
    papers = sorted((academy.data / "files" / "certificates").glob("*.pdf"))[:2]
    original, edited = papers[0].read_bytes(), papers[1].read_bytes().replace(b"5 h 16", b"9 h 16") + b"\n"
    bundle = tmp_path / "papers.zip"
    bundle.write_bytes(packed({"original.pdf": original, "edited.pdf": edited}).getvalue())
    page = window(scripts=False)
    page.goto("/verify")
    steps.link(page, "Check up to 500 at once").click()
    page.get_by_label("Or a file").set_input_files(bundle)
    steps.button(page, "Check them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 certificates checked")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Not our file")
    expect(page.get_by_role("row").nth(2)).to_contain_text("As issued")
    with page.expect_download() as arriving:
        steps.button(page, "Download as CSV").click()
    rows = list(csv.DictReader(Path(arriving.value.path()).read_text("utf-8-sig").splitlines()))
    assert [row["Number"] for row in rows] == [numbered(paper) for paper in papers]
    looked = window()
    looked.goto("/verify/batch")
    looked.get_by_label("Or a file").set_input_files(bundle)
    steps.button(looked, "Check them").click()
    look(looked, "verify-batch-result")


@pytest.mark.parametrize("says_its_size", [True, False])
def test_what_is_too_large_is_answered_in_words(academy: Academy, says_its_size: bool) -> None:
    head = b'--b\r\ncontent-disposition: form-data; name="file"; filename="a.zip"\r\n\r\n'
    sent = [head, *[bytes(1_000_000)] * 199, b"\r\n--b--\r\n"]
    headers = {"content-type": "multipart/form-data; boundary=b"}
    if says_its_size:
        headers["content-length"] = str(sum(map(len, sent)))
    answer = httpx.post(f"{academy.origin}/verify/batch", content=iter(sent), headers=headers, timeout=60)
    assert (answer.status_code, "larger than 100 MB" in answer.text) == (413, True)
