"""A lesson must open on a patrol car's connection: what travels for it is weighed as it travels, compressed."""

import pytest
from playwright.sync_api import Page

from tests.browser import steps
from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
MOST_BYTES = 100_000
PLAYER = ("/static/player.", "/static/hls.")
LATER = ("/static/settings.", "/static/stops.", "/static/presence.", "/static/offline.")
"""Parts of the player that no first picture waits for: they come after it, or beside it with low priority."""
MOST_PLAYER_BYTES = 170_000
MOST_OWN_PLAYER_BYTES = 12_000
MEDIA = ("/media/", ".m4s", ".mp4", ".m3u8", ".vtt", ".jpg", ".webp")


class Scale:
    """Weighs every answer of a window that starts with an empty cache."""

    def __init__(self, page: Page) -> None:
        self.weights: dict[str, int] = {}
        self._addresses: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._began)
        session.on("Network.loadingFinished", self._ended)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _began(self, event: dict[str, dict[str, str]]) -> None:
        self._addresses[str(event["requestId"])] = event["response"]["url"]

    def _ended(self, event: dict[str, float]) -> None:
        # What began before the scale stood here travels for the page before: a film it was still fetching.
        if address := self._addresses.get(str(event["requestId"])):
            self.weights[address] = int(event["encodedDataLength"])


def weighed(page: Page, path: str) -> dict[str, int]:
    """Bytes of everything that travels to open a page, by address."""
    scale = Scale(page)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return scale.weights


def test_the_first_lesson_is_light(window: Window) -> None:
    page = window("officer")
    steps.open_lecture(page)
    found = weighed(page, page.url)
    lesson = {name: size for name, size in found.items() if not any(part in name for part in (*MEDIA, *PLAYER, *LATER))}
    assert any(name.endswith(".woff2") for name in lesson), "the fonts were not weighed"
    assert sum(lesson.values()) < MOST_BYTES, lesson


def test_the_player_is_light_before_the_first_picture(window: Window) -> None:
    page = window("officer")
    steps.open_lecture(page)
    found = weighed(page, page.url)
    own, loader = (sum(size for name, size in found.items() if part in name) for part in PLAYER)
    assert 0 < own < MOST_OWN_PLAYER_BYTES
    assert 100_000 < own + loader < MOST_PLAYER_BYTES


@pytest.mark.parametrize("path", ["/", "/my-training", "/courses/crime-guns"])
def test_only_lectures_fetch_the_player(window: Window, path: str) -> None:
    found = weighed(window("officer"), path)
    assert not [name for name in found if any(part in name for part in PLAYER)]
    assert sum(found.values()) < MOST_BYTES


def test_pages_travel_compressed(window: Window) -> None:
    page = window()
    answer = page.goto("/courses/crime-guns")
    assert answer
    assert answer.headers.get("content-encoding") in {"br", "gzip"}
