"""An instructor checks a draft of captions: by keyboard alone, beside somebody else, and without scripts."""

import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Academy, Watch, Window
from tests.browser.look import Look

pytestmark = pytest.mark.browser
MARKED = '{"1": ["commend"], "3": ["batch"]}'


@pytest.fixture
def draft(academy: Academy) -> str:
    """The address of captions whose second and fourth line are in doubt, as a recognizer would have left them."""
    with sqlite3.connect(academy.data / "academy.sqlite", timeout=30) as database:
        caption, code = database.execute(
            "SELECT caption.id, code FROM caption JOIN media_asset ON asset = media_asset.id ORDER BY caption.id"
        ).fetchone()
        database.execute("UPDATE caption SET doubts = ?, source = 'speech' WHERE id = ?", (MARKED, caption))
    return f"/media/{code}/captions"


def saved(page: Page) -> None:
    expect(page.locator("[data-saved-line]").first).to_have_attribute("data-state", "saved")


def words_of(page: Page, number: int) -> str:
    return page.locator(f"#line-{number} textarea").input_value()


def check_by_keyboard(page: Page) -> None:
    """Both marked lines, the second corrected, and out of the list again."""
    steps.tab_to(page, page.locator("[data-does=next]"))
    page.keyboard.press("Enter")
    expect(page.locator("#line-2 textarea")).to_be_focused()
    page.keyboard.press("Control+Space")
    expect(page.locator("#line-2")).to_have_attribute("data-heard", "")
    page.keyboard.press("Tab")
    expect(page.locator("#line-4 textarea")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Name, agency, badge or ID.")
    page.keyboard.press("Tab")
    expect(page.locator("[data-needs]")).to_have_count(0)
    expect(steps.button(page, "Mark all as reviewed")).to_be_focused()


def test_a_draft_is_checked_by_keyboard_alone(window: Window, draft: str, look: Look) -> None:
    page = window("instructor")
    page.goto(draft)
    look(page, "caption-editor")
    expect(page.locator("[data-count]")).to_contain_text("2 of ")
    check_by_keyboard(page)
    saved(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("captions reviewed")).to_be_visible()
    page.goto(draft)
    assert words_of(page, 4) == "Name, agency, badge or ID."


def test_lines_are_split_joined_and_moved(window: Window, draft: str) -> None:
    page = window("instructor")
    page.goto(draft)
    whole, start = words_of(page, 2), page.locator("#line-2 input[name=start]").input_value()
    page.locator("#line-2 textarea").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#line-3 textarea")).to_be_focused()
    assert f"{words_of(page, 2)} {words_of(page, 3)}".split() == whole.split()
    page.locator("#line-2 textarea").focus()
    page.keyboard.press("Control+m")
    assert words_of(page, 2).split() == whole.split()
    page.keyboard.press("Alt+ArrowRight")
    assert page.locator("#line-2 input[name=start]").input_value() != start
    page.keyboard.press("Escape")
    expect(page.locator("[data-next]")).to_be_focused()
    saved(page)
    page.reload()
    assert words_of(page, 2).split() == whole.split()


def test_two_people_at_one_line_see_both_texts(window: Window, draft: str, watch: Watch) -> None:
    watch.expected = ("status of 409",)
    first, second = window("instructor"), window("instructor")
    for page in (first, second):
        page.goto(draft)
    first.locator("#line-1 textarea").fill("Mine was first.")
    first.locator("#line-3 textarea").focus()
    saved(first)
    second.locator("#line-1 textarea").fill("Mine was later.")
    second.locator("#line-3 textarea").focus()
    expect(second.get_by_text("It now reads: “Mine was first.”")).to_be_visible()
    assert words_of(second, 1) == "Mine was later."
    steps.button(second, "Keep mine").click()
    saved(second)
    first.reload()
    assert words_of(first, 1) == "Mine was later."


def test_without_scripts_it_is_a_form(window: Window, draft: str, watch: Watch) -> None:
    watch.expected = ("status of 409",)
    page = window("instructor", scripts=False)
    page.goto(draft)
    steps.button(page, "Mark all as reviewed").click()
    expect(page.get_by_text("Some lines are still marked")).to_be_visible()
    page.locator("#line-2 textarea").fill("The outer ring holds the command post.")
    page.get_by_label("looked at, line 2").check()
    page.get_by_label("looked at, line 4").check()
    steps.button(page, "Mark all as reviewed").click()
    expect(page.get_by_text("captions reviewed")).to_be_visible()
