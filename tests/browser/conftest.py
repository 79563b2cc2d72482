"""A served academy and a real Chromium. Every window is watched: no error in its console, no request to elsewhere."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, StorageState, expect, sync_playwright

from courses.demo.people import DOMAIN, PASSWORD
from tests.browser import executable, world
from tests.browser.look import PICTURES, WIDTHS, Look

ROOT = world.ROOT
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--autoplay-policy=no-user-gesture-required", "--disable-component-update", "--mute-audio"),
)
PATIENCE_MS = 30_000
NO_WORKER = "Service Worker registration blocked by Playwright"
"""What a window without the worker says to itself."""


class Academy(msgspec.Struct, frozen=True):
    """Where it answers, and where its files lie."""

    origin: str
    data: Path


@pytest.fixture(scope="session")
def academy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Academy]:
    """The academy as a process of its own, on a copy of the demo's world, with the worker inside."""
    data = tmp_path_factory.mktemp("academy") / "data"
    world.copy_to(data)
    with serving(data) as served:
        yield served


@contextmanager
def serving(data: Path, **more: str) -> Iterator[Academy]:
    """An academy on this folder as long as the block runs; `more` are settings of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    environ = {**os.environ, "ACADEMY_DATA": str(data), "PORT": str(port), "ACADEMY_BASE_URL": origin, **more}
    log = data / "server.log"
    with log.open("ab") as output:
        command = [sys.executable, "-m", "command", "serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=output, stderr=output)
    try:
        _wait(process, origin, log)
        yield Academy(origin, data)
        assert "request failed" not in log.read_text(), f"the server had a fault:\n{log.read_text()[-5000:]}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], origin: str, log: Path) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()[-3000:]
        try:
            httpx.get(f"{origin}/health/ready").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"not up after three minutes:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable.chromium(), args=list(FLAGS))
        yield browser
        browser.close()


class Watch:
    """What went wrong in any window, and every request that left the academy's own hosts."""

    def __init__(self, *origins: str) -> None:
        self._hosts = {urlsplit(origin).netloc for origin in origins}
        self.faults: list[str] = []
        self.expected: tuple[str, ...] = ()
        """Words of console lines that a test provokes on purpose, such as the status of a refused form."""

    def over(self, context: BrowserContext) -> None:
        context.on("console", lambda line: self._note(line.text) if line.type in {"error", "warning"} else None)
        context.on("weberror", lambda fault: self._note(str(fault.error)))
        context.on("request", self._request)

    def _note(self, words: str) -> None:
        if not any(part in words for part in (*self.expected, NO_WORKER)):
            self.faults.append(words)

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc not in self._hosts:
            self.faults.append(f"request to {request.url}")


@pytest.fixture
def watch(academy: Academy) -> Iterator[Watch]:
    watching = Watch(academy.origin)
    yield watching
    assert watching.faults == []


@pytest.fixture
def look() -> Iterator[Look]:
    """`look(page, "name")`: keep pictures of the page and check that everybody can use it."""
    looking = Look()
    yield looking
    assert looking.faults == []


@pytest.fixture(scope="session")
def signed_in(academy: Academy, chromium: Browser) -> Callable[[str], StorageState]:
    """The cookies of a demo person, from one sign-in by the form."""
    known: dict[str, StorageState] = {}

    def cookies(account: str) -> StorageState:
        if account not in known:
            context = chromium.new_context(base_url=academy.origin)
            sign_in(context.new_page(), account)
            known[account] = context.storage_state()
            context.close()
        return known[account]

    return cookies


def sign_in(page: Page, account: str, path: str = "/") -> None:
    """By the form, to the page that was asked for."""
    page.goto(f"/sign-in?next={path}")
    page.get_by_label("Agency e-mail").fill(f"{account}@{DOMAIN}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


Window = Callable[..., Page]
_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure, for the pictures that are then kept of all open windows."""
    report = yield
    item.stash[_failed] = item.stash.get(_failed, False) or report.failed
    return report


@pytest.fixture
def window(
    request: pytest.FixtureRequest,
    academy: Academy,
    chromium: Browser,
    watch: Watch,
    signed_in: Callable[[str], StorageState],
) -> Iterator[Window]:
    """`window("officer", width=390)`: a window of somebody's own browser; without a name, a stranger's.

    keeps: with the worker that keeps pages on the device; it stands before the network, where others want to look.
    """
    contexts: list[BrowserContext] = []

    def opened(account: str = "", *, width: int = 1366, scripts: bool = True, keeps: bool = False) -> Page:
        context = chromium.new_context(
            base_url=academy.origin,
            viewport={"width": width, "height": WIDTHS[width]},
            storage_state=signed_in(account) if account else None,
            java_script_enabled=scripts,
            service_workers="allow" if keeps else "block",
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        watch.over(context)
        return context.new_page()

    yield opened
    for number, context in enumerate(contexts):
        if request.node.stash.get(_failed, False):
            context.pages[0].screenshot(path=PICTURES / f"failed-{request.node.name}-{number}.png", full_page=True)
        context.close()
