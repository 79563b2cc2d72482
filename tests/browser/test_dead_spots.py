"""A dead spot in the middle of a quiz and of a lesson: nothing is lost, nothing arrives twice, and it says so."""

import re
import sqlite3
import time
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Academy, Watch, Window, sign_in
from tests.browser.look import Look

pytestmark = pytest.mark.browser
KEPT = """async (kind) => { const names = (await caches.keys()).filter(name => name.startsWith(kind + " "));
    const pages = await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).length));
    return pages.reduce((sum, count) => sum + count, 0); }"""
LINE = "[data-saved-line]"
PERSON = "tulsa.coordinator"


def pages_kept(page: Page, kind: str, count: int) -> None:
    steps.until(page, lambda: page.evaluate(KEPT, kind) == count)


def open_quiz(page: Page) -> None:
    page.goto("/courses/first-steps")
    steps.button(page, "Enroll and open the course").click()
    page.get_by_role("link", name="1.1 All about collect").first.click()
    page.get_by_role("link", name="Open the quiz").click()
    steps.button(page, "Start the quiz").click()
    expect(page.get_by_text("Question 1 of 2")).to_be_visible()


def choose(page: Page, key: str) -> None:
    page.locator(f"label:has(input[value='{key}'])").click()
    expect(page.locator(LINE)).to_contain_text("Saved on this device")


def answer_both(page: Page) -> None:
    """Both questions without a network, from one to the next, and the page once more."""
    choose(page, "b")
    steps.button(page, "Next question").click()
    expect(page.get_by_text("Question 2 of 2")).to_be_visible()
    choose(page, "c")
    page.reload()
    expect(page.locator("input[value='c']")).to_be_checked()
    expect(page.locator(LINE)).to_contain_text("Saved on this device")
    expect(page.get_by_label("Question 1, answered")).to_be_visible()
    expect(page.get_by_text("All answered")).to_be_visible()


def stored(page: Page, path: str) -> tuple[list[str], int]:
    """What the academy has of a question: the choices, and how often it was answered."""
    told = page.request.get(path, headers={"accept": "application/json"}).json()
    return [option["token"] for option in told["shown"]["options"] if option["is_chosen"]], told["revision"]


def at_questions(academy: Academy, attempt: str) -> list[int | None]:
    """How many seconds the academy has of each question."""
    with closing(sqlite3.connect(academy.data / "academy.sqlite")) as database:
        rows = database.execute(
            "SELECT i.spent_s FROM attempt_item i JOIN attempt t ON t.id = i.attempt WHERE t.code = ?"
            " ORDER BY i.position",
            [attempt.rpartition("/")[2]],
        )
        return [seconds for (seconds,) in rows]


def test_two_answers_without_a_network_arrive_once(window: Window, academy: Academy, look: Look, watch: Watch) -> None:
    watch.expected = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED")
    page = window(PERSON, keeps=True)
    opened = time.monotonic()
    open_quiz(page)
    pages_kept(page, "attempt", 3)
    page.wait_for_timeout(2_000)
    page.context.set_offline(True)
    answer_both(page)
    look(page, "quiz-without-network")
    page.context.set_offline(False)
    expect(page.locator(LINE)).to_contain_text(re.compile(r"Saved at \d\d:\d\d"))
    attempt = page.url.partition("/items/")[0]
    assert [stored(page, f"{attempt}/items/{position}") for position in (1, 2)] == [(["b"], 1), (["c"], 1)]
    page.goto(f"{attempt}/review")
    steps.button(page, "Send my answers").click()
    expect(page.get_by_role("heading", name="By objective")).to_be_visible()
    pages_kept(page, "attempt", 0)
    seconds = at_questions(academy, attempt)
    assert all(seconds), "time at a kept page waits on the device like its answer"
    assert sum(one or 0 for one in seconds) <= time.monotonic() - opened


def test_a_lesson_kept_on_the_device_opens_without_a_network(window: Window, look: Look, watch: Watch) -> None:
    watch.expected = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED")
    page = window(keeps=True)
    sign_in(page, "officer")
    steps.open_lecture(page)
    lesson = page.url
    page.get_by_text("Keep lessons I open on this device").click()
    expect(page.get_by_text("Kept. Each lesson you open")).to_be_visible()
    pages_kept(page, "lesson", 1)
    page.context.set_offline(True)
    page.goto(lesson)
    expect(page.get_by_text("This is the page as it was kept on this device.")).to_be_visible()
    look(page, "lesson-without-network")
    page.goto("/my-training")
    expect(page.get_by_role("heading", name="No network right now")).to_be_visible()
    look(page, "no-network")
    page.get_by_role("link", name=re.compile("^1.1 ")).click()
    expect(page.locator("h1")).to_contain_text("1.1")
    page.context.set_offline(False)
    page.goto("/my-training")
    page.locator("header details.menu summary").first.click()
    steps.button(page, "Sign out").first.click()
    pages_kept(page, "lesson", 0)
