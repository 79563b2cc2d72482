"""What people do with the lecture player, and what can be read off it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import CDPSession, Locator, Page, Request, Route, expect

from tests.browser import steps
from tests.browser.steps import VIDEO

PICTURE = re.compile(r"/hls-[0-9a-z]+/(\d+)/s\.m4s")
SOUND = re.compile(r"/hls-[0-9a-z]+/audio/s\.m4s")
SECOND_SOUND = (
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Described",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,CHANNELS="2",'
    'CHARACTERISTICS="public.accessibility.describes-video",URI="audio/index.m3u8?described"\n'
)


class Fetched:
    """The addresses a window asked for, since it was opened or last emptied."""

    def __init__(self, page: Page) -> None:
        self.addresses: list[str] = []
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.addresses.append(request.url)

    @property
    def sizes(self) -> set[str]:
        """Lines of the pictures that were fetched, as in the names of the rungs."""
        return {found[1] for found in map(PICTURE.search, self.addresses) if found}

    def some(self, part: str) -> bool:
        return any(part in address for address in self.addresses)


def now(page: Page, property_name: str) -> float:
    """A property of the media element, such as currentTime, as a number."""
    return float(page.evaluate(f"Number({VIDEO}.{property_name})"))


def settings(page: Page) -> Locator:
    """The open dialog of settings."""
    steps.button(page, "Settings").click()
    dialog = page.get_by_role("dialog", name="Player settings")
    expect(dialog).to_be_visible()
    return dialog


def focus_player(page: Page) -> None:
    """Where keys work, on no particular control; before the bar is there the player takes no focus."""
    expect(page.locator(".player__bar")).to_be_visible()
    page.locator("psp-player").focus()
    steps.position(page)


def jump_to(page: Page, tenth: int) -> None:
    """By its key; waits until the lecture plays or stands there."""
    focus_player(page)
    page.keyboard.press(str(tenth))
    wanted = tenth / 10 * now(page, "duration")
    steps.until(page, lambda: now(page, "currentTime") >= wanted - 0.1 and not now(page, "seeking"))


def advances(page: Page, seconds: float) -> None:
    """Wait until the lecture played on by so many of its own seconds; a jump, as to where it stopped last, is none."""
    seen = [now(page, "currentTime")]

    def has_played() -> bool:
        here = now(page, "currentTime")
        if not 0 <= here - seen[-1] <= 5:
            seen.clear()
        seen.append(here)
        return here - seen[0] >= seconds

    steps.until(page, has_played)


def notice_stalls(page: Page) -> None:
    """From now on the media element says in `data-stalled` where it ran dry.

    Waiting with the next half second at hand is a busy machine's decoder, not a line that gave too little.
    """
    page.evaluate(
        f"""{VIDEO}.addEventListener('waiting', ({{target}}) => {{
            const at = target.currentTime, held = target.buffered
            const at_hand = part => held.start(part) <= at + 0.1 && held.end(part) > at + 0.5
            if (![...Array(held.length).keys()].some(at_hand)) target.dataset.stalled = at
        }})"""
    )


@contextmanager
def line_of(page: Page, *, kilobits: int, latency_ms: int) -> Iterator[CDPSession]:
    """A slow line for this window."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed = kilobits * 1000 / 8
    slow = {"offline": False, "latency": latency_ms, "downloadThroughput": speed, "uploadThroughput": speed}
    session.send("Network.emulateNetworkConditions", slow)
    yield session
    session.detach()


def describe_by_a_second_track(page: Page) -> None:
    """Give the lecture an audio description: the sound again, declared as one that describes the picture."""

    def answer(route: Route) -> None:
        playlist = route.fetch().text()
        route.fulfill(body=playlist.replace("#EXT-X-STREAM-INF", SECOND_SOUND + "#EXT-X-STREAM-INF", 1))

    page.route("**/master.m3u8", answer)
