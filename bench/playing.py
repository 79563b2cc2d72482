"""How a lecture starts and holds over slow lines, in a real Chromium, beside a bare hls.js page on the same stream.

A start is counted from the press on Play, made as soon as the player is there, to the first moment that plays; scripts,
styles and fonts lie in the browser's cache, the poster and the stream do not.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, ViewportSize, sync_playwright

from academy.web import assets
from bench import load
from courses.demo.people import DOMAIN, PASSWORD
from tests.browser import executable, world

ROUNDS = 3
LONGEST_S = 60
FLAGS = ("--no-sandbox", "--disable-gpu", "--mute-audio", "--autoplay-policy=no-user-gesture-required")
BARE = assets.UI / "node_modules" / "hls.js" / "dist" / "hls.min.js"
CACHED_LATER = ("*.m4s", "*.m3u8", "*.jpg", "*.vtt", "*/media/captions/*")


class Line(msgspec.Struct, frozen=True):
    """A network as the browser should pretend it: bits a second (0: as fast as it goes) and ms of delay."""

    bits: int
    latency_ms: int


LINES = {"full": Line(0, 0), "750": Line(750_000, 150), "300": Line(300_000, 300)}

# Presses Play when the player is there, and keeps when it first played and how long it stood still since.
_PRESS = """addEventListener("DOMContentLoaded", () => {
    const video = document.querySelector("video"), button = document.querySelector("[aria-label=Play]");
    if (!video || !button) return;
    watchPlaying(video);
    button.click();
});"""
_WATCH = """globalThis.watchPlaying = video => {
    const seen = globalThis.playingSeen = {start: 0, stalled: 0};
    const began = performance.now();
    let dry = 0;
    video.addEventListener("playing", () => {
        const now = performance.now();
        seen.start ||= (now - began) / 1000;
        seen.stalled += dry ? (now - dry) / 1000 : 0;
        dry = 0;
    });
    video.addEventListener("waiting", () => { if (seen.start) dry ||= performance.now(); });
};"""
_BARE = """master => {
    const video = document.body.appendChild(document.createElement("video"));
    const hls = new Hls();
    watchPlaying(video);
    hls.loadSource(master);
    hls.attachMedia(video);
    video.play();
}"""


def figures(folder: Path) -> dict[str, float]:
    """Seconds to the first playing moment by line, seconds stalled around 8 s without one, weight of the player's code.

    `folder` is empty and gets the demo's world. Names ending in `_bare` are the same figures of the bare page.
    """
    world.copy_to(folder / "data")
    assets.build()
    port = load.free_port()
    with load.served(folder / "data", port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable.chromium(), args=list(FLAGS))
        academy = _Academy(browser, f"http://127.0.0.1:{port}")
        found = _starts(academy) | _stalls(academy)
        browser.close()
    return found | {"player_code_br_kb": _code_kb()}


class _Academy:
    """The served demo as one officer sees it, in windows that know our scripts but not the lecture."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser, self._origin = browser, origin
        page = browser.new_context(base_url=origin).new_page()
        page.goto("/sign-in?next=/my-training")
        page.get_by_label("Agency e-mail").fill(f"officer@{DOMAIN}")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Crime Guns").first.click()
        page.get_by_role("link", name="1.1 ").first.click()
        self.master = page.locator("psp-player").get_attribute("data-master") or ""
        self.lesson = page.url
        self._cookies: StorageState = page.context.storage_state()
        page.context.close()

    @contextmanager
    def ours(self, line: Line) -> Iterator[Page]:
        """The lesson page, opened over this line and playing."""
        with self._window() as context:
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.setBlockedURLs", {"urls": list(CACHED_LATER)})
            page.goto(self.lesson)
            page.wait_for_load_state("networkidle")
            session.send("Network.setBlockedURLs", {"urls": []})
            page.add_init_script(_WATCH + _PRESS)
            session.send("Network.emulateNetworkConditions", conditions(line))
            page.goto(self.lesson, wait_until="commit")
            yield page

    @contextmanager
    def bare(self, line: Line) -> Iterator[Page]:
        """A page with nothing but a picture and hls.js as it comes, playing the same stream over this line."""
        with self._window() as context:
            page = context.new_page()
            page.goto("/health/live")
            page.add_script_tag(path=BARE)
            page.evaluate("() => {" + _WATCH + "}")
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", conditions(line))
            page.evaluate(_BARE, self.master)
            yield page

    @contextmanager
    def _window(self) -> Iterator[BrowserContext]:
        size = ViewportSize(width=1366, height=768)
        context = self._browser.new_context(
            base_url=self._origin, viewport=size, storage_state=self._cookies, bypass_csp=True
        )
        context.set_default_timeout(LONGEST_S * 1000)
        yield context
        context.close()


def _starts(academy: _Academy) -> dict[str, float]:
    taken: dict[str, list[float]] = {}
    for name, line in LINES.items():
        for _ in range(ROUNDS):
            with academy.ours(line) as page:
                taken.setdefault(f"start_{name}_s", []).append(_started(page))
            with academy.bare(line) as page:
                taken.setdefault(f"start_{name}_s_bare", []).append(_started(page))
    # The best round is nearest to what the line allows; the others tell of the machine's other work.
    return {name: round(min(seconds), 2) for name, seconds in taken.items()}


def _stalls(academy: _Academy) -> dict[str, float]:
    with academy.ours(LINES["750"]) as page:
        ours = _stalled_by_a_cut(page)
    with academy.bare(LINES["750"]) as page:
        bare = _stalled_by_a_cut(page)
    return {"stall_750_offline_s": ours, "stall_750_offline_s_bare": bare}


def _stalled_by_a_cut(page: Page) -> float:
    """Play 20 s, take the line away for 8 s, give it back, and see how long it stood still until 12 s later."""
    _started(page)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    page.wait_for_timeout(20_000)
    for offline, seconds in ((True, 8), (False, 12)):
        session.send("Network.emulateNetworkConditions", conditions(LINES["750"]) | {"offline": offline})
        page.wait_for_timeout(seconds * 1000)
    return round(_seen(page)["stalled"], 2)


def _started(page: Page) -> float:
    until = time.monotonic() + LONGEST_S
    while not (start := _seen(page).get("start", 0.0)):
        if time.monotonic() > until:
            raise TimeoutError(f"nothing played within {LONGEST_S} s")
        page.wait_for_timeout(50)
    return start


def _seen(page: Page) -> Mapping[str, float]:
    found: Mapping[str, float] = page.evaluate("globalThis.playingSeen ?? {}")
    return found


def conditions(line: Line) -> dict[str, bool | float]:
    """The line in the words of the browser's debugging protocol."""
    speed = line.bits / 8 if line.bits else -1
    return {"offline": False, "latency": line.latency_ms, "downloadThroughput": speed, "uploadThroughput": speed}


def _code_kb() -> float:
    """All of the player's code that travels before the first picture, compressed, in KB of 1000 bytes."""
    files = [*assets.BUILT.glob("player.*.js.br"), *assets.BUILT.glob("hls.*.js.br")]
    return round(sum(file.stat().st_size for file in files) / 1000, 1)
