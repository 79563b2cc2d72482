"""A quiz with a question of every kind, taken with the keyboard alone and looked at wide and on a phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.conftest import Watch, Window
from tests.browser.look import Look

pytestmark = pytest.mark.browser
SAVED = "[data-saved-line]"


def _choose(page: Page, *bodies: str) -> None:
    """Choices by Tab, Space and arrows."""
    for body in bodies:
        field = page.get_by_label(body)
        steps.tab_to(page, field)
        page.keyboard.press("Space")
        expect(field).to_be_checked()


def _pick(page: Page, chosen: dict[str, str]) -> None:
    """From the list of each line, by the first letters of what it says."""
    for label, words in chosen.items():
        field = page.get_by_label(label)
        steps.tab_to(page, field)
        page.keyboard.type(words)
        expect(field.locator("option:checked")).to_have_text(words)


def _write(page: Page, words: str) -> None:
    steps.tab_to(page, page.get_by_label("Your answer"))
    page.keyboard.type(words)
    page.keyboard.press("Tab")


def _radio(page: Page, body: str) -> None:
    """Into the group, then by arrows to the line."""
    radios = page.get_by_role("radio")
    steps.tab_to(page, radios.first)
    page.keyboard.press("Space")
    wanted = page.get_by_label(body)
    for _ in range(radios.count()):
        if not wanted.is_checked():
            page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()


ANSWERS = {
    "Which comes first?": ("one", lambda page: _radio(page, "Answer b")),
    "Which belong in the log?": ("many", lambda page: _choose(page, "Answer a", "Answer c")),
    "Rain can wait.": ("true-false", lambda page: _radio(page, "Answer b")),
    "What goes into which package?": (
        "matching",
        lambda page: _pick(page, {"A wet shirt": "Paper, once dry", "A pistol": "A rigid box"}),
    ),
    "Put the steps in order.": (
        "ordering",
        lambda page: _pick(page, {"Photograph": "1", "Measure": "2", "Collect": "3"}),
    ),
    "How many hours?": ("numeric", lambda page: _write(page, "73,125")),
    "What is an unconfirmed link called?": ("text", lambda page: _write(page, "potential ASSOCIATION.")),
    "Where do the casings lie?": ("hotspot", lambda page: _radio(page, "The innermost ring")),
}


def _wait_on_the_device(page: Page) -> None:
    """Pairs that could not be sent come back each in its own line when the page is opened again."""
    page.route("**/response", lambda route: route.abort())
    ANSWERS["What goes into which package?"][1](page)
    page.reload()
    for label, words in (("A wet shirt", "Paper, once dry"), ("A pistol", "A rigid box")):
        expect(page.get_by_label(label).locator("option:checked")).to_have_text(words)
    page.unroute("**/response")


def _heading(page: Page) -> Locator:
    return page.locator("fieldset.question legend")


def test_every_kind_is_answered_by_keyboard(window: Window, look: Look, watch: Watch) -> None:
    watch.expected = ("Failed to load resource", "ERR_FAILED", "answer not saved yet")
    page = window("officer")
    page.goto("/courses/every-kind")
    steps.button(page, "Enroll and open the course").click()
    page.wait_for_url("**/enrollments/*")
    page.goto(f"{page.url}/lessons/collect/quiz")
    steps.tab_to(page, steps.button(page, "Start the quiz"))
    page.keyboard.press("Enter")
    for _ in ANSWERS:
        name, answer = ANSWERS[_heading(page).inner_text()]
        if name == "matching":
            _wait_on_the_device(page)
        answer(page)
        expect(page.locator(SAVED)).to_have_attribute("data-state", "saved")
        look(page, f"question-{name}")
        steps.tab_to(page, page.locator("button[name=then]:visible").last)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_text("Every question is answered.")).to_be_visible()
    steps.button(page, "Send my answers").click()
    expect(page.get_by_text("You got 8 of 8 (100%).")).to_be_visible()
    page.get_by_role("link", name="See the whole paper as it was shown").click()
    look(page, "paper")
