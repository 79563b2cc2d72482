"""A shift is never quiet: sessions end in the middle of a quiz, buttons are pressed twice, two windows are open."""

import asyncio

from academy.sign_in.actions import set_password
from courses.learning.tables import Attempt, Completion
from tests import builders
from tests.cast import PASSWORD, Cast
from tests.conftest import Browser, Clock
from tests.journeys.conftest import Opened
from tests.journeys.window import Window


async def in_quiz(cast: Cast, window_of: Opened, key: str = "collect") -> Window:
    """Maria's window on the first question of a quiz just started."""
    await builders.a_published_course(cast)
    code = await builders.an_enrollment(cast.maria)
    if key == "final-exam":
        for lesson in ("collect", "leads"):
            await builders.a_finished_lesson(cast.maria, code, lesson)
    window = await (await window_of(cast.maria)).open(f"/enrollments/{code}/lessons/{key}/quiz")
    if key == "final-exam":
        return await window.press("Start the exam", attests="on")
    return await window.press("Start the quiz")


async def test_a_session_that_ends_in_a_quiz_loses_no_answer(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await set_password(None, person_id=cast.maria.id, password=PASSWORD)
    window = await in_quiz(cast, window_of)
    await window.press("Next question", chosen=builders.RIGHT)
    second = window.path
    the_clock.move(minutes=31)
    await window.press("Review and send", chosen=builders.RIGHT)
    assert window.heading == "Sign in"
    await window.press("Sign in", email=cast.maria.email, password=PASSWORD)
    assert window.path == second
    await window.open(f"{second.removesuffix('/items/2')}/items/1")
    assert window.chosen("chosen") == {builders.RIGHT}


async def test_sending_twice_is_one_result(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    window = await in_quiz(cast, window_of)
    attempt = window.path.removesuffix("/items/1")
    client = window.client
    answers = await asyncio.gather(*(client.post(f"{attempt}/submission") for _ in range(4)))
    assert {answer.status_code for answer in answers} <= {303, 409}
    assert (await window.open(f"{attempt}/result")).status == 200
    assert await Attempt.count() == 1


async def test_starting_twice_is_one_attempt(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    code = await builders.an_enrollment(cast.maria)
    client = (await window_of(cast.maria)).client
    address = f"/enrollments/{code}/lessons/collect/attempts"
    answers = await asyncio.gather(*(client.post(address) for _ in range(4)))
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert await Attempt.count() == 1


async def test_signing_twice_is_one_completion(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    await builders.a_published_course(cast)
    code = await builders.a_completion(cast.maria)
    client = (await window_of(cast.maria)).client
    again = await client.post(f"/enrollments/{code}/statement", data={"name": cast.maria.name, "agrees": "on"})
    assert again.status_code in {303, 409}
    assert await Completion.count() == 1


async def test_of_two_windows_the_last_answer_counts_and_the_other_is_told(
    cast: Cast, window_of: Opened, api_as: Browser, the_clock: Clock
) -> None:
    window = await in_quiz(cast, window_of)
    address = f"{window.path if '/items/' in window.path else window.path + '/items/1'}/response"
    program = await api_as(cast.maria)
    first = (await program.post(address, json={"chosen": ["b"], "revision": 0})).json()
    second = (await program.post(address, json={"chosen": ["a"], "revision": 0})).json()
    assert (first["changed_elsewhere"], second["changed_elsewhere"]) == (False, True)
    await window.open(address.removesuffix("/response"))
    assert window.chosen("chosen") == {"a"}


async def test_an_answer_that_is_not_offered_is_refused(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    window = await in_quiz(cast, window_of)
    attempt = window.path.split("/items")[0]
    client = window.client
    assert (await client.post(f"{attempt}/items/1/response", data={"chosen": "z"})).status_code == 422
    assert (await client.post(f"{attempt}/items/1/response", data={"chosen": ["a", "b"]})).status_code == 422
    assert (await client.post(f"{attempt}/items/9/response", data={"chosen": "a"})).status_code == 404
    assert (await window.open(f"{attempt}/items/1")).chosen("chosen") == set()


async def test_after_the_deadline_what_was_saved_counts(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    window = await in_quiz(cast, window_of, "final-exam")
    attempt = window.path.split("/items")[0]
    await window.press("Next question", chosen=builders.RIGHT)
    the_clock.move(minutes=29)
    await window.open(f"{attempt}/items/2")
    the_clock.move(minutes=2)
    await window.press("Next question", chosen=builders.RIGHT)
    result = await (await window.open(attempt)).press("See the result")
    assert "The time was over." in result.text
    assert "1 of 4" in result.text


async def test_a_form_from_an_old_page_is_not_taken(cast: Cast, window_of: Opened, the_clock: Clock) -> None:
    window = await in_quiz(cast, window_of)
    window.client.headers.pop("x-csrftoken")
    window.client.cookies.delete("csrftoken")
    sent = await window.client.post(f"{window.path.split('/items')[0]}/submission")
    assert sent.status_code == 403
    assert "Load the page again" in sent.text
