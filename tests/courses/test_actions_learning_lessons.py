"""Watching a lecture: progress only grows, nobody outruns the clock, repetition is harmless."""

import asyncio

import msgspec
import pytest

from academy.db.engine import DatabaseEngine
from academy.db.watch import statements
from academy.errors import NotFound
from courses.learning.actions import enrollments, lessons, watching
from courses.learning.actions.watching import Beacon, Heard
from courses.learning.rules.intervals import FaultyRanges
from courses.learning.tables import LessonProgress
from tests.cast import Cast
from tests.conftest import Clock
from tests.courses import taken_course as taken


@pytest.fixture
async def code(database: DatabaseEngine, the_clock: Clock, cast: Cast) -> str:
    await taken.publish(taken.content())
    return await enrollments.enroll(cast.maria, course_slug="rain")


class Player:
    """Maria's player on one page, opened when it is made."""

    def __init__(self, cast: Cast, code: str, the_clock: Clock, session: str = "s") -> None:
        self.actor, self.code, self.session = cast.maria, code, session
        self.opened_at, self.sequence = the_clock.now, 0

    async def report(self, watched: str, position: float = 0, sequence: int | None = None) -> Heard:
        self.sequence = self.sequence + 1 if sequence is None else sequence
        beacon = Beacon(session=self.session, sequence=self.sequence, position=position, watched=watched)
        return await watching.heard(self.actor, code=self.code, key="lecture", beacon=beacon, opened_at=self.opened_at)


@pytest.fixture
def player(cast: Cast, code: str, the_clock: Clock) -> Player:
    return Player(cast, code, the_clock)


async def stored() -> LessonProgress:
    row = await LessonProgress.objects().first()
    assert row is not None
    return row


async def test_played_seconds_add_up_over_reports(player: Player, the_clock: Clock) -> None:
    the_clock.move(seconds=30)
    await player.report("0-u", 30)
    the_clock.move(seconds=30)
    heard = await player.report("u-u", 60)
    assert (heard.watched_percent, heard.position, heard.done, heard.saved_at) == (58, 60, False, the_clock.now)
    assert ((await stored()).watched, (await stored()).watched_seconds) == ("0-1o", 60)


async def test_a_leap_does_not_complete_and_is_flagged(player: Player, the_clock: Clock) -> None:
    the_clock.move(seconds=10)
    heard = await player.report("0-3c", 120)
    assert (heard.done, heard.refused_seconds) == (False, 100)
    assert ((await stored()).watched_seconds, (await stored()).refused_seconds) == (20, 100)


async def test_playing_to_the_end_at_double_speed_is_enough(player: Player, the_clock: Clock) -> None:
    the_clock.move(seconds=60)
    heard = await player.report("0-3c", 120)
    assert (heard.done, heard.watched_percent, (await stored()).done_at) == (True, 100, the_clock.now)


async def test_a_repeated_report_changes_nothing(player: Player, the_clock: Clock) -> None:
    the_clock.move(seconds=20)
    await player.report("0-k", 20)
    before = await LessonProgress.select().first()
    the_clock.move(seconds=20)
    await player.report("0-k", 5, sequence=1)
    assert await LessonProgress.select().first() == before


async def test_seeing_a_part_again_never_lowers_progress(player: Player, the_clock: Clock) -> None:
    the_clock.move(seconds=60)
    await player.report("0-3c", 120)
    done_at = (await stored()).done_at
    the_clock.move(days=1)
    heard = await player.report("0-5", 5)
    assert (heard.watched_percent, heard.position, (await stored()).done_at) == (100, 5, done_at)


async def test_a_player_that_never_got_going_keeps_the_place(player: Player, the_clock: Clock) -> None:
    the_clock.move(seconds=20)
    await player.report("0-k", 20)
    heard = await player.report("", 0)
    assert (heard.position, (await stored()).resume_ms) == (20, 20_000)
    assert (await player.report("", 45)).position == 45


async def test_a_new_page_cannot_claim_the_night_between(cast: Cast, code: str, the_clock: Clock) -> None:
    evening = Player(cast, code, the_clock)
    the_clock.move(seconds=5)
    await evening.report("0-5", 5)
    the_clock.move(hours=8)
    heard = await Player(cast, code, the_clock, "other").report("5-3c", 120)
    assert heard.refused_seconds == 115
    assert (await stored()).watched_seconds == 5


async def test_two_windows_have_one_clock(cast: Cast, code: str, the_clock: Clock) -> None:
    one, other = Player(cast, code, the_clock), Player(cast, code, the_clock, "other")
    the_clock.move(seconds=20)
    await asyncio.gather(one.report("0-u"), other.report("u-u"))
    assert ((await stored()).watched_seconds, (await stored()).refused_seconds) == (40, 20)


async def test_two_courses_have_one_clock(cast: Cast, code: str, the_clock: Clock) -> None:
    snow = msgspec.structs.replace(taken.content(), slug="snow", code="SN-1")
    await taken.publish(snow)
    second = await enrollments.enroll(cast.maria, course_slug="snow")
    one, other = Player(cast, code, the_clock), Player(cast, second, the_clock, "other")
    the_clock.move(seconds=20)
    heard = await asyncio.gather(one.report("0-14", 40), other.report("0-14", 40))
    assert sum(each.refused_seconds for each in heard) == 40
    assert sum([row.watched_seconds for row in await LessonProgress.objects()]) == 40


async def test_reports_at_the_same_moment_are_all_kept(player: Player, the_clock: Clock) -> None:
    the_clock.move(seconds=60)
    await asyncio.gather(player.report("u-a", 40, sequence=2), player.report("0-u", 30, sequence=1))
    assert ((await stored()).watched, (await stored()).resume_ms) == ("0-14", 40_000)


async def test_without_a_proof_of_opening_nothing_counts_yet(cast: Cast, code: str, the_clock: Clock) -> None:
    player = Player(cast, code, the_clock)
    the_clock.move(seconds=60)
    beacon = Beacon(session="s", sequence=1, position=60, watched="0-1o")
    heard = await watching.heard(player.actor, code=code, key="lecture", beacon=beacon)
    assert (heard.refused_seconds, heard.watched_percent) == (60, 0)


async def test_a_report_takes_three_statements_once_the_course_began(player: Player, the_clock: Clock) -> None:
    the_clock.move(seconds=10)
    await player.report("0-5", 5)
    with statements() as sent:
        await player.report("5-5", 10)
    assert len(sent) == 3


async def test_what_cannot_be_read_or_found_is_refused(player: Player, cast: Cast, code: str) -> None:
    with pytest.raises(FaultyRanges):
        await player.report("nonsense")
    beacon = Beacon(session="s", sequence=1, position=0, watched="0-5")
    with pytest.raises(NotFound):
        await watching.heard(cast.maria, code=code, key="unknown", beacon=beacon)
    assert await LessonProgress.count() == 0


async def test_reading_and_deciding_keep_their_first_moment(cast: Cast, code: str, the_clock: Clock) -> None:
    first = the_clock.now
    for _ in range(2):
        await lessons.read(cast.maria, code=code, key="first-steps")
        await lessons.choose(cast.maria, code=code, key="first-steps", choice="a")
        the_clock.move(hours=1)
    assert ((await stored()).read_at, (await stored()).scenario_at) == (first, first)
