"""The coordinator's ten minutes: a roster, a squad that gets a course in four presses, reminders in two, the ledger."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Window
from tests.browser.look import Look

pytestmark = pytest.mark.browser
SITE = "/sites/tulsa-ok"
FIRST = ("Marcus", "Priya", "Lorraine", "Kim-Ly", "José", "Ingrid", "Aaliyah", "Siobhan")
LAST = ("Delgado", "Raghunathan", "Kowalczyk", "Sørensen", "Featherstonehaugh", "Odom", "Nguyen")
LONG_MS = 120_000


def roster(count: int) -> Iterator[str]:
    """Lines of a personnel system's export: the tenth has no unit, and each squad has eight."""
    yield "Full name;E-mail;Badge;Unit"
    for number in range(count):
        name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"
        unit = "" if number % 10 == 9 else f"Squad {number // 8 + 1}"
        yield f"{name};roster{number}@tulsa.example;{90000 + number};{unit}"


@pytest.mark.parametrize("count", [30, pytest.param(2_000, marks=pytest.mark.nightly)])
def test_a_site_is_run(window: Window, look: Look, tmp_path: Path, count: int) -> None:
    page = window("tulsa.coordinator")
    file = tmp_path / "roster.csv"
    file.write_text("\n".join(roster(count)), "cp1252")
    import_roster(page, look, file, count)
    assign_to_a_squad(page, look)
    remind_and_look(page, look)


def import_roster(page: Page, look: Look, file: Path, count: int) -> None:
    page.goto(f"{SITE}/roster")
    page.locator("input[type=file]").set_input_files(file)
    steps.button(page, "Next: columns").click()
    look(page, f"coordinator-{count}-columns")
    steps.button(page, "Dry run on").click()
    expect(steps.button(page, "Import ")).to_be_visible(timeout=LONG_MS)
    look(page, f"coordinator-{count}-dry-run")
    steps.button(page, "Import ").click()
    done = steps.link(page, "See what was done").or_(steps.button(page, "Undo this import"))
    expect(done).to_be_visible(timeout=LONG_MS)
    page.goto(page.url)
    expect(steps.button(page, "Undo this import")).to_be_visible()
    look(page, f"coordinator-{count}-imported")


def choose(page: Page, role: Literal["radio", "checkbox"], words: str) -> None:
    """Our boxes are drawn by their labels, which people press."""
    box = page.get_by_role(role, name=re.compile(rf"^{words}\b")).first
    page.locator(f"label[for='{box.get_attribute('id')}']").click()


def assign_to_a_squad(page: Page, look: Look) -> None:
    """Four presses from the landing page's button on."""
    page.goto(f"{SITE}/completion")
    look(page, "coordinator-landing")
    steps.link(page, "Assign a course").click()
    choose(page, "radio", "First Steps")
    steps.button(page, "Next: people").click()
    choose(page, "checkbox", "Squad 1")
    steps.button(page, "Next: due date").click()
    page.get_by_label("Date, for").fill((datetime.now(UTC) + timedelta(days=3)).date().isoformat())
    page.get_by_label("Why do they have this?").fill("Casings are now collected at every shooting.")
    steps.button(page, "Next: review").click()
    look(page, "coordinator-review")
    steps.button(page, "Assign to 8 people").click()
    expect(page.get_by_text("It is assigned.")).to_be_visible()
    look(page, "coordinator-assignment")


def remind_and_look(page: Page, look: Look) -> None:
    """Tick the squad, two presses, and what became of it."""
    page.goto(f"{SITE}/completion?q=Delgado")
    steps.button(page, "Choose all on this page").click()
    look(page, "coordinator-chosen")
    steps.button(page, "Remind those chosen").click()
    look(page, "coordinator-remind")
    steps.button(page, "Send ").click()
    expect(steps.button(page, "Stop them")).to_be_visible()
    page.goto(f"{SITE}/messages")
    expect(page.get_by_text("roster0@tulsa.example").first).to_be_visible()
    look(page, "coordinator-ledger")
