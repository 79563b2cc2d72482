"""Films of an S3-compatible store: the academy only says where they are, and the browser fetches them from there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import player_steps as player
from tests.browser import steps, world
from tests.browser.conftest import PATIENCE_MS, Watch, serving, sign_in
from tests.fakes.store import Store

pytestmark = pytest.mark.nightly
PREFIX = "browser"


@pytest.fixture
def page(tmp_path: Path, chromium: Browser, store_server: Store) -> Iterator[Page]:
    """An officer's window on an academy whose files lie in a store; nothing may go wrong in it."""
    data = tmp_path / "data"
    world.copy_to(data)
    store_server.take(data / "files", PREFIX)
    (data / "files").rename(data / "not-here")
    with serving(data, **store_server.environ(PREFIX)) as academy:
        watch = Watch(academy.origin, store_server.endpoint)
        context = chromium.new_context(base_url=academy.origin, viewport={"width": 1366, "height": 768})
        context.set_default_timeout(PATIENCE_MS)
        watch.over(context)
        opened = context.new_page()
        sign_in(opened, "officer")
        yield opened
        context.close()
        assert watch.faults == []


def test_a_lecture_in_a_store_plays_seeks_and_shows_captions(page: Page, store_server: Store) -> None:
    answers: list[tuple[int, str]] = []
    page.on("response", lambda answer: answers.append((answer.status, answer.url)))
    steps.open_lecture(page)
    steps.play_until(page, 4)
    player.jump_to(page, 7)
    player.advances(page, 2)
    expect(page.locator(".player__captions span").first).not_to_be_empty()
    page.get_by_label("Timeline").hover()
    expect(page.locator(".player__preview canvas")).to_be_visible()
    films = [(status, url) for status, url in answers if ".m4s" in url or ".jpg" in url]
    sent_on = [url for status, url in films if status == 307]
    fetched = {url.partition("?")[0].rpartition(".")[2] for status, url in films if status in {200, 206}}
    assert all(url.startswith(store_server.endpoint) for status, url in films if status in {200, 206})
    assert (bool(sent_on), fetched) == (True, {"m4s", "jpg"})
