"""The story in a real browser: an officer earns a certificate, everybody concerned sees it; a course is renewed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from courses.demo.people import DOMAIN, PASSWORD
from tests.browser import steps
from tests.browser.conftest import Window
from tests.browser.look import Look

pytestmark = pytest.mark.browser
RIGHT = "b"
OFFICER = "Maria Castañeda"


def sign_in_and_enroll(page: Page, look: Look) -> None:
    page.goto("/my-training")
    page.get_by_label("Agency e-mail").fill(f"officer@{DOMAIN}")
    page.get_by_label("Password").fill(PASSWORD)
    look(page, "sign-in")
    steps.button(page, "Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome back, Maria.")
    look(page, "my-training")
    page.goto("/courses")
    page.get_by_role("link", name="First Steps", exact=True).click()
    look(page, "catalog-course")
    steps.button(page, "Enroll and open the course").click()
    expect(page.get_by_role("heading", name="What is left, and why")).to_be_visible()
    look(page, "course")


def first_lesson(page: Page, look: Look) -> None:
    """Text and scenario, then the quiz without a mouse."""
    page.get_by_role("link", name="1.1 All about collect").first.click()
    look(page, "lesson-text")
    steps.button(page, "Mark as read").click()
    page.get_by_text("Wait", exact=True).click()
    steps.button(page, "Decide").click()
    expect(page.get_by_text("There is a stronger step here.")).to_be_visible()
    expect(page.locator("#next")).to_contain_text("Next: quiz")
    look(page, "lesson-scenario")
    page.get_by_role("link", name="Open the quiz").click()
    look(page, "quiz-start")
    steps.quiz_by_keyboard(page, "Start the quiz", RIGHT)
    expect(page.get_by_text("Solid.").first).to_be_visible()
    look(page, "quiz-result")
    steps.link(page, "Go on with the course").click()


def second_lesson(page: Page, look: Look) -> None:
    """A quiz that fails first, so that we see how that is said."""
    page.get_by_role("link", name="1.2 All about leads").first.click()
    steps.button(page, "Mark as read").click()
    page.get_by_text("Ask", exact=True).click()
    steps.button(page, "Decide").click()
    page.get_by_role("link", name="Open the quiz").click()
    steps.quiz(page, "Start the quiz", "a")
    look(page, "quiz-review")
    steps.button(page, "Send my answers").click()
    expect(page.get_by_role("heading", name="By objective")).to_be_visible()
    look(page, "quiz-failed")
    steps.quiz(page, "Try again now", RIGHT)
    steps.button(page, "Send my answers").click()
    steps.link(page, "Go on with the course").click()


def exam(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Final exam").first.click()
    look(page, "exam-start")
    page.get_by_text("This is true").click()
    steps.button(page, "Start the exam").click()
    page.get_by_text(f"Answer {RIGHT}").click()
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved at")
    look(page, "exam-question")
    page.goto("/my-training")
    page.get_by_role("link", name="First Steps").first.click()
    page.get_by_role("link", name="Final exam").first.click()
    steps.link(page, "Continue your attempt").click()
    steps.answer_rest(page, RIGHT)
    steps.button(page, "Send my answers").click()
    steps.link(page, "Go on with the course").click()


def sign(page: Page, look: Look) -> None:
    """The statement; the certificate then comes by itself."""
    steps.link(page, "Sign").first.click()
    look(page, "statement")
    page.get_by_text("This statement is true").click()
    page.get_by_label("Your full name").fill(OFFICER)
    steps.button(page, "Sign and finish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Well done, Maria.")
    page.evaluate("window.neverReloaded = true")
    expect(steps.link(page, "Download certificate")).to_be_visible()
    assert page.evaluate("window.neverReloaded")
    look(page, "completion")


def evaluate(page: Page, look: Look) -> None:
    """Invited from the page of the completed course, and back."""
    steps.link(page, "Tell the instructors").click()
    page.get_by_text("Very clear").click()
    look(page, "evaluation")
    steps.button(page, "Send my answers").click()
    expect(page.get_by_text("Thank you, your answers are kept.")).to_be_visible()
    steps.link(page, "Back").last.click()


def download(page: Page) -> str:
    """The paper; gives its number."""
    with page.expect_download() as arriving:
        steps.link(page, "Download certificate").click()
    paper = arriving.value
    assert Path(paper.path()).read_bytes().startswith(b"%PDF-")
    found = re.search(r"((\w{4}-){4}\w\w)\.pdf$", paper.suggested_filename)
    assert found
    return found[1]


def check_as_stranger(page: Page, number: str, look: Look) -> None:
    page.goto(f"/verify/{number}")
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is valid.")
    assert OFFICER not in page.content()
    page.get_by_label("Name as printed").fill("maria castaneda")
    steps.button(page, "Check the name").click()
    expect(page.get_by_text("Yes, the name matches.")).to_be_visible()
    look(page, "verify-valid")


def find_in_matrix(page: Page, look: Look) -> None:
    page.goto("/sites/raleigh-nc/completion")
    look(page, "matrix")
    page.get_by_label("Name or employee number").fill(OFFICER)
    steps.button(page, "Show").click()
    expect(page.locator("table.matrix tbody tr")).to_have_count(1)
    expect(page.locator("table.matrix tbody")).to_contain_text("Done")
    page.locator("table.matrix").get_by_role("link", name=OFFICER).click()
    expect(page.get_by_role("link", name="Certificate (PDF)")).to_be_visible()
    look(page, "officer")


def test_an_officer_earns_a_certificate_that_everybody_can_check(window: Window, look: Look) -> None:
    page = window()
    sign_in_and_enroll(page, look)
    first_lesson(page, look)
    second_lesson(page, look)
    exam(page, look)
    sign(page, look)
    evaluate(page, look)
    number = download(page)
    page.goto("/certificates")
    look(page, "certificates")
    check_as_stranger(window(), number, look)
    find_in_matrix(window("coordinator"), look)
