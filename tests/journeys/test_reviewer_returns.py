"""A reviewer finds something, gives the version back with a note, and publishes the mended one."""

from tests import builders
from tests.cast import Cast
from tests.conftest import Clock
from tests.journeys.conftest import Opened
from tests.journeys.window import Window

NOTE = "A lead is no proof: say so in the first sentence."
LESSON = "/authoring/first-steps/2/lessons/leads"


async def sent_to_review(window_of: Opened, cast: Cast, body: str) -> Window:
    """A second version with another text, on its way."""
    await builders.a_published_course(cast)
    author = await (await window_of(cast.ines)).open("/authoring/first-steps")
    await author.press("Start a draft")
    await (await author.open(LESSON)).press("Save lesson", body=body)
    return await (await author.open("/authoring/first-steps/2")).press("Send to review")


async def returned(window_of: Opened, cast: Cast) -> Window:
    """By the reviewer, with a note about the lesson."""
    reviewer = await (await window_of(cast.ravi)).open("/review/first-steps/2")
    return await reviewer.press("Return to the author with this note", body=NOTE)


async def test_a_returned_version_comes_back_mended(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    author = await sent_to_review(window_of, cast, "A lead proves it. [G1]")
    reviewer = await returned(window_of, cast)
    assert reviewer.path == "/review"
    assert "Nothing waits for you." in reviewer.text
    await author.open(LESSON)
    assert NOTE in author.text
    await author.press("Save lesson", body="A lead is no proof. [G1]")
    await (await author.open("/authoring/first-steps/2")).press("Send to review")
    await (await reviewer.open("/review/first-steps/2")).press("Approve as second person")
    learner = await (await window_of(cast.maria)).open("/courses/first-steps")
    await learner.press("Enroll and open the course")
    assert "A lead is no proof." in (await learner.follow("1.2 All about leads")).text


async def test_a_version_in_review_does_not_change(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    author = await sent_to_review(window_of, cast, "As sent. [G1]")
    assert not (await author.open(LESSON)).offers("Save lesson")
    again = {"revision": "2", "title": "T", "minutes": "20", "minimum_watch_percent": "90", "body": "Sneaked in."}
    assert (await author.client.post(LESSON, data=again)).status_code == 409
    assert "Sneaked in." not in (await (await window_of(cast.ravi)).open("/review/first-steps/2")).text


async def test_an_empty_note_returns_nothing(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await sent_to_review(window_of, cast, "As sent. [G1]")
    reviewer = await (await window_of(cast.ravi)).open("/review/first-steps/2")
    await reviewer.press("Return to the author with this note", body="")
    assert reviewer.status == 422
    assert "1 version waits" in (await reviewer.open("/review")).text


async def test_what_blocks_publishing_is_said_to_the_author_before_anybody_reads(
    cast: Cast, window_of: Opened, the_clock: Clock
) -> None:
    author = await sent_to_review(window_of, cast, "It rests on nothing we name. [G99]")
    assert author.status == 409
    assert "G99" in author.text
    assert "Nothing waits for you." in (await (await window_of(cast.ravi)).open("/review")).text
