"""The lesson page follows its lecture: what is left and what comes next change without a reload."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser import player_steps as player
from tests.browser import steps
from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
BEFORE = {"saved_label": "03:16:41 EST", "watched_percent": 0, "position": 5, "done": False}
AFTER = {**BEFORE, "watched_percent": 100, "done": True}


def test_what_is_left_follows_the_lecture(window: Window) -> None:
    page = window("officer")
    receipts = [BEFORE]

    def heard(route: Route) -> None:
        text = route.fetch().text()
        if receipts == [AFTER]:
            text = text.replace("Left in this lesson:", "Left now:").replace("This lesson is done.", "Done now.")
        route.fulfill(body=text, content_type="text/html")

    # A player may report as soon as it stands at its place: the answers are in our hand before the page opens.
    page.route("**/lessons/*", heard)
    page.route(re.compile(r"/watching\?"), lambda route: route.fulfill(json=receipts[0]))
    steps.open_lecture(page)
    left = page.locator("#lesson-left")
    expect(left).to_contain_text(re.compile(r"Left in this lesson:|This lesson is done\."))
    receipts[:] = [AFTER]
    steps.button(page, "Play").click()
    player.advances(page, 3)
    steps.pause(page)
    expect(left).to_contain_text(re.compile(r"Left now:|Done now\."))
