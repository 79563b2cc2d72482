"""A certificate's file checked on the reader's own device: as issued, altered, another one. Nothing is uploaded."""

import io
import ssl
from collections.abc import Callable
from pathlib import Path

import httpx
import pikepdf
import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import steps
from tests.browser.conftest import Academy, Window
from tests.browser.look import Look
from tests.certificates.test_dropped import revised

pytestmark = pytest.mark.browser
NUMBER_LENGTH = 22


@pytest.fixture
def papers(academy: Academy) -> list[Path]:
    """Files of two certificates, as issued."""
    return sorted((academy.data / "files" / "certificates").glob("*.pdf"))[:2]


@pytest.fixture
def sent() -> list[str]:
    """Requests that carried something."""
    return []


@pytest.fixture
def opened(window: Window, sent: list[str]) -> Callable[..., Page]:
    """A page on which every request is looked at."""

    def note(request: Request) -> None:
        if request.method not in {"GET", "HEAD"} or request.post_data_buffer:
            sent.append(f"{request.method} {request.url}")

    def go(address: str, width: int = 1366) -> Page:
        page = window(width=width)
        page.on("request", note)
        page.goto(address)
        return page

    return go


def number_of(paper: Path) -> str:
    return paper.name[:NUMBER_LENGTH]


def choose(page: Page, content: bytes, name: str = "certificate.pdf") -> None:
    page.get_by_label("The certificate as PDF").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )


def said(page: Page) -> str:
    """The answer, once it is there."""
    expect(page.locator("paper-check [role=status] .notice")).to_be_visible()
    return page.locator("paper-check [role=status]").inner_text()


def test_a_file_as_issued_is_unchanged(
    opened: Callable[..., Page], papers: list[Path], sent: list[str], look: Look
) -> None:
    page = opened("/verify/" + number_of(papers[0]))
    steps.tab_to(page, page.get_by_label("The certificate as PDF"))
    assert "check." not in "".join(page.evaluate("performance.getEntriesByType('resource').map(one => one.name)"))
    choose(page, papers[0].read_bytes())
    answer = said(page)
    for words in ("Unchanged since it was signed.", "The record log holds", "Name\n", number_of(papers[0])):
        assert words in answer
    look(page, "dropped-unchanged")
    form = opened("/verify", 390)
    choose(form, papers[0].read_bytes())
    assert "The academy’s record says that the certificate is valid." in said(form)
    assert sent == []


def other_spelling(pdf: bytes, academy: Academy) -> bytes:
    """The last digit of the copy of the root inside the signature: nothing signed covers it, and no check needs it."""
    root = ssl.PEM_cert_to_DER_cert(httpx.get(f"{academy.origin}/keys/root.pem").text).hex().upper().encode()
    last = pdf.index(root) + len(root) - 1
    return pdf[:last] + (b"0" if pdf[last : last + 1] != b"0" else b"1") + pdf[last + 1 :]


def test_every_alteration_is_told(
    academy: Academy, opened: Callable[..., Page], papers: list[Path], sent: list[str], look: Look
) -> None:
    whole, again = papers[0].read_bytes(), io.BytesIO()
    with pikepdf.open(papers[0]) as pdf:
        pdf.save(again)
    altered = {
        "was changed after it was signed": whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:],
        "Something was added to this file": revised(whole),
        "only saved anew": again.getvalue(),
        "not byte for byte the file we issued": other_spelling(whole, academy),
        "This is not a PDF.": b"PK\x03\x04" + bytes(500),
        "has no signature of the academy": b"%PDF-1.7\n%%EOF",
        f"Its number is {number_of(papers[1])}": papers[1].read_bytes(),
    }
    page = opened("/verify/" + number_of(papers[0]))
    for words, content in altered.items():
        choose(page, content)
        expect(page.locator("paper-check [role=status]")).to_contain_text(words)
        assert page.locator("paper-check dl").count() == 0
    choose(page, altered["Something was added to this file"])
    expect(page.locator("paper-check [role=status]")).to_contain_text("Something was added")
    look(page, "dropped-altered")
    assert sent == []


def test_a_huge_file_is_refused_unread(opened: Callable[..., Page], tmp_path: Path) -> None:
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    page = opened("/verify")
    page.get_by_label("The certificate as PDF").set_input_files(huge)
    assert "larger than 20 MB" in said(page)
    assert "/keys" not in "".join(page.evaluate("performance.getEntriesByType('resource').map(one => one.name)"))


def test_a_dropped_file_counts_and_without_scripts_there_is_no_part(
    opened: Callable[..., Page], window: Window, papers: list[Path]
) -> None:
    page = opened("/verify")
    data = page.evaluate_handle(
        """bytes => { const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(bytes)], "dropped.pdf")); return data; }""",
        list(b"not a PDF"),
    )
    page.locator("paper-check .dropzone").dispatch_event("drop", {"dataTransfer": data})
    assert "This is not a PDF." in said(page)
    plain = window(scripts=False)
    plain.goto("/verify/" + number_of(papers[0]))
    expect(plain.get_by_text("Is the file unchanged?")).to_have_count(0)
