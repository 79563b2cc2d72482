"""Every page can be used by everybody: checked by axe wide and on a phone, walked with the Tab key, 320 pixels wide.

The pages along the story are checked while it is told; here are the others, and the ways things go wrong.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Watch, Window
from tests.browser.look import Look, tab_faults

pytestmark = pytest.mark.browser

PAGES = {
    "home": ("", "/"),
    "catalog": ("", "/courses"),
    "catalog-empty": ("", "/courses?q=no-such-words"),
    "catalog-crime-guns": ("", "/courses/crime-guns"),
    "help": ("", "/help"),
    "accessibility": ("", "/accessibility"),
    "privacy": ("", "/privacy"),
    "terms": ("", "/terms"),
    "verify": ("", "/verify"),
    "verify-batch": ("", "/verify/batch"),
    "job-aid": ("officer", "/job-aids/crime-guns/1/shots-fired-canvass"),
    "roll-call": ("officer", "/courses/crime-guns/versions/1/roll-call/every-casing"),
    "tokens": ("coordinator", "/account/tokens"),
    "own-accommodation": ("coordinator", "/account/training"),
    "accommodations": ("administrator", "/admin/accommodations?email=nobody@pspacademy.example"),
    "path": ("officer", "/paths/patrol"),
    "search": ("officer", "/search?q=casing"),
    "evaluations": ("reviewer", "/review/crime-guns/evaluations"),
    "certificates-empty": ("coordinator", "/certificates"),
    "my-training-empty": ("coordinator", "/my-training"),
    "my-training-certified": ("certified", "/my-training"),
    "matrix-empty": ("coordinator", "/sites/raleigh-nc/completion?q=no-such-person"),
    "matrix-liaison": ("liaison", "/sites/tulsa-ok/completion?state=overdue"),
    "assign-course": ("coordinator", "/sites/raleigh-nc/assignments/new"),
    "assign-people": ("coordinator", "/sites/raleigh-nc/assignments/new?step=2&course=first-steps"),
    "assign-due": ("coordinator", "/sites/raleigh-nc/assignments/new?step=3&course=first-steps&units=Detectives"),
    "assign-review": ("coordinator", "/sites/raleigh-nc/assignments?step=4&course=first-steps&units=Command&reason=N"),
    "assign-faulty": ("coordinator", "/sites/raleigh-nc/assignments/new?step=3&course=first-steps"),
    "office-certificates": ("administrator", "/admin/certificates"),
    "office-seals": ("administrator", "/admin/seals"),
    "office-keys": ("administrator", "/admin/check-keys"),
    "office-branding": ("administrator", "/admin/branding"),
    "keys": ("", "/keys"),
    "ending-soon": ("coordinator", "/sites/raleigh-nc/expiring"),
    "people": ("coordinator", "/sites/raleigh-nc/people"),
    "structure": ("coordinator", "/sites/raleigh-nc/structure"),
    "roster": ("coordinator", "/sites/raleigh-nc/roster"),
    "findings": ("coordinator", "/sites/raleigh-nc/findings"),
    "office-findings": ("administrator", "/admin/findings"),
    "office-external": ("administrator", "/admin/external"),
    "audit": ("administrator", "/admin/audit"),
    "record-log": ("administrator", "/admin/record-log"),
    "mail": ("administrator", "/admin/messages"),
    "review-published": ("reviewer", "/review/crime-guns/1"),
    "versions": ("instructor", "/authoring/crime-guns"),
    "crime-guns-outline": ("instructor", "/authoring/crime-guns/1"),
    "crime-guns-report": ("instructor", "/authoring/crime-guns/1/report"),
    "crime-guns-items": ("instructor", "/authoring/crime-guns/1/items"),
    "crime-guns-lesson": ("instructor", "/authoring/crime-guns/1/lessons/law-and-limits"),
}  # fmt: skip
UNCOVERED = """() => { const cell = document.activeElement; const box = cell.getBoundingClientRect();
    return [box.top + 3, box.bottom - 3].every(y => cell.contains(document.elementFromPoint(box.left + 3, y))); }"""
REFUSED = {
    "not-found": ("", "/no-such-page", 404),
    "not-yours": ("tulsa.coordinator", "/sites/raleigh-nc/completion", 404),
    "not-allowed": ("officer", "/authoring", 403),
    "roll-call-faulty": (
        "officer",
        "/courses/crime-guns/versions/1/roll-call/every-casing/attendance.pdf?lines=0",
        422,
    ),
    "verify-unknown": ("", "/verify/7K2M-QX4D-9TRW-B3HN-58", 404),
}
WALKED = (
    *("home", "catalog", "verify", "verify-batch", "tokens", "matrix-empty", "assign-people", "office-certificates"),
    *("crime-guns-outline", "office-seals"),
)


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_for_everybody(window: Window, look: Look, name: str) -> None:
    account, path = PAGES[name]
    page = window(account)
    answer = page.goto(path)
    assert answer
    assert answer.status == 200
    look(page, name)


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_are_for_everybody(window: Window, look: Look, watch: Watch, name: str) -> None:
    account, path, status = REFUSED[name]
    watch.expected = (f"status of {status}",)
    page = window(account)
    answer = page.goto(path)
    assert answer
    assert answer.status == status
    look(page, name)


def test_a_refused_sign_in_says_where(window: Window, look: Look, watch: Watch) -> None:
    watch.expected = ("status of 422",)
    page = window()
    page.goto("/sign-in")
    page.get_by_label("Agency e-mail").fill("nobody@pspacademy.example")
    page.get_by_label("Password").fill("wrong")
    steps.button(page, "Sign in").click()
    expect(page.locator(".usa-error-message").first).to_be_visible()
    expect(page.get_by_label("Agency e-mail")).to_have_value("nobody@pspacademy.example")
    look(page, "sign-in-refused")


@pytest.mark.parametrize("name", WALKED)
@pytest.mark.parametrize("width", [1366, 390])
def test_the_tab_key_reaches_everything_and_the_focus_is_seen(window: Window, name: str, width: int) -> None:
    account, path = PAGES[name]
    page = window(account, width=width)
    page.goto(path)
    assert tab_faults(page) == []


def lesson(page: Page) -> None:
    steps.open_lecture(page)
    expect(steps.button(page, "Play")).to_be_visible()


def editor(page: Page) -> None:
    page.goto("/authoring/crime-guns/1/lessons/why-cgi")


def matrix(page: Page) -> None:
    page.goto("/sites/raleigh-nc/completion")


@pytest.mark.parametrize(("account", "to"), [("officer", lesson), ("instructor", editor)])
def test_the_tab_key_walks_the_richest_pages_too(window: Window, account: str, to: Callable[[Page], None]) -> None:
    page = window(account)
    to(page)
    assert tab_faults(page) == []


def test_the_matrix_is_one_stop_and_arrows_move_in_it(window: Window) -> None:
    page = window("coordinator")
    matrix(page)
    cells = page.locator("table.matrix [tabindex='0']")
    expect(cells).to_have_count(1)
    cells.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.closest('td, th') !== null")
    expect(cells).to_have_count(1)
    for key in (*["ArrowDown"] * 20, *["ArrowUp"] * 20):
        page.keyboard.press(key)
        assert page.evaluate(UNCOVERED), f"something lies over the cell after {key}"


def test_a_quiz_works_without_scripts(window: Window) -> None:
    page = window("certified", scripts=False)
    page.goto("/courses/first-steps")
    steps.button(page, "Enroll and open the course").click()
    page.get_by_role("link", name="1.1 All about collect").first.click()
    page.get_by_role("link", name="Open the quiz").click()
    steps.button(page, "Start the quiz").click()
    steps.answer_rest(page, "b")
    steps.button(page, "Send my answers").click()
    expect(page.get_by_text("100%").first).to_be_visible()
