"""An answer that waited on a device arrives once, for its own person and attempt, or says why not."""

import asyncio
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from academy import settings
from academy.actor import Actor
from academy.db.engine import DatabaseEngine
from academy.errors import Refusal
from courses.learning.actions import attempts, enrollments
from courses.learning.rules.attempt_token import (
    ExpiredToken,
    ForgedToken,
    OtherAttempt,
    OtherPerson,
    require_own,
    seal,
)
from courses.learning.rules.attempts import AnswersWaiting, AttemptClosed, require_all_here
from courses.learning.tables import Attempt, Response
from tests.cast import Cast
from tests.conftest import Browser, Clock
from tests.courses import taken_course as taken


@pytest.fixture
async def attempt(database: DatabaseEngine, the_clock: Clock, cast: Cast) -> str:
    await taken.publish(taken.content())
    code = await enrollments.enroll(cast.maria, course_slug="rain")
    return await attempts.start(cast.maria, code=code, key="first-steps")


async def answer(actor: Actor, code: str, chosen: str, op: str, token: str = "") -> attempts.Answered:
    return await attempts.answer(actor, code=code, position=1, chosen=frozenset(chosen), op=op, token=token)


def token_of(person: Actor, attempt: str, at: datetime) -> str:
    return seal(attempt, person.code, deadline=None, at=at, secret=settings.current().secret)


async def test_a_repetition_is_answered_and_changes_nothing(cast: Cast, attempt: str, the_clock: Clock) -> None:
    first = await answer(cast.maria, attempt, "b", "phone.7")
    the_clock.move(minutes=1)
    again = await answer(cast.maria, attempt, "b", "phone.7")
    assert (again.saved_at, again.revision, again.chosen) == (first.saved_at, first.revision, first.chosen)
    assert (first.repeated, again.repeated) == (False, True)
    assert await Response.count() == 1


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_a_late_older_answer_does_not_replace_a_newer_one(
    cast: Cast, attempt: str, order: tuple[int, ...]
) -> None:
    sent = [("a", "phone.1"), ("b", "phone.2"), ("", "phone.3")]
    for number in (*order, *order):
        await answer(cast.maria, attempt, *sent[number])
    assert [row["chosen"] for row in await Response.select()] == [""]


async def test_the_same_answer_many_times_at_once_is_taken_once(cast: Cast, attempt: str) -> None:
    said = await asyncio.gather(*(answer(cast.maria, attempt, "b", "phone.1") for _ in range(6)))
    assert sum(not each.repeated for each in said) == 1
    devices = await asyncio.gather(*(answer(cast.maria, attempt, "b", f"{name}.1") for name in ("desk", "pad0")))
    assert sorted(each.revision for each in devices) == [2, 3]


async def test_what_was_taken_is_confirmed_also_after_sending(cast: Cast, attempt: str) -> None:
    await answer(cast.maria, attempt, "b", "phone.1")
    await attempts.submit(cast.maria, code=attempt)
    assert (await answer(cast.maria, attempt, "b", "phone.1")).repeated
    with pytest.raises(AttemptClosed):
        await answer(cast.maria, attempt, "a", "phone.2")


async def test_a_token_is_for_one_person_and_attempt(cast: Cast, attempt: str, the_clock: Clock) -> None:
    good = token_of(cast.maria, attempt, the_clock.now)
    refused: dict[str, type[Refusal]] = {
        token_of(cast.tyler, attempt, the_clock.now): OtherPerson,
        token_of(cast.maria, "another", the_clock.now): OtherAttempt,
        token_of(cast.maria, attempt, the_clock.now - timedelta(days=15)): ExpiredToken,
        good.replace(cast.maria.code, cast.tyler.code): ForgedToken,
        f"{good[:-1]}{'0' if good[-1] != '0' else '1'}": ForgedToken,
        "a.b": ForgedToken,
        "é": ForgedToken,
    }
    for token, refusal in refused.items():
        with pytest.raises(refusal):
            await answer(cast.maria, attempt, "b", "phone.1", token)
    assert await Response.count() == 0
    assert (await answer(cast.maria, attempt, "b", "phone.1", good)).revision == 1


def test_a_token_outlives_its_deadline_by_a_day(the_clock: Clock) -> None:
    ends = the_clock.now + timedelta(minutes=30)
    token = seal("attempt", "maria", deadline=ends, at=the_clock.now, secret="s")
    require_own(token, attempt="attempt", person="maria", at=ends + timedelta(hours=23), secret="s")
    with pytest.raises(ExpiredToken):
        require_own(token, attempt="attempt", person="maria", at=ends + timedelta(hours=25), secret="s")


async def test_another_persons_sign_in_keeps_the_letter(
    cast: Cast, attempt: str, the_clock: Clock, browser_as: Browser
) -> None:
    letter = {"chosen": "b", "op": "phone.1", "token": token_of(cast.maria, attempt, the_clock.now)}
    path, program = f"/attempts/{attempt}/items/1/response", {"accept": "application/json"}
    other = await (await browser_as(cast.tyler)).post(path, data=letter, headers=program)
    assert (other.status_code, other.json()["code"]) == (409, "other_person")
    own = await browser_as(cast.maria)
    said = [(await own.post(path, data=letter, headers=program)).json() for _ in range(2)]
    assert [each.pop("repeated") for each in said] == [False, True]
    assert said[0] == said[1]
    assert (await own.get(f"/attempts/{attempt}/items/1")).text.count(f'data-token="{attempt}.{cast.maria.code}.') == 1


async def test_half_a_quiz_is_not_sent_by_accident(cast: Cast, attempt: str, browser_as: Browser) -> None:
    maria = await browser_as(cast.maria)
    refused = await maria.post(f"/attempts/{attempt}/submission", data={"waiting": "2"})
    assert (refused.status_code, "still on this device" in refused.text) == (409, True)
    assert await Attempt.count().where(Attempt.state == "open") == 1
    assert (await maria.post(f"/attempts/{attempt}/submission", data={"waiting": "x"})).status_code == 422
    assert (await maria.post(f"/attempts/{attempt}/submission")).status_code == 303
    assert await Attempt.count().where(Attempt.state == "open") == 0


def test_when_the_time_is_over_nothing_is_waited_for() -> None:
    with pytest.raises(AnswersWaiting):
        require_all_here(1, over=False)
    require_all_here(0, over=False)
    require_all_here(1, over=True)
