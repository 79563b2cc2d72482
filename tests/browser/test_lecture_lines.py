"""What a lecture fetches: the picture that was chosen or none, over lines that are slow, drop and come back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import player_steps as player
from tests.browser import steps
from tests.browser.conftest import Watch, Window
from tests.browser.look import Look

pytestmark = pytest.mark.browser


def test_data_saver_fetches_no_picture_and_is_remembered(window: Window) -> None:
    page = window("officer")
    steps.open_lecture(page)
    player.settings(page).get_by_label("Data saver").check()
    fetched = player.Fetched(page)
    page.reload()
    player.jump_to(page, 3)
    steps.play_until(page, player.now(page, "currentTime") + 3)
    page.get_by_label("Timeline").hover()
    expect(page.locator(".player__preview")).to_be_visible()
    assert fetched.sizes == set()
    assert any(player.SOUND.search(address) for address in fetched.addresses)
    assert not fetched.some("storyboard-")
    assert player.now(page, "videoWidth") == 0
    assert fetched.some("poster.jpg")
    expect(page.locator(".player__captions span").first).to_have_text(re.compile(r"\w+"))
    expect(page.get_by_text("Data saver: sound and captions only")).to_be_visible()


def test_data_saver_is_left_and_entered_in_the_middle_of_a_sentence(window: Window) -> None:
    page = window("officer")
    steps.open_lecture(page)
    player.jump_to(page, 2)
    steps.play_until(page, player.now(page, "currentTime") + 2)
    saver = player.settings(page).get_by_label("Data saver")
    for on in (True, False):
        before = player.now(page, "currentTime")
        saver.set_checked(on)
        steps.until(page, lambda on=on: (player.now(page, "videoWidth") == 0) is on)  # type: ignore[misc]
        player.advances(page, 1)
        assert before - 1 < player.now(page, "currentTime") < before + 15
        assert not player.now(page, "paused")


def test_on_a_phone_the_parts_of_a_lesson_stand_behind_tabs(window: Window, look: Look) -> None:
    page = window("officer", width=390)
    steps.open_lecture(page)
    parts = [page.get_by_role("tabpanel", name=name) for name in ("Transcript", "Chapters", "About")]
    page.get_by_role("tab", name="Transcript").press("ArrowRight")
    expect(page.get_by_role("tab", name="Chapters")).to_be_focused()
    assert [part.is_visible() for part in parts] == [False, True, False]
    look(page, "lesson-tabs")
    page.goto(page.url + "#objectives-head")
    expect(page.get_by_role("heading", name="By the end you can")).to_be_in_viewport()
    expect(page.get_by_role("tab", name="About")).to_have_attribute("aria-selected", "true")
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(page.get_by_role("tab")).to_have_count(0)
    for role, words in (("heading", "Transcript"), ("button", "What it means"), ("heading", "By the end you can")):
        expect(page.get_by_role(role, name=words, exact=True)).to_be_visible()  # type: ignore[arg-type]


def test_a_chosen_size_is_the_only_one_fetched(window: Window) -> None:
    page = window("officer")
    steps.open_lecture(page)
    steps.position(page)
    player.settings(page).get_by_label("Quality").select_option("720p")
    fetched = player.Fetched(page)
    page.reload()
    steps.button(page, "Play").click()
    player.advances(page, 2)
    assert fetched.sizes == {"720"}
    expect(player.settings(page).get_by_label("Quality")).to_have_value("720")


def test_the_audio_description_is_heard_when_it_is_asked_for(window: Window) -> None:
    page = window("officer")
    player.describe_by_a_second_track(page)
    steps.open_lecture(page)
    expect(steps.button(page, "Turn audio description on")).to_be_visible()
    fetched = player.Fetched(page)
    player.focus_player(page)
    page.keyboard.press("d")
    expect(steps.button(page, "Turn audio description off")).to_be_visible()
    steps.until(page, lambda: fetched.some("index.m3u8?described"))
    expect(player.settings(page).get_by_label("Audio description")).to_be_checked()
    fetched.addresses.clear()
    page.reload()
    steps.play_until(page, steps.position(page) + 1)
    assert fetched.some("index.m3u8?described")
    assert not any(address.endswith("audio/index.m3u8") for address in fetched.addresses)


def test_a_few_seconds_without_a_line_are_not_noticed(window: Window, watch: Watch) -> None:
    watch.expected = ("ERR_INTERNET_DISCONNECTED",)
    page = window("officer")
    steps.open_lecture(page)
    player.jump_to(page, 1)
    with player.line_of(page, kilobits=750, latency_ms=150):
        steps.play_until(page, player.now(page, "currentTime") + 10)
        player.notice_stalls(page)
        page.context.set_offline(True)
        player.advances(page, 8)
        expect(page.get_by_text("No network. Your place is saved on this device.")).to_be_visible()
        page.context.set_offline(False)
        expect(page.get_by_text("All caught up.")).to_be_visible()
        player.advances(page, 2)
    assert page.locator("video").get_attribute("data-stalled") is None


def test_after_a_long_cut_it_says_so_and_goes_on_by_itself(window: Window, watch: Watch) -> None:
    watch.expected = ("ERR_INTERNET_DISCONNECTED",)
    page = window("officer")
    steps.open_lecture(page)
    player.jump_to(page, 0)
    with player.line_of(page, kilobits=300, latency_ms=300):
        steps.play_until(page, 1)
        page.context.set_offline(True)
        page.keyboard.press("8")
        page.get_by_label("Timeline").press("8")
        expect(page.locator(".player__note")).to_contain_text("goes on by itself")
        page.context.set_offline(False)
        steps.until(page, lambda: player.now(page, "currentTime") > 0.8 * player.now(page, "duration") + 1)
        expect(page.locator(".player__note")).to_be_empty()
