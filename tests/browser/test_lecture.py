"""An officer listens to a lecture, is cut off, and goes on where it stopped, here or on another device."""

import re
import time

import pytest
from playwright.sync_api import Route, expect

from tests.browser import player_steps as player
from tests.browser import steps
from tests.browser.conftest import Watch, Window
from tests.browser.look import Look

pytestmark = pytest.mark.browser


def test_a_lecture_plays_with_captions_and_is_saved(window: Window, look: Look) -> None:
    page = window("officer")
    steps.open_lecture(page)
    steps.play_until(page, 6)
    expect(page.locator(".player__captions").first).to_have_text(re.compile(r"\w+"))
    expect(page.locator("[data-saved-line]").first).to_contain_text(re.compile(r"Saved at \d\d:\d\d:\d\d"))
    stopped = steps.pause(page)
    look(page, "lesson-lecture")
    page.reload()
    assert abs(steps.position(page) - stopped) < 3
    assert player.now(page, "paused"), "playing never starts by itself"


def test_another_device_goes_on_where_the_first_stopped(window: Window) -> None:
    first, phone = window("officer"), window("officer", width=390)
    steps.open_lecture(first)
    player.jump_to(first, 2)
    began = steps.position(first)
    steps.play_until(first, began + 4)
    stopped = steps.pause(first)
    expect(first.locator("[data-saved-line]").first).to_have_attribute("data-state", "saved")
    steps.open_lecture(phone)
    assert abs(steps.position(phone) - stopped) < 3
    assert stopped > began + 3


def test_a_jump_to_70_percent_plays_on_at_double_speed(window: Window) -> None:
    page = window("officer")
    steps.open_lecture(page)
    player.jump_to(page, 7)
    page.get_by_label("Speed").first.select_option("2")
    steps.play_until(page, 0.7 * player.now(page, "duration") + 1)
    began, clock = player.now(page, "currentTime"), time.monotonic()
    player.advances(page, 6)
    assert player.now(page, "playbackRate") == 2
    assert (player.now(page, "currentTime") - began) / (time.monotonic() - clock) > 1.3
    page.reload()
    expect(page.get_by_label("Speed").first).to_have_value("2")
    assert player.now(page, "playbackRate") == 2


def test_captions_in_another_language_come_from_their_own_file(window: Window) -> None:
    page = window("officer")
    spanish = '<track kind="captions" srclang="es" label="Español" src="/es.vtt"></video>'

    def with_spanish(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</video>", spanish))

    page.route("**/lessons/*", with_spanish)
    page.route("**/es.vtt", lambda route: route.fulfill(body="WEBVTT\n\n00:00.000 --> 10:00.000\nBuenas noches."))
    fetched = player.Fetched(page)
    steps.open_lecture(page)
    steps.position(page)
    assert not fetched.some("/es.vtt")
    player.settings(page).get_by_label("Language").select_option("Español")
    player.jump_to(page, 1)
    expect(page.locator(".player__captions span").first).to_have_text("Buenas noches.")
    page.reload()
    expect(page.locator(".player__captions span").first).to_have_text("Buenas noches.")


def test_an_expired_link_is_renewed_without_a_word(window: Window, watch: Watch) -> None:
    watch.expected = ("status of 403",)
    page = window("officer")

    def expired(route: Route) -> None:
        answer = route.fetch()
        stale = re.sub(r'data-master="/media/files/[^/]+/', 'data-master="/media/files/1-stale/', answer.text())
        route.fulfill(response=answer, body=stale)

    page.route("**/lessons/*", expired, times=1)
    steps.open_lecture(page)
    steps.button(page, "Play").click()
    player.advances(page, 1)
    expect(page.locator(".player__trouble")).to_have_count(0)
