"""The lesson page follows its lecture: what is left and what comes next change without a reload."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser import player_steps as player
from tests.browser import steps
from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
RECEIPT = {"saved_label": "03:16:41 EST", "watched_percent": 100, "position": 5, "done": True}


def test_what_is_left_follows_the_lecture(window: Window) -> None:
    page = window("officer")
    steps.open_lecture(page)
    left = page.locator("#lesson-left")
    expect(left).to_contain_text(re.compile(r"Left in this lesson:|This lesson is done\."))

    def heard(route: Route) -> None:
        answer = route.fetch()
        now = answer.text().replace("Left in this lesson:", "Left now:").replace("This lesson is done.", "Done now.")
        route.fulfill(response=answer, body=now)

    page.route("**/lessons/*", heard)
    page.route(re.compile(r"/watching\?"), lambda route: route.fulfill(json=RECEIPT))
    steps.button(page, "Play").click()
    player.advances(page, 3)
    steps.pause(page)
    expect(left).to_contain_text(re.compile(r"Left now:|Done now\."))
