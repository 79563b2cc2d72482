"""A lecture stops and asks; an officer answers by keyboard, goes on, leaves one for later and finds it in the list."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Watch, Window
from tests.browser.look import Look

pytestmark = pytest.mark.browser
STOP = ".player__stage .stop"
ASKED_AT = (73, 115)
"""Seconds at which the first lecture of Crime Guns asks, each in the pause after the words that teach the answer."""


def seek(page: Page, second: float) -> None:
    """To a second of the lecture, as its rail does."""
    page.evaluate(f"{steps.VIDEO}.currentTime = {second}")
    steps.until(page, lambda: bool(page.evaluate(f"!{steps.VIDEO}.seeking && {steps.VIDEO}.readyState > 2")))


def play_into(page: Page, asked_at: int) -> None:
    """Play from three seconds before the question until it is asked."""
    steps.button(page, "Play").focus()
    page.keyboard.press("Enter")
    steps.until(page, lambda: bool(page.evaluate(f"{steps.VIDEO}.readyState > 2")))
    seek(page, asked_at - 3)
    expect(page.locator(STOP)).to_be_visible()


def answer_by_keyboard(page: Page) -> None:
    """The second choice, from the heading that has the focus; then the focus is on what is said to it."""
    expect(page.get_by_role("heading", name="Question at 1:13")).to_be_focused()
    for key in ("Tab", "Space", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    told = page.locator(f"{STOP} [data-told]")
    expect(told).to_contain_text("There is a better answer. One casing is a small find.")
    expect(told).to_be_focused()


def go_on_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(steps.button(page, "Go on with the lecture")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(STOP)).to_have_count(0)
    expect(page.get_by_role("button", name="Pause")).to_be_focused()


def test_the_lecture_asks_and_goes_on_by_keyboard(window: Window, look: Look) -> None:
    page = window("officer")
    steps.open_lecture(page)
    answered = page.locator("#stops-head")
    expect(answered).to_have_text("Questions in this lecture: 0 of 2 answered")
    play_into(page, ASKED_AT[0])
    assert abs(float(page.evaluate(f"{steps.VIDEO}.currentTime")) - ASKED_AT[0]) < 0.1
    look(page, "lecture-question")
    answer_by_keyboard(page)
    expect(answered).to_have_text("Questions in this lecture: 1 of 2 answered")
    look(page, "lecture-question-told")
    go_on_by_keyboard(page)
    steps.until(page, lambda: bool(page.evaluate(f"{steps.VIDEO}.currentTime > {ASKED_AT[0] + 1}")))
    steps.pause(page)
    page.reload()
    expect(answered).to_have_text("Questions in this lecture: 1 of 2 answered")


def test_a_question_left_for_later_waits_in_the_list(window: Window, watch: Watch) -> None:
    watch.expected = ("ERR_INTERNET_DISCONNECTED", "not saved yet")
    page = window("officer", width=390)
    steps.open_lecture(page)
    play_into(page, ASKED_AT[1])
    page.keyboard.press("Escape")
    expect(page.locator(STOP)).to_have_count(0)
    steps.pause(page)
    page.get_by_role("tab", name="About").click()
    line = page.locator("#stop-keep-collecting")
    expect(line).to_contain_text("Open")
    line.get_by_role("button", name="Question at 1:55").click()
    box = page.locator(STOP).bounding_box()
    picture = page.locator("video").bounding_box()
    assert box is not None
    assert picture is not None
    assert box["y"] >= picture["y"] + picture["height"]
    page.context.set_offline(True)
    page.get_by_label("A short word on what their earlier casings led to.").check()
    steps.button(page, "Answer").click()
    expect(page.locator(f"{STOP} [data-told]")).to_contain_text("Your answer is kept on this device")
    expect(page.locator("[data-saved-line]").first).to_contain_text("Saved on this device")
    page.context.set_offline(False)
    expect(page.locator(f"{STOP} [data-told]")).to_contain_text("That is right.")
    expect(line).to_contain_text("Answered")


def test_without_scripts_the_questions_are_forms_under_the_lecture(window: Window) -> None:
    page = window("officer", scripts=False)
    page.goto("/my-training")
    steps.link(page, steps.CRIME_GUNS).first.click()
    page.get_by_role("link", name="1.1 ").first.click()
    form = page.locator("#stop-one-casing form")
    form.get_by_label(re.compile("Linked with other nights")).check()
    form.get_by_role("button", name="Answer").click()
    expect(page.locator("#stop-one-casing [data-told]")).to_contain_text("That is right.")
