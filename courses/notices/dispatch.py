"""Putting letters of a site on their way: outside quiet hours, counted, and said once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from academy import clock
from academy.messages import About, Letter
from academy.messages.posting import Terms, post_on, refusals, suppress
from courses.notices.queries.desk import Desk
from courses.notices.queries.owed import Reader
from courses.notices.rules.quiet import first_moment
from courses.notices.tables import NoticeGiven

OF_USE = timedelta(days=7)
"""A letter that could not leave for longer says what is not so any more; the next step says what is."""
NOBODY = Reader(id=0, code="", full_name="", rank="", email="")


class Count(msgspec.Struct):
    """How a run goes: letters posted, kept back with a reason, and how many were meant to leave."""

    posted: int = 0
    suppressed: int = 0
    due: int = 0


class Said(msgspec.Struct, frozen=True):
    """A step that is about to be said for an enrollment."""

    enrollment: int
    step: str
    about_on: date


class Post:
    """Where letters of one run go. The rows are written in the transaction of the run."""

    def __init__(self, desk: Desk, *, key: str | None = None, wait_until: datetime | None = None) -> None:
        self._desk = desk
        self._key = key
        self._at = quiet_until(desk, max(clock.now(), wait_until or clock.now()))
        self._refused: dict[str, str] = {}
        self.count = Count()

    async def look_up(self, readers: Sequence[Reader]) -> None:
        """Which of these addresses were refused before: one statement for all."""
        self._refused = await refusals([one.email for one in readers])

    async def send(self, letter: Letter, to: Reader) -> int | None:
        """Post it, or keep it where the address was refused before."""
        self.count.due += 1
        reason = self._refused.get(to.email.lower())
        if reason:
            return await self.keep(letter, to, reason=reason, key=self._key)
        terms = Terms(key=self._key, not_before=self._at, useful_until=self._at + OF_USE)
        made = await post_on(terms, letter, to=to.email, about=self._about(to))
        self.count.posted += made is not None
        return made

    async def keep(self, letter: Letter, to: Reader, *, reason: str, key: str | None = None) -> int | None:
        """Keep a letter that is not sent, with the reason."""
        made = await suppress(letter, to=to.email, reason=reason, about=self._about(to), key=key)
        self.count.suppressed += made is not None
        return made

    def _about(self, to: Reader) -> About:
        return About(person_id=to.id or None, site_id=self._desk.site.id, kind="notice")


def quiet_until(desk: Desk, at: datetime) -> datetime:
    """When a letter may go that is ready at `at`."""
    return first_moment(at, desk.site.time_zone, desk.plan.quiet_from, desk.plan.quiet_until)


async def say_once(said: Sequence[Said]) -> frozenset[tuple[int, str]]:
    """Mark steps as said; gives those that nobody said before, by enrollment and step. Two runs at once share them."""
    rows = [NoticeGiven(enrollment=one.enrollment, step=one.step, about_on=one.about_on) for one in said]
    new: set[tuple[int, str]] = set()
    for start in range(0, len(rows), 500):
        insert = NoticeGiven.insert(*rows[start : start + 500]).on_conflict(action="DO NOTHING")
        new |= {
            (row["enrollment"], row["step"]) for row in await insert.returning(NoticeGiven.enrollment, NoticeGiven.step)
        }
    return frozenset(new)


async def tie(message: int | None, said: Sequence[tuple[int, str, date]]) -> None:
    """Note which message said these steps, for whoever asks later."""
    for enrollment, step, about_on in said:
        mine = (NoticeGiven.enrollment == enrollment, NoticeGiven.step == step, NoticeGiven.about_on == about_on)
        await NoticeGiven.update({NoticeGiven.message: message}).where(*mine)
