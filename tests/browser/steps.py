"""What people do in a browser, one gesture each."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

CRIME_GUNS = "Crime Guns"
VIDEO = "document.querySelector('video')"
LONGEST_WAIT_SECONDS = 30


def until(page: Page, happened: Callable[[], bool]) -> None:
    """Look again and again. The page's policy forbids the ready-made wait, which evaluates text in the page."""
    end = time.monotonic() + LONGEST_WAIT_SECONDS
    while not happened():
        assert time.monotonic() < end, f"it did not happen on {page.url}"
        page.wait_for_timeout(100)


def button(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=words)


def link(page: Page, words: str) -> Locator:
    return page.get_by_role("link", name=words)


def open_lecture(page: Page) -> None:
    """From My training to the first lesson of Crime Guns, the course with a lecture."""
    page.goto("/my-training")
    link(page, CRIME_GUNS).first.click()
    page.get_by_role("link", name="1.1 ").first.click()
    expect(page.locator("video")).to_be_visible()


def play_until(page: Page, second: float) -> None:
    """Press Play and watch until the lecture is past this second."""
    button(page, "Play").click()
    until(page, lambda: bool(page.evaluate(f"{VIDEO}.currentTime > {second}")))


def pause(page: Page) -> float:
    """Press Pause; gives the second it stands at."""
    button(page, "Pause").click()
    return float(page.evaluate(f"{VIDEO}.currentTime"))


def position(page: Page) -> float:
    """The second the player stands at, once it knows the lecture."""
    until(page, lambda: bool(page.evaluate(f"{VIDEO}.readyState > 0 && {VIDEO}.currentTime >= 0")))
    return float(page.evaluate(f"{VIDEO}.currentTime"))


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until this has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the Tab key does not reach {target}")


def answer_by_keyboard(page: Page, key: str) -> None:
    """Choose the answer with this key by arrows, as radio buttons are used without a mouse."""
    radios = page.get_by_role("radio")
    tab_to(page, radios.first)
    page.keyboard.press("Space")
    for _ in range(radios.count()):
        if page.evaluate("document.activeElement.value") == key:
            break
        page.keyboard.press("ArrowDown")
    expect(page.locator(f"input[value='{key}']")).to_be_checked()
    expect(page.locator("[data-saved-line]")).to_have_attribute("data-state", "saved")


def quiz_by_keyboard(page: Page, start: str, key: str) -> None:
    """A whole quiz with Tab, arrows, Space and Enter only."""
    _press_by_keyboard(page, button(page, start))
    following = page.locator("button[name=then]").last
    while True:
        answer_by_keyboard(page, key)
        last = "Review" in following.inner_text()
        _press_by_keyboard(page, following)
        if last:
            break
    _press_by_keyboard(page, button(page, "Send my answers"))


def quiz(page: Page, start: str, key: str) -> None:
    """The same with a mouse, as fast as it goes."""
    button(page, start).click()
    answer_rest(page, key)


def _press_by_keyboard(page: Page, target: Locator) -> None:
    tab_to(page, target)
    _and_then(page, lambda: page.keyboard.press("Enter"))


def _and_then(page: Page, act: Callable[[], None]) -> None:
    with page.expect_navigation():
        act()


def answer_rest(page: Page, key: str) -> None:
    """From the question that is open to the review page."""
    following = page.locator("button[name=then]").last
    while True:
        page.locator(f"label:has(input[value='{key}'])").click()
        last = "Review" in following.inner_text()
        _and_then(page, following.click)
        if last:
            break
