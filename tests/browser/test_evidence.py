"""A coordinator takes the evidence of an officer in two clicks and a reason, and looks at the rest of the record."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Window
from tests.browser.look import Look

pytestmark = pytest.mark.browser
MAKING_MS = 90_000


def open_officer(page: Page, name: str) -> None:
    page.goto("/sites/raleigh-nc/completion?q=" + name.split()[-1])
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def take_evidence(page: Page, look: Look, folder: Path) -> None:
    """Two clicks and a reason; the checker in it says that nothing was changed."""
    open_officer(page, "Tyler Brandt")
    look(page, "officer-record")
    page.get_by_role("link", name="Evidence file").first.click()
    look(page, "evidence-officer")
    page.get_by_label("Why is it needed?").fill("Case 26-CR-1181, subpoena of November 20")
    steps.button(page, "Make the evidence file").click()
    link = page.get_by_role("link", name="Download the evidence file")
    expect(link).to_be_visible(timeout=MAKING_MS)
    look(page, "evidence-ready")
    with page.expect_download() as given:
        link.click()
    with zipfile.ZipFile(given.value.path()) as archive:
        archive.extractall(folder)
    said = subprocess.run([sys.executable, "-I", folder / "check.py"], capture_output=True, text=True)
    assert said.returncode == 0, said.stdout


def set_by_hand(page: Page) -> None:
    """Leave with no end yet, and a lesson that was sat elsewhere."""
    open_officer(page, "Maria Castañeda")
    page.get_by_text("Enter leave").first.click()
    page.get_by_label("Kind of leave").fill("Deployment")
    steps.button(page, "Enter leave").click()
    expect(page.get_by_text("with no end yet")).to_be_visible()
    page.get_by_text("Set a lesson as done").first.click()
    page.get_by_label("Why? For example").first.fill("Sat in the classroom course")
    steps.button(page, "Set as done").first.click()
    expect(page.get_by_text("Sat in the classroom course").first).to_be_visible()


def test_the_record_of_an_officer(window: Window, look: Look, tmp_path: Path) -> None:
    page = window("coordinator")
    take_evidence(page, look, tmp_path)
    page.get_by_role("link", name="Evidence", exact=True).first.click()
    look(page, "evidence-site")
    set_by_hand(page)
    look(page, "officer-on-leave")
    officer = window("officer")
    officer.goto("/my-training")
    expect(officer.get_by_text("Your leave pauses this")).to_be_visible()
    look(officer, "my-training-on-leave")
