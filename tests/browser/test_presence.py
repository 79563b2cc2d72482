"""A lecture that plays to nobody: out of sight it does not count, and after long without a hand it asks and waits."""

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser import player_steps as player
from tests.browser import steps
from tests.browser.conftest import Window
from tests.browser.look import Look

pytestmark = pytest.mark.browser
_HIDE = """hidden => { Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
    document.dispatchEvent(new Event("visibilitychange")); }"""
MOST_BEACON_BYTES = 400


class Told:
    """What a window reports to the academy, by the last part of the address."""

    def __init__(self, page: Page) -> None:
        self.bodies: dict[str, list[str]] = {"watching": [], "activity": []}
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        kind = urlsplit(request.url).path.rsplit("/", 1)[-1]
        if kind in self.bodies and request.method == "POST":
            self.bodies[kind].append(request.post_data or "")

    def seconds(self, kind: str, field: str) -> int:
        """How long the spans of a field are together."""
        spans = ".".join(json.loads(body)[field] for body in self.bodies[kind]).split(".")
        return sum(int(span.split("-")[1], 36) for span in spans if span)


def hide(page: Page, *, hidden: bool) -> None:
    page.evaluate(_HIDE, hidden)


def test_a_film_out_of_sight_does_not_count_unless_only_its_sound_is_fetched(window: Window) -> None:
    page = window("officer")
    told = Told(page)
    steps.open_lecture(page)
    steps.play_until(page, 3)
    player.advances(page, 3)
    hide(page, hidden=True)
    player.advances(page, 7)
    hide(page, hidden=False)
    expect(page.locator("lesson-presence")).to_contain_text("could not see this page")
    steps.until(page, lambda: any(json.loads(body)["hidden"] >= 5 for body in told.bodies["activity"]))
    steps.pause(page)
    steps.until(page, lambda: told.seconds("watching", "watched") > 0)
    assert told.seconds("watching", "watched") < 3 + 3 + 4
    assert told.seconds("activity", "active") > 0
    assert all(len(body.encode()) <= MOST_BEACON_BYTES for each in told.bodies.values() for body in each)
    page.locator("psp-player").evaluate("one => one.toggleAttribute('data-saves', true)")
    told.bodies["watching"].clear()
    hide(page, hidden=True)
    page.evaluate(f"{steps.VIDEO}.play()")
    player.advances(page, 4)
    page.evaluate(f"{steps.VIDEO}.pause()")
    steps.until(page, lambda: told.seconds("watching", "watched") >= 3)


@pytest.mark.parametrize("width", [1366, 390])
def test_it_asks_once_whether_somebody_is_there_and_waits(window: Window, look: Look, width: int) -> None:
    page = window("officer", width=width)

    def impatient(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub('data-patience="600"', 'data-patience="3"', answer.text()))

    page.route("**/lessons/*", impatient)
    steps.open_lecture(page)
    page.goto(f"{page.url}?t=0")
    steps.button(page, "Play").click()
    dialog = page.get_by_role("dialog", name="Still there?")
    expect(dialog).to_be_visible(timeout=20_000)
    assert player.now(page, "paused")
    expect(steps.button(page, "Yes, go on")).to_be_focused()
    if width == 1366:
        look(page, "lesson-still-there")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    player.advances(page, 0.5)
