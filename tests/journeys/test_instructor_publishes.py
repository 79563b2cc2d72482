"""An instructor changes a published course: new text, a recorded lecture, a better question. A second person publishes.

Who is in progress stays on the version they began.
"""

import re

from academy import jobs
from tests import builders
from tests.cast import Cast
from tests.conftest import Clock
from tests.journeys.conftest import Opened
from tests.journeys.window import File, Window
from tests.media.conftest import recordings  # noqa: F401 - a fixture, found by name
from tests.media.recordings import Recordings

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.500\nColect every casing.\n\n00:01.500 --> 00:03.500\nWrite down where.\n"
NEW_TEXT = "## On leads\n\nA lead points; **a hit proves**. [G1]\n\n## Take away\n\n- Ask the laboratory"
LESSON = "/authoring/first-steps/2/lessons/leads"


async def upload_lecture(window: Window, recording: bytes) -> str:
    """By the plain form, then captions from a file, read and corrected by a person; gives the recording's code."""
    await window.open("/media")
    await window.press("Upload file", file=File("leads.mp3", recording))
    code = window.path.removeprefix("/media/")
    await jobs.drain()
    await window.open(f"/media/{code}")
    await window.press("Add captions", captions=File("leads.vtt", CAPTIONS))
    await window.press("Mark all as reviewed", text=["Collect every casing.", "Write down where."])
    assert "Reviewed November 21, 2026" in window.text
    return code


async def draft(window: Window) -> None:
    """A draft as a copy of what is published."""
    await window.open("/authoring/first-steps")
    await window.press("Start a draft")
    assert window.path == "/authoring/first-steps/2"


async def publish(window: Window) -> None:
    """As the second person, from the queue."""
    await window.open("/review")
    await window.follow("First Steps")
    await window.press("Approve as second person")


async def test_new_text_and_lecture_reach_new_learners_only(
    cast: Cast,
    window_of: Opened,
    the_clock: Clock,
    recordings: Recordings,  # noqa: F811
) -> None:
    await builders.a_published_course(cast)
    begun = await builders.an_enrollment(cast.maria)
    author = await window_of(cast.ines)
    code = await upload_lecture(author, recordings.get("talk.mp3").read_bytes())
    await draft(author)
    await author.open(LESSON)
    await author.press("Save lesson", body=NEW_TEXT, asset=code, minimum_watch_percent="80")
    await (await author.open("/authoring/first-steps/2")).press("Send to review")
    await publish(await window_of(cast.ravi))
    kept = await (await window_of(cast.maria)).open(f"/enrollments/{begun}/lessons/leads")
    assert "A lead is not a hit." in kept.text
    new = await (await window_of(cast.tyler)).open("/courses/first-steps")
    await new.press("Enroll and open the course")
    await new.follow("1.2 All about leads")
    assert "a hit proves" in new.text
    assert "Collect every casing." in new.text


async def test_an_author_cannot_publish_alone(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    author = await window_of(cast.ines)
    await draft(author)
    await (await author.open(LESSON)).press("Save lesson", body=NEW_TEXT)
    await (await author.open("/authoring/first-steps/2")).press("Send to review")
    assert (await author.open("/review/first-steps/2")).status == 403
    assert (await author.client.post("/review/first-steps/2/publication")).status_code == 403
    assert "Version 2, in review" in (await author.open("/authoring/first-steps/2")).text


async def test_what_learners_get_changes_with_publication_only(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    author, learner = await window_of(cast.ines), await window_of(cast.tyler)
    await draft(author)
    await author.press("Save details", title="First Steps, Renewed")
    assert "Renewed" not in (await learner.open("/courses")).text
    await (await author.open("/authoring/first-steps/2")).press("Send to review")
    assert "Renewed" not in (await learner.open("/courses")).text
    await publish(await window_of(cast.ravi))
    assert "Renewed" in (await learner.open("/courses")).text


async def test_an_edited_question_shows_in_review_word_by_word(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    author = await window_of(cast.ines)
    await draft(author)
    await author.open("/authoring/first-steps/2/questions/q-leads-1")
    await author.press("Save question", stem="Which answer does the manual give?", correct="c")
    await (await author.open("/authoring/first-steps/2")).press("Send to review")
    review = await (await window_of(cast.ravi)).open("/review/first-steps/2")
    assert re.search(r"added: Which answer does the manual give", review.text)
    assert "answer changed" in review.text


async def test_two_editors_lose_nothing(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    first, second = await window_of(cast.ines), await window_of(cast.ines)
    await draft(first)
    await first.open(LESSON)
    await second.open(LESSON)
    await first.press("Save lesson", body="The first text. [G1]")
    await second.press("Save lesson", body="The second text. [G1]")
    assert second.status == 409
    assert second.value("body").strip() == "The second text. [G1]"
    assert "The first text. [G1]" in second.text
    await second.press("Save lesson")
    assert "The second text." in (await first.open(LESSON)).value("body")


async def test_a_lecture_without_reviewed_captions_stays_unpublished(
    cast: Cast,
    window_of: Opened,
    the_clock: Clock,
    recordings: Recordings,  # noqa: F811
) -> None:
    await builders.a_published_course(cast)
    author, reviewer = await window_of(cast.ines), await window_of(cast.ravi)
    await (await author.open("/media")).press(
        "Upload file", file=File("talk.mp3", recordings.get("talk.mp3").read_bytes())
    )
    code = author.path.removeprefix("/media/")
    await jobs.drain()
    await draft(author)
    await (await author.open(LESSON)).press("Save lesson", asset=code)
    await (await author.open("/authoring/first-steps/2")).press("Send to review")
    await reviewer.open("/review/first-steps/2")
    assert "captions nobody reviewed" in reviewer.text
    assert not reviewer.offers("Approve as second person")
    assert (await reviewer.client.post("/review/first-steps/2/publication")).status_code == 409
