"""The lesson page follows its lecture: what is left and what comes next change without a reload."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import player_steps as player
from tests.browser import steps
from tests.browser.conftest import Watch, Window

pytestmark = pytest.mark.browser
BEFORE = {"saved_label": "03:16:41 EST", "watched_percent": 0, "position": 5, "done": False}
AFTER = {**BEFORE, "watched_percent": 100, "done": True}


def heard_to_the_end(page: Page, fresh: Callable[[Route], None]) -> None:
    """Play a while; `fresh` answers when the page asks itself again after the academy said that all was heard."""
    receipts = [BEFORE]
    # A player may report as soon as it stands at its place: the answers are in our hand before the page opens.
    page.route("**/lessons/*", lambda route: fresh(route) if receipts == [AFTER] else route.continue_())
    page.route(re.compile(r"/watching\?"), lambda route: route.fulfill(json=receipts[0]))
    steps.open_lecture(page)
    expect(page.locator("#lesson-left")).to_contain_text(re.compile(r"Left in this lesson:|This lesson is done\."))
    receipts[:] = [AFTER]
    play_a_little(page)


def play_a_little(page: Page) -> None:
    steps.button(page, "Play").click()
    player.advances(page, 3)
    steps.pause(page)


def in_other_words(route: Route) -> None:
    text = route.fetch().text()
    text = text.replace("Left in this lesson:", "Left now:").replace("This lesson is done.", "Done now.")
    route.fulfill(body=text, content_type="text/html")


def test_what_is_left_follows_the_lecture(window: Window) -> None:
    page = window("officer")
    heard_to_the_end(page, in_other_words)
    expect(page.locator("#lesson-left")).to_contain_text(re.compile(r"Left now:|Done now\."))


def test_what_is_left_follows_after_a_line_that_fell_out(window: Window, watch: Watch) -> None:
    watch.expected = ("Failed to load resource",)
    page = window("officer")
    first = [True]
    heard_to_the_end(page, lambda route: route.abort() if first and first.pop() else in_other_words(route))
    expect(page.locator("#lesson-left")).to_contain_text(re.compile(r"Left now:|Done now\."))
    assert not first


def test_what_was_heard_before_the_sender_arrived_is_sent_when_it_does(window: Window) -> None:
    page = window("officer")
    held: list[Route] = []
    sent: list[str] = []

    def receive(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.fulfill(json=BEFORE)

    page.route(re.compile(r"/presence[^/]*\.js"), lambda route: held.append(route))
    page.route(re.compile(r"/watching\?"), receive)
    steps.open_lecture(page)
    play_a_little(page)
    assert sent == []
    held[0].continue_()
    steps.until(page, lambda: bool(sent))
    assert '"watched":""' not in sent[0]
