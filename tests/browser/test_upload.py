"""An instructor's large file on a bad line, sent by the real client: paused, cut, reloaded, and whole at the end."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import Academy, Watch, Window
from tests.browser.look import Look
from tests.media.recordings import H264, PICTURE, TONE, ffmpeg
from tests.media.uploading import padded

pytestmark = pytest.mark.browser
SIZE = 40_000_000
SLOWEST = 2_000_000
"""Bytes per second."""


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Path]:
    """A few seconds of film, as large as wanted."""
    folder = tmp_path_factory.mktemp("recording")
    film = folder / "film.mp4"
    ffmpeg(*PICTURE, *TONE, "-t", "4", *H264, str(film))

    def made(name: str, size: int) -> Path:
        return padded(film, folder / name, size=size)

    return made


class Line:
    """The page's line to the academy: slow, so that there is something to look at on the way, or cut."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def be(self, *, offline: bool = False, times: int = 1) -> None:
        """As fast as `times` the slowest, or offline."""
        conditions = {"offline": offline, "latency": 20, "downloadThroughput": -1, "uploadThroughput": SLOWEST * times}
        self._session.send("Network.emulateNetworkConditions", conditions)


def choose(page: Page, *files: Path) -> None:
    page.locator("resumable-upload input[type=file]").set_input_files(files)


def test_a_large_file_survives_pause_reload_and_a_lost_line(
    window: Window, academy: Academy, watch: Watch, recording: Callable[[str, int], Path], look: Look
) -> None:
    watch.expected = ("Failed to load resource", "net::ERR_")
    page, file = window("instructor"), recording("Interview at the scene.mp4", SIZE)
    page.goto("/media")
    line = Line(page)
    line.be()
    choose(page, file)
    pause_and_reload(page, look)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method) if "/uploads" in request.url else None)
    line.be()
    choose(page, file)
    finish_over_a_lost(line, page)
    expect(page.locator("#library")).not_to_contain_text("Uploading")
    assert asked[0] == "HEAD"
    assert "POST" not in asked
    look(page, "upload-done")
    code = str(page.get_by_role("link", name="See it").get_attribute("href")).removeprefix("/media/")
    assert digest(academy.data / "files" / "media" / code / "source") == digest(file)


def pause_and_reload(page: Page, look: Look) -> None:
    """Whoever leaves while bytes are missing is asked first."""
    warned: list[str] = []
    page.on("dialog", lambda dialog: leave(dialog, warned))
    row = page.locator(".upload__row")
    expect(row).to_contain_text("of 40 MB")
    page.get_by_role("button", name="Pause").click()
    expect(row).to_contain_text("paused")
    look(page, "upload-paused")
    page.reload()
    assert warned == ["beforeunload"]
    expect(page.get_by_role("row", name="Interview at the scene.mp4")).to_contain_text("of 40 MB")


def leave(dialog: Dialog, warned: list[str]) -> None:
    warned.append(dialog.type)
    dialog.accept()


def finish_over_a_lost(line: Line, page: Page) -> None:
    row = page.locator(".upload__row")
    expect(row).to_contain_text("of 40 MB")
    line.be(offline=True)
    expect(row).to_contain_text("The connection broke. What was sent is kept.")
    line.be(times=5)
    expect(row).to_contain_text("You may close this page")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_several_files_go_one_after_the_other_and_a_refused_one_stops_nobody(
    window: Window, watch: Watch, recording: Callable[[str, int], Path], look: Look, tmp_path: Path
) -> None:
    watch.expected = ("Failed to load resource",)
    page = window("instructor", width=390)
    page.goto("/media")
    Line(page).be(times=3)
    huge = tmp_path / "Whole day.mp4"
    huge.touch()
    os.truncate(huge, 6_000_000_000)  # takes no room on the disk
    choose(page, recording("First.mp4", 15_000_000), huge, recording("Small.mp4", 500_000))
    rows = page.locator(".upload__row")
    expect(rows.nth(2)).to_contain_text("waits for the file before it")
    look(page, "upload-line")
    expect(rows.nth(1)).to_contain_text("the academy takes up to 5.4 GB")
    expect(rows.nth(1).get_by_role("button", name="Try again")).to_be_visible()
    for number in (0, 2):
        expect(rows.nth(number)).to_contain_text("You may close this page")
    look(page, "upload-refused")
    rows.nth(1).get_by_role("button", name="Cancel").click()
    expect(rows).to_have_count(2)
