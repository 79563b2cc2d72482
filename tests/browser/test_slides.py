"""An instructor pastes slides with notes and gets a captioned lecture, without leaving the page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watch, Window
from tests.browser.look import Look

pytestmark = pytest.mark.browser

SLIDES = "# Where it happens\n\n- Few streets\n- Few people\n\nNote: Most of it happens on a few streets."
SILENT = f"{SLIDES}\n\n---\n\n# Say something\n"


def test_pasted_slides_become_a_lecture(window: Window, watch: Watch, look: Look) -> None:
    watch.expected = ("422",)
    page = window("instructor")
    page.goto("/authoring/next-steps")
    page.get_by_role("button", name="Start a draft").click()
    page.get_by_role("link", name="All about leads").first.click()
    page.get_by_role("link", name="Write a lecture as slides with notes").click()
    page.get_by_label("Slides with notes").fill(SILENT)
    page.get_by_role("button", name="Show the slides").click()
    expect(page.get_by_role("alert")).to_contain_text("This slide says nothing")
    expect(page.get_by_label("Slides with notes")).to_have_value(re.compile(re.escape(SILENT.strip())))
    look(page, "slides-faulty")
    page.get_by_label("Slides with notes").fill(SLIDES)
    page.get_by_role("button", name="Show the slides").click()
    expect(page.get_by_role("img", name="Slide 1: Where it happens")).to_be_visible()
    look(page, "slides-seen")
    page.get_by_role("button", name="Save and make the lecture").click()
    expect(page.locator("#state")).to_contain_text("Ready", timeout=180_000)
    page.get_by_role("link", name="Play the lecture").click()
    expect(page.locator("psp-player")).to_be_visible()
    expect(page.get_by_text("Written by the author of the deck.")).to_be_visible()
