"""From the laptop to the phone: the same place, once, soon, and for the same person only."""

import re

import pytest

from academy.db.engine import DatabaseEngine
from academy.errors import NotFound
from courses.learning.actions import handoff
from courses.learning.rules.handoff import LIFETIME, HandoffOver, NoSuchPlace
from courses.learning.tables import Handoff
from tests.cast import Cast
from tests.conftest import Browser, Clock

LESSON = f"/enrollments/{'a' * 26}/lessons/1-1-why?t=754"
PLACES = (LESSON, f"/attempts/{'b' * 26}/items/3", f"/attempts/{'b' * 26}/review")


@pytest.mark.parametrize("place", PLACES)
async def test_a_place_is_carried_once(database: DatabaseEngine, cast: Cast, place: str) -> None:
    token = await handoff.offer(cast.maria, place=place)
    assert await handoff.look(cast.maria, token) == await handoff.go_on(cast.maria, token) == place
    with pytest.raises(HandoffOver):
        await handoff.go_on(cast.maria, token)


async def test_it_is_for_its_own_person_and_a_new_one_ends_the_old(database: DatabaseEngine, cast: Cast) -> None:
    first = await handoff.offer(cast.maria, place=LESSON)
    for other in (cast.tyler, cast.ada):
        with pytest.raises(NotFound):
            await handoff.go_on(other, first)
    await handoff.offer(cast.tyler, place=LESSON)
    second = await handoff.offer(cast.maria, place=LESSON)
    with pytest.raises(NotFound):
        await handoff.go_on(cast.maria, first)
    assert await handoff.go_on(cast.maria, second)
    stored = await Handoff.select(Handoff.token_hash)
    assert not [row for row in stored if first in str(row) or second in str(row)]


async def test_it_is_over_after_a_while(database: DatabaseEngine, cast: Cast, the_clock: Clock) -> None:
    token = await handoff.offer(cast.maria, place=LESSON)
    the_clock.move(seconds=LIFETIME.total_seconds())
    assert await handoff.look(cast.maria, token)
    the_clock.move(seconds=1)
    with pytest.raises(HandoffOver):
        await handoff.go_on(cast.maria, token)


@pytest.mark.parametrize(
    "place", ["", "/", "//evil.example/", "https://evil.example", "/admin/audit", f"{LESSON}&x=1", "/attempts/../admin"]
)
async def test_only_lessons_and_quizzes_are_places(database: DatabaseEngine, cast: Cast, place: str) -> None:
    with pytest.raises(NoSuchPlace):
        await handoff.offer(cast.maria, place=place)


async def test_the_phone_signs_in_as_always_and_asks_first(cast: Cast, browser_as: Browser) -> None:
    laptop = await browser_as(cast.maria)
    shown = await laptop.post("/handoffs", data={"place": LESSON})
    assert "<svg" in shown.text
    address = (re.search(r"/go-on/[\w-]+", shown.text) or [""])[0]
    stranger = await browser_as(None)
    assert (await stranger.get(address)).headers["location"] == f"/sign-in?next={address}"
    phone = await browser_as(cast.maria)
    assert "the same second" in (await phone.get(address)).text
    assert (await phone.post(address)).headers["location"] == LESSON
    assert (await phone.get(address)).status_code == 409
