"""Being there: the seconds a learner was active on the pages of a lesson. They are kept, and never ask for anything."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from academy import clock
from academy.actor import Actor
from academy.db.work import writing
from courses.learning.actions.watching import LostRace
from courses.learning.rules.activity import Present, present
from courses.learning.rules.enrollment import OPEN_STATES, CannotMove
from courses.learning.rules.intervals import parse, printed, stored
from courses.learning.standing import watching_row_for
from courses.learning.tables import LessonProgress, WatchBudget

_TRIES = 4


class ActiveReport(msgspec.Struct, frozen=True):
    """Active seconds since the page was opened, in the written form of `rules.intervals`; repeating them is harmless.

    hidden: seconds of a film that played out of sight since the last report and count for nothing. They are a hint to
    people: a report whose answer was lost tells them twice.
    """

    active: str = ""
    hidden: Annotated[int, msgspec.Meta(ge=0, le=86_400)] = 0


async def active(actor: Actor, *, code: str, key: str, report: ActiveReport, opened_at: datetime | None) -> None:
    """Add active seconds to a lesson. Without a proof of when its page was opened nothing counts.

    Raises NotFound, FaultyRanges, CannotMove on a closed enrollment, LostRace after losing several races.
    """
    reported = parse(report.active)
    for _ in range(_TRIES):
        row = await watching_row_for(actor.id, code, key)
        if row["enrollment_state"] not in OPEN_STATES:
            raise CannotMove()
        at = clock.now()
        found = present(stored(row["active"] or ""), reported, since=opened_at or at, at=at)
        if not found.added_seconds and not report.hidden:
            return
        try:
            await _save(actor, row | {"hidden": report.hidden}, found, at)
        except LostRace:
            continue
        return
    raise LostRace()


async def _save(actor: Actor, row: dict[str, Any], found: Present, at: datetime) -> None:
    """The lesson's sum and the person's seconds, both or none. Raises LostRace when the latter changed meanwhile."""
    revision = row["revision"] or 0
    async with writing():
        await LessonProgress.raw(_ADD, row["enrollment_id"], row["lesson_id"], at, found.added_seconds, row["hidden"])
        if not await WatchBudget.raw(_NOTE, actor.id, at, printed(found.known), revision + 1, revision):
            raise LostRace()


_ADD = """
    INSERT INTO lesson_progress (enrollment, lesson, created_at, active_s, hidden_s) VALUES ({}, {}, {}, {}, {})
    ON CONFLICT (enrollment, lesson) DO UPDATE
    SET active_s = coalesce(lesson_progress.active_s, 0) + excluded.active_s,
        hidden_s = lesson_progress.hidden_s + excluded.hidden_s
"""
_NOTE = """
    INSERT INTO watch_budget (person, created_at, active, revision) VALUES ({}, {}, {}, {})
    ON CONFLICT (person) DO UPDATE SET active = excluded.active, revision = excluded.revision
    WHERE watch_budget.revision = {} RETURNING id
"""
