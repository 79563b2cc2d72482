"""An officer listens to a lecture, is cut off, and goes on where it stopped, here or on another device."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.conftest import Window
from tests.browser.look import Look

pytestmark = pytest.mark.browser


def test_a_lecture_plays_with_captions_and_is_saved(window: Window, look: Look) -> None:
    page = window("officer")
    steps.open_lecture(page)
    steps.play_until(page, 6)
    expect(page.locator(".player__captions")).to_have_text(re.compile(r"\w+"))
    expect(page.locator("[data-saved-line]").first).to_contain_text(re.compile(r"Saved at \d\d:\d\d:\d\d"))
    stopped = steps.pause(page)
    look(page, "lesson-lecture")
    page.reload()
    assert abs(steps.position(page) - stopped) < 3


def test_another_device_goes_on_where_the_first_stopped(window: Window) -> None:
    first, phone = window("officer"), window("officer", width=390)
    steps.open_lecture(first)
    began = steps.position(first)
    steps.play_until(first, began + 4)
    stopped = steps.pause(first)
    expect(first.locator("[data-saved-line]").first).to_have_attribute("data-state", "saved")
    steps.open_lecture(phone)
    assert abs(steps.position(phone) - stopped) < 3
    assert stopped > began + 3
