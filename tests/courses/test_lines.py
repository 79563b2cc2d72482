"""Kept lines are what the records say, whatever people did: after every mix of real actions, and when time passes."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from academy.errors import Refusal
from academy.people.actions import deactivate
from academy.people.tables import Person
from academy.sites.actions import leave as leave_site
from academy.sites.tables import Membership
from courses.learning.actions import enrollments, exemptions, overrides
from courses.learning.actions.leave import enter_leave
from courses.learning.lines import checking, keeping
from courses.learning.lines.tables import TrainingCount, TrainingLine, TrainingMark
from courses.learning.tables import Enrollment, Exemption
from courses.network.counting import counted
from courses.network.rules.figures import Figures
from courses.reports import site_lines
from tests.cast import Cast, Place
from tests.conftest import Browser, Clock
from tests.courses.site_training import assign, hire, two_courses

SLUG = "raleigh-nc"
Step = Callable[[], Awaitable[object]]


class Site:
    """What can happen at Raleigh, each time to somebody by chance."""

    def __init__(self, cast: Cast, the_clock: Clock, dice: Random) -> None:
        self.cast, self.clock, self.dice = cast, the_clock, dice
        self.site_id = cast.places[SLUG].site_id

    @property
    def steps(self) -> tuple[Step, ...]:
        return (
            *(self.assign, self.assign, self.withdraw, self.enroll, self.set_lesson, self.set_lesson, self.away),
            *(self.exempt, self.end_exemption, self.hire, self.leave, self.close_account, self.time_passes),
            *(self.complete, self.again_and_back),
        )

    async def someone(self) -> str:
        rows = await Membership.select(Membership.person.code.as_alias("code")).where(
            Membership.site == self.site_id, Membership.ends_on.is_null(), Membership.person != self.cast.ruth.id
        )
        return str(self.dice.choice(rows)["code"])

    def day(self) -> object:
        return self.clock.now.date() + timedelta(days=self.dice.randrange(0, 15))

    async def assign(self) -> None:
        course, people = self.dice.choice(("rain", "snow")), (await self.someone(),)
        await enrollments.assign(
            self.cast.ruth, site_id=self.site_id, course_slug=course, people=people, due_on=self.day(), reason="Now."
        )  # type: ignore[arg-type]

    async def enrollment(self) -> str:
        rows = await Enrollment.select(Enrollment.code).where(Enrollment.site == self.site_id)
        return str(self.dice.choice(rows)["code"]) if rows else ""

    async def withdraw(self) -> None:
        code = await self.enrollment()
        await enrollments.withdraw_at_site(self.cast.ruth, site_id=self.site_id, code=code, reason="No.")

    async def enroll(self) -> None:
        who = self.dice.choice((self.cast.maria, self.cast.tyler, self.cast.otis))
        await enrollments.enroll(who, course_slug=self.dice.choice(("rain", "snow")))

    async def complete(self) -> None:
        """What the last signature does to an enrollment; the whole way there takes long."""
        done = {Enrollment.state: "completed", Enrollment.completed_at: self.clock.now}
        open_ones = Enrollment.state.is_in(["enrolled", "in_progress"])
        await Enrollment.update(done).where(Enrollment.code == await self.enrollment(), open_ones)

    async def again_and_back(self) -> None:
        done = await Enrollment.select(Enrollment.person, Enrollment.course.slug.as_alias("slug")).where(
            Enrollment.state == "completed", Enrollment.person.is_in([self.cast.maria.id, self.cast.tyler.id])
        )
        one = self.dice.choice(done or [{"person": self.cast.maria.id, "slug": "rain"}])
        who = self.cast.maria if one["person"] == self.cast.maria.id else self.cast.tyler
        await enrollments.withdraw(who, code=await enrollments.enroll(who, course_slug=one["slug"]))

    async def set_lesson(self) -> None:
        code, done = await self.enrollment(), self.dice.random() < 0.7
        await overrides.set_lesson(
            self.cast.ruth, slug=SLUG, code=code, key="first-steps", done=done, reason="Seen it."
        )

    async def away(self) -> None:
        days = (self.clock.now.date(), self.dice.choice((None, self.clock.now.date() + timedelta(days=5))))
        await enter_leave(self.cast.ruth, slug=SLUG, person=await self.someone(), days=days, reason="Injury")

    async def exempt(self) -> None:
        course, until = self.dice.choice(("rain", "snow")), self.dice.choice((None, self.day()))
        await exemptions.exempt(
            self.cast.ruth, slug=SLUG, person=await self.someone(), course_slug=course, until_on=until, reason="Had it."
        )  # type: ignore[arg-type]

    async def end_exemption(self) -> None:
        rows = await Exemption.select(Exemption.code)
        code = self.dice.choice(rows)["code"] if rows else ""
        await exemptions.end_exemption(self.cast.ruth, slug=SLUG, code=code)

    async def hire(self) -> None:
        await hire(self.cast.places[SLUG], f"Officer {self.dice.random()}")

    async def leave(self) -> None:
        row = await Membership.select(Membership.id).where(Membership.person.code == await self.someone()).first() or {}
        await leave_site(self.cast.ruth, membership_id=row["id"], ends_on=self.clock.now.date())

    async def close_account(self) -> None:
        row = await Person.select(Person.id).where(Person.full_name.like("Officer%")).first()
        if row:
            await deactivate(self.cast.ada, person_id=row["id"])

    async def time_passes(self) -> None:
        self.clock.move(days=self.dice.randrange(1, 9), hours=self.dice.randrange(24))


@pytest.mark.parametrize("seed", [1, 2])
async def test_kept_lines_are_a_full_count_after_any_mix_of_actions(seed: int, cast: Cast, the_clock: Clock):
    await two_courses()
    dice = Random(seed)
    site = Site(cast, the_clock, dice)
    done = 0
    for number in range(45):
        with suppress(Refusal):  # what the rules refuse changes nothing
            await dice.choice(site.steps)()
            done += 1
        if number % 5 == 4:
            await keeping.settle()
            for place in cast.places.values():
                assert await keeping.differences(place.site_id) == 0, number
                assert await as_the_network_counts(place, the_clock) == await as_the_matrix_counts(place, the_clock)
    assert done > 15
    kept = await TrainingCount.select(*_COUNTED).where(TrainingCount.people != 0).order_by(*_COUNTED[:4])
    for place in cast.places.values():
        await keeping.recount(place.site_id)
    assert await TrainingCount.select(*_COUNTED).order_by(*_COUNTED[:4]) == kept


async def as_the_matrix_counts(place: Place, the_clock: Clock) -> tuple[int, ...]:
    """People with an assignment, assignments, completed ones and overdue ones, by the kept lines of a site."""
    columns = (await site_lines.facts(place.site_id, day_at(place, the_clock))).columns
    people = await TrainingLine.count().where(TrainingLine.site == place.site_id, TrainingLine.given > 0)
    return people, *(sum(getattr(column, name) for column in columns) for name in ("assigned", "done", "overdue"))


async def as_the_network_counts(place: Place, the_clock: Clock) -> tuple[int, ...]:
    today = day_at(place, the_clock)
    figures = (await counted(place.site_id)).get(place.site_id, Figures()).on(today)
    return figures.whole.people, figures.whole.given, figures.whole.done, figures.overdue(today)


def day_at(place: Place, the_clock: Clock) -> date:
    return the_clock.now.astimezone(ZoneInfo(place.zone)).date()


_COUNTED = (TrainingCount.site, TrainingCount.course, TrainingCount.kind, TrainingCount.day, TrainingCount.people)


async def test_the_nightly_check_finds_what_was_changed_behind_its_back(cast: Cast, browser_as: Browser):
    await two_courses()
    await assign(cast, "maria", "tyler")
    site_id = cast.places[SLUG].site_id
    await keeping.settle()
    assert await checking.check(site_id) == 0
    await TrainingLine.update({TrainingLine.given: 7}).where(TrainingLine.person == cast.maria.id)
    await TrainingCount.update({TrainingCount.people: 9}, force=True)
    assert await checking.check(site_id) == 2
    page = await (await browser_as(cast.ruth)).get(f"/sites/{SLUG}/completion")
    assert "2 numbers differed and were corrected" in page.text
    assert await checking.check(site_id) == 0


async def test_what_is_rolled_back_leaves_no_mark(cast: Cast):
    await two_courses()
    await keeping.settle()
    with pytest.raises(Refusal):
        await enrollments.assign(
            cast.ruth, site_id=cast.places[SLUG].site_id, course_slug="rain", people=(cast.maria.code, "nobody"),
            due_on=None, reason="Now.",
        )  # fmt: skip
    assert not await TrainingMark.exists()
