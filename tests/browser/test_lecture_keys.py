"""The player for those who use no mouse, or see little: every control reached, named and seen, and all the keys."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import player_steps as player
from tests.browser import steps
from tests.browser.conftest import Window
from tests.browser.look import Look, at_width, violations

pytestmark = pytest.mark.browser
CONTROLS = (
    *("Timeline", "Play", "10 seconds back", "Turn captions off", "Turn audio description on", "Speed"),
    *("Turn sound off", "Volume", "Settings", "Full screen"),
)
SETTINGS = (
    *("Close settings", "Quality", "Data saver", "Audio description", "Show captions"),
    *("Size", "Text color", "Ground", "Letter edge", "Position", "Keys"),
)
_HERE = """() => { const one = document.activeElement; const look = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    return {name: one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent,
        ring: look.outlineStyle === "none" ? 0 : parseFloat(look.outlineWidth), height: box.height, width: box.width,
        seen: box.top >= 0 && box.bottom <= innerHeight}; }"""
_SMALL = """() => [...document.querySelectorAll("psp-player :is(button, select, input, summary)")]
    .filter(one => one.checkVisibility()).map(one => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.width < 24 || box.height < 24).map(([one]) => one.outerHTML)"""


def walk(page: Page, count: int) -> list[str]:
    """Press Tab so often; gives the names of where it led. Everywhere the focus must be seen."""
    names = []
    for _ in range(count):
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        assert here["ring"] >= 3, f"no focus to be seen on {here}"
        assert here["seen"], f"out of view: {here}"
        names.append(here["name"])
    return names


def test_the_tab_key_reaches_every_control_by_name(window: Window) -> None:
    page = window("officer")
    player.describe_by_a_second_track(page)
    steps.open_lecture(page)
    expect(steps.button(page, "Turn audio description on")).to_be_visible()
    player.focus_player(page)
    assert tuple(walk(page, len(CONTROLS))) == CONTROLS
    steps.button(page, "Settings").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(_HERE)["name"] == SETTINGS[0]
    assert tuple(walk(page, len(SETTINGS) - 1)) == SETTINGS[1:]
    page.keyboard.press("Escape")
    assert page.evaluate(_HERE)["name"] == "Settings"
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_settings_never_cover_what_has_the_focus(window: Window) -> None:
    page = window("officer")
    steps.open_lecture(page)
    dialog = player.settings(page)
    dialog.get_by_text("Keys").focus()
    page.keyboard.press("Tab")
    expect(dialog).to_be_hidden()
    player.settings(page)
    page.get_by_role("heading", level=1).click()
    expect(dialog).to_be_hidden()


MOVES = {"l": 10, "ArrowLeft": -5, "ArrowRight": 5, "j": -10, "PageUp": 30, "PageDown": -30}


def test_keys_move_the_lecture(window: Window) -> None:
    page = window("officer")
    steps.open_lecture(page)
    for key, by in MOVES.items():
        player.jump_to(page, 5)
        before = player.now(page, "currentTime")
        page.keyboard.press(key)
        steps.until(page, lambda by=by, before=before: abs(player.now(page, "currentTime") - before - by) < 0.5)  # type: ignore[misc]
    page.keyboard.press("Home")
    steps.until(page, lambda: player.now(page, "currentTime") == 0)
    page.keyboard.press("End")
    steps.until(page, lambda: player.now(page, "currentTime") > player.now(page, "duration") - 1)


def test_in_full_screen_the_bar_steps_aside_and_comes_back(window: Window) -> None:
    page = window("officer")
    steps.open_lecture(page)
    player.jump_to(page, 3)
    page.keyboard.press("k")
    page.keyboard.press("f")
    bar = page.locator(".player__bar")
    expect(bar).to_have_css("opacity", "0")
    page.mouse.move(300, 300)
    expect(bar).to_have_css("opacity", "1")
    steps.button(page, "Leave full screen").press("Tab")
    page.keyboard.press("Shift+Tab")
    page.wait_for_timeout(3500)
    expect(bar).to_have_css("opacity", "1")


def test_a_key_switches_what_a_button_switches(window: Window) -> None:
    page = window("officer")
    steps.open_lecture(page)
    player.jump_to(page, 4)
    for key, name in {"m": "Turn sound on", "c": "Turn captions on", "k": "Pause", "f": "Leave full screen"}.items():
        page.keyboard.press(key)
        expect(steps.button(page, name)).to_be_visible()
    for key, name in {"f": "Full screen", " ": "Play", "c": "Turn captions off", "m": "Turn sound off"}.items():
        page.keyboard.press(key)
        expect(steps.button(page, name)).to_be_visible()
    for key, rate in {">": 1.25, "<": 1}.items():
        page.keyboard.press(key)
        assert player.now(page, "playbackRate") == rate
    page.keyboard.press("ArrowDown")
    assert player.now(page, "volume") == 0.9


def test_keys_are_left_alone_where_people_type(window: Window) -> None:
    page = window("officer")
    steps.open_lecture(page)
    steps.position(page)
    page.get_by_label("Find in this lecture").press_sequentially("km 9")
    expect(page.get_by_label("Find in this lecture")).to_have_value("km 9")
    assert player.now(page, "paused")
    assert not player.now(page, "muted")


def test_the_preview_comes_by_keyboard_and_goes_by_escape(window: Window) -> None:
    page = window("officer")
    steps.open_lecture(page)
    player.focus_player(page)
    page.keyboard.press("Tab")
    expect(page.locator(".player__preview canvas")).to_be_visible()
    steps.until(page, lambda: bool(page.evaluate(f"{steps.VIDEO}.readyState > 0")))
    page.keyboard.press("5")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Timeline")).to_have_attribute("aria-valuetext", re.compile("1 minute .*, chapter "))
    page.keyboard.press("Escape")
    expect(page.locator(".player__preview")).to_be_hidden()


def test_open_settings_are_for_everybody(window: Window, look: Look) -> None:
    page = window("officer")
    player.describe_by_a_second_track(page)
    steps.open_lecture(page)
    expect(steps.button(page, "Turn audio description on")).to_be_visible()
    dialog = player.settings(page)
    dialog.get_by_text("Keys").click()
    for width in (1366, 390, 320):
        with at_width(page, width):
            assert page.evaluate(_SMALL) == []
    look(page, "player-settings")


def test_at_400_percent_nothing_sticks_and_all_is_reached(window: Window) -> None:
    page = window("officer", width=320)
    page.set_viewport_size({"width": 320, "height": 256})
    steps.open_lecture(page)
    assert page.locator("psp-player").evaluate("one => getComputedStyle(one).position") == "relative"
    assert page.locator("#next-bar").evaluate("one => getComputedStyle(one).position") == "static"
    dialog = player.settings(page)
    box = dialog.bounding_box()
    assert box
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 256
    speed = dialog.get_by_label("Speed")
    speed.select_option("1.5")
    assert player.now(page, "playbackRate") == 1.5
    walk(page, 8)
    assert violations(page) == []


def test_high_contrast_keeps_borders_and_letters_in_icons(window: Window) -> None:
    page = window("officer")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    steps.open_lecture(page)
    captions = steps.button(page, "Turn captions off")
    assert captions.evaluate("one => getComputedStyle(one).borderTopWidth") == "1px"
    hole = "getComputedStyle(document.querySelector('#i-captions .icon__hole')).stroke"
    assert page.evaluate(hole) != captions.evaluate("one => getComputedStyle(one).color")
