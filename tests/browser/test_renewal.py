"""An instructor sends a recording from the browser, sees it become ready, and renews a course; a reviewer publishes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Window
from tests.browser.look import Look
from tests.media.recordings import H264, PICTURE, TONE, ffmpeg

pytestmark = pytest.mark.browser
PREPARING_MS = 90_000
EVENTS, STATE = re.compile(r"/media/\w+/events"), re.compile(r"/media/\w+/state")
CAPTIONS = (
    "WEBVTT\n\n00:00.000 --> 00:02.000\nA lead points somewhere.\n\n00:02.000 --> 00:04.000\nIt proves nothing.\n"
)
DRAFT = "/authoring/next-steps/2"


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds of picture and sound."""
    path = tmp_path_factory.mktemp("recording") / "All about leads.mp4"
    ffmpeg(*PICTURE, *TONE, "-t", "6", *H264, str(path))
    return path


@contextmanager
def no_news(page: Page) -> Iterator[None]:
    """A page that learns nothing of its recording stays as it is while it is looked at."""
    page.route(EVENTS, lambda route: route.fulfill(content_type="text/event-stream", body="retry: 600000\n\n"))
    page.route(STATE, lambda route: route.fulfill(status=204))
    yield
    page.unroute(EVENTS)
    page.unroute(STATE)


def upload(page: Page, recording: Path, look: Look) -> None:
    """Choose the file; nothing else needs to be pressed until it is ready."""
    page.goto("/media")
    look(page, "media")
    page.locator("resumable-upload input[type=file]").set_input_files(recording)
    page.get_by_role("link", name="See it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All about leads")
    with no_news(page):
        page.reload()
        look(page, "media-preparing")
    page.reload()
    expect(page.get_by_text("Captions are missing")).to_be_visible(timeout=PREPARING_MS)
    expect(page.locator("video")).to_be_visible()


def review_captions(page: Page, look: Look) -> None:
    page.locator("#captions").set_input_files(
        {"name": "leads.vtt", "mimeType": "text/vtt", "buffer": CAPTIONS.encode()}
    )
    steps.button(page, "Add captions").click()
    look(page, "captions")
    page.get_by_label("Caption at 0:02").fill("It proves nothing yet.")
    steps.button(page, "Mark all as reviewed").click()
    expect(page.get_by_text("Ready", exact=True)).to_be_visible()
    look(page, "media-ready")


def renew(page: Page, look: Look) -> None:
    """A draft with the recording and a new first sentence, on its way to review."""
    page.goto("/authoring")
    look(page, "authoring")
    page.goto("/authoring/next-steps")
    steps.button(page, "Start a draft").click()
    look(page, "outline")
    page.goto(f"{DRAFT}/lessons/leads")
    page.get_by_label("Lecture", exact=True).select_option(label="All about leads")
    page.get_by_label("Text", exact=True).fill("## On leads\n\nA lead **points** somewhere. [G1]")
    expect(page.locator("[data-pane] strong")).to_have_text("points")
    look(page, "lesson-editor")
    steps.button(page, "Save lesson").first.click()
    page.goto(f"{DRAFT}/questions")
    look(page, "questions")
    page.goto(f"{DRAFT}/questions/q-leads-1")
    look(page, "question-editor")
    page.goto(DRAFT)
    steps.button(page, "Send to review").click()
    expect(page.get_by_text("Version 2, in review")).to_be_visible()


def publish(page: Page, look: Look) -> None:
    page.goto("/review")
    look(page, "review-queue")
    page.get_by_role("link", name="Next Steps").first.click()
    look(page, "review")
    steps.button(page, "Approve as second person").click()
    expect(page.locator(".page-head").get_by_text("Published")).to_be_visible()


def test_a_recording_travels_from_the_instructor_to_learners(window: Window, recording: Path, look: Look) -> None:
    instructor = window("instructor")
    upload(instructor, recording, look)
    review_captions(instructor, look)
    renew(instructor, look)
    publish(window("reviewer"), look)
    learner = window("tulsa.officer")
    learner.goto("/courses/next-steps")
    steps.button(learner, "Enroll and open the course").click()
    learner.get_by_role("link", name="1.2 All about leads").first.click()
    steps.play_until(learner, 1)
    expect(learner.get_by_text("It proves nothing yet.").first).to_be_visible()
