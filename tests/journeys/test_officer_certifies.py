"""An officer takes a course from the sign-in page to a certificate that a stranger can check."""

import re

from academy import jobs
from academy.people.tables import Person
from academy.sign_in.actions import set_password
from tests import builders
from tests.cast import PASSWORD, Cast
from tests.conftest import Clock
from tests.journeys.conftest import Opened
from tests.journeys.window import Window


async def sign_in(window: Window, cast: Cast) -> None:
    """By the form, with a password, like everybody."""
    await set_password(None, person_id=cast.maria.id, password=PASSWORD)
    await window.open("/my-training")
    assert window.path == "/sign-in?next=/my-training"
    await window.press("Sign in", email=cast.maria.email, password=PASSWORD)
    assert (window.path, window.heading) == ("/my-training", "Welcome back, Maria.")


async def answer_all(window: Window, answer: str = builders.RIGHT) -> None:
    """Every question of the open quiz, one page after the other, then the review page."""
    while window.offers("Next question"):
        await window.press("Next question", chosen=answer)
    await window.press("Review and send", chosen=answer)


async def take_quiz(window: Window, start: str, **stated: str) -> None:
    await window.press(start, **stated)
    await answer_all(window)
    await window.press("Send")


async def take_lesson(window: Window, title: str) -> None:
    """Read, decide, and pass the quiz of the lesson that the course offers next."""
    await window.follow(title)
    await window.press("Mark as read")
    await window.press("Decide", choice="b")
    assert "This is the strongest step here." in window.text
    await window.follow("Open the quiz")
    await take_quiz(window, "Start the quiz")
    assert "100%" in window.text
    await window.follow("Go on with the course")


async def finish(window: Window, the_clock: Clock) -> None:
    """The exam, and the signed statement."""
    await window.follow("Final exam")
    await window.press("Start the exam")
    assert (window.status, "Check this box if the words are true." in window.text) == (422, True)
    await take_quiz(window, "Start the exam", attests="on")
    await window.follow("Go on with the course")
    the_clock.move(minutes=5)
    await window.follow("Sign")
    await window.press("Sign and finish", agrees="on", name="Maria Elena Castañeda-Okonkwo")


async def certify(window: Window, cast: Cast, the_clock: Clock) -> str:
    """The whole way; gives the number of the certificate."""
    await builders.a_published_course(cast)
    await sign_in(window, cast)
    await (await window.follow("See the courses")).follow("View course")
    await window.press("Enroll and open the course")
    await take_lesson(window, "1.1 All about collect")
    await take_lesson(window, "1.2 All about leads")
    await finish(window, the_clock)
    assert window.heading == "Well done, Maria."
    await jobs.drain()
    listed = await window.open("/certificates")
    return str(re.findall(r"\w{4}-\w{4}-\w{4}-\w{4}-\w\w", listed.text)[0])


async def test_from_sign_in_to_certificate(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    window = await window_of(None)
    number = await certify(window, cast, the_clock)
    assert "Valid" in window.text
    await window.follow("Download")
    assert window.page.headers["content-type"] == "application/pdf"
    assert window.page.content.startswith(b"%PDF-")
    assert number in window.page.headers["content-disposition"]


async def test_strangers_check_it_and_learn_no_name(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    number = await certify(await window_of(None), cast, the_clock)
    stranger = await (await window_of(None)).open("/")
    await stranger.press("Check", number=number)
    assert stranger.heading == "This certificate is valid."
    assert "First Steps, version 1" in stranger.text
    assert "Castañeda" not in stranger.page.text
    await stranger.press("Check the name", name="maria elena castaneda okonkwo")
    assert "Yes, the name matches." in stranger.text
    await stranger.press("Check the name", name="Maria Elena")
    assert "No, this is not the name on the certificate." in stranger.text


async def test_enrolling_twice_is_one_enrollment(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    window = await (await window_of(cast.maria)).open("/courses/first-steps")
    first = (await window.press("Enroll and open the course")).path
    again = await (await window_of(cast.maria)).open("/courses/first-steps")
    assert (await again.press("Enroll and open the course")).path == first


async def test_a_failed_quiz_says_what_to_look_at_and_can_be_tried_again(
    cast: Cast, window_of: Opened, the_clock: Clock
) -> None:
    await builders.a_published_course(cast)
    code = await builders.an_enrollment(cast.maria)
    window = await (await window_of(cast.maria)).open(f"/enrollments/{code}/lessons/collect/quiz")
    await window.press("Start the quiz")
    await answer_all(window, builders.WRONG)
    await window.press("Send")
    assert window.heading == "Not yet. One objective to look at again."
    assert "Worth another look" in window.text
    assert "So says the manual." not in window.text
    await window.press("Try again now")
    assert window.heading.startswith("Question ")


async def test_what_is_left_shrinks_with_each_step(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    code = await builders.an_enrollment(cast.maria)
    assert "0 of 2 lessons done" in (await (await window_of(cast.maria)).open("/my-training")).text
    await builders.a_finished_lesson(cast.maria, code, "collect")
    assert "1 of 2 lessons done" in (await (await window_of(cast.maria)).open("/my-training")).text


async def test_a_name_without_latin_letters_gets_its_certificate_too(
    cast: Cast, window_of: Opened, the_clock: Clock
) -> None:
    await Person.update({Person.certificate_name: "محمد الأمين"}).where(Person.id == cast.maria.id)
    await builders.a_published_course(cast)
    await builders.a_completion(cast.maria)
    await jobs.drain()
    window = await (await window_of(cast.maria)).open("/certificates")
    await window.follow("Give your name")
    assert window.status == 200
