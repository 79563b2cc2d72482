"""Notes are kept while they are typed; a lecture heard in order lets nobody jump ahead, and everybody back."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser import player_steps as player
from tests.browser import steps
from tests.browser.conftest import Window
from tests.browser.look import Look

pytestmark = pytest.mark.browser


def test_a_note_is_there_after_a_reload(window: Window, look: Look) -> None:
    page = window("officer")
    steps.open_lecture(page)
    note = page.get_by_label("Only you can read them")
    note.fill("Pen lifted, cap off.")
    expect(page.locator("[data-kept]")).to_contain_text("Saved at")
    page.reload()
    expect(note).to_have_value("Pen lifted, cap off.")
    look(page, "lesson-notes")
    page.get_by_role("link", name="All your notes in this course").click()
    expect(page.locator(".note-text")).to_have_text("Pen lifted, cap off.")
    look(page, "course-notes")
    assert look.faults == []


def test_a_jump_ahead_lands_where_hearing_goes_on(window: Window) -> None:
    """As the page comes when its author said so."""
    page = window("officer")

    def locked(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace("<psp-player", '<seek-lock data-heard=""><psp-player')
        route.fulfill(response=answer, body=body.replace("</psp-player>", "</psp-player><p data-told></p></seek-lock>"))

    page.route("**/lessons/*", locked)
    steps.open_lecture(page)
    steps.button(page, "Play").click()
    player.advances(page, 2)
    began = player.now(page, "currentTime")
    player.focus_player(page)
    page.keyboard.press("9")
    expect(page.get_by_text("This part comes first")).to_be_visible()
    assert player.now(page, "currentTime") < began + 12
    page.keyboard.press("0")
    steps.until(page, lambda: player.now(page, "currentTime") < 2)
