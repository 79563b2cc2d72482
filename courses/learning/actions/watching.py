"""Watching a lecture: the seconds played, as far as the person's one clock pays for them. They only ever grow."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from academy import clock
from academy.actor import Actor
from academy.db.work import writing
from academy.errors import Conflict
from courses.learning.actions.lessons import require_open
from courses.learning.rules.budget import account
from courses.learning.rules.completion import parts_left
from courses.learning.rules.intervals import Judged, Ranges, judge, parse, printed, stored, total
from courses.learning.standing import step_from, watching_row_for
from courses.learning.tables import LessonProgress, WatchBudget

_TRIES = 4


class Beacon(msgspec.Struct, frozen=True):
    """What the player reports: its own session and running number, the position in seconds, and the seconds played.

    `watched` is the written form of `rules.intervals`; a player repeats what was not acknowledged.
    """

    session: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    sequence: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
    position: Annotated[float, msgspec.Meta(ge=0, le=86_400)]
    watched: str = ""
    rate: float = 1.0
    client_time: str = ""


class Heard(msgspec.Struct, frozen=True):
    """What the record says after a report. `refused_seconds` is what the clock did not allow to count this time."""

    saved_at: datetime
    watched_percent: int
    position: float
    done: bool
    refused_seconds: int = 0


class LostRace(Conflict):
    """Another report of the same person was faster; nothing of this one is written."""

    code = "lost_race"
    sentence = "Two windows reported at the same moment. The next report counts."


class _Change(msgspec.Struct, frozen=True):
    """What a report changes: the row as it will be, what counts, and with which moments the person has paid then."""

    row: dict[str, Any]
    judged: Judged
    paid: Ranges


async def heard(actor: Actor, *, code: str, key: str, beacon: Beacon, opened_at: datetime | None = None) -> Heard:
    """Add played seconds to a lecture's progress; a report seen before changes nothing.

    opened_at: when our page with the player was opened, as far as that is proved; its seconds are paid from there.
    Raises NotFound, FaultyRanges, CannotMove on a closed enrollment, LostRace after losing several races.
    """
    reported = parse(beacon.watched)
    for _ in range(_TRIES):
        row = await watching_row_for(actor.id, code, key)
        at = clock.now()
        await require_open(row, at)
        change = _listen(row, beacon, reported, opened_at=opened_at, at=at)
        if change is None:
            return _heard(row, at)
        try:
            await _save(actor, row, change, at)
        except LostRace:
            continue
        return _heard(change.row, at, refused=change.judged.refused_seconds)
    raise LostRace()


def _heard(row: dict[str, Any], at: datetime, *, refused: int = 0) -> Heard:
    step = step_from(row)
    return Heard(row["heard_at"] or at, step.watched_percent, step.resume_ms / 1000, step.is_done, refused)


def _listen(
    row: dict[str, Any], beacon: Beacon, reported: Ranges, *, opened_at: datetime | None, at: datetime
) -> _Change | None:
    """What a report changes; None when it says nothing new.

    A player that never got going reports position zero and nothing played; the saved place outlives that.
    """
    if not reported and not beacon.position:
        return None
    same = row["heard_session"] == beacon.session
    since = opened_at or (row["session_since"] if same else at)
    purse = account(stored(row["paid"] or ""), since=since, at=at)
    seconds = (row["duration_ms"] or 0) // 1000
    judged = judge(stored(row["watched"] or ""), reported, duration=seconds, allowance=purse.allowance)
    newest = not same or beacon.sequence > row["heard_sequence"]
    if not newest and not judged.added_seconds:
        return None
    counted = (row["session_seconds"] if same else 0) + judged.added_seconds
    new = {"watched": printed(judged.ranges), "watched_seconds": total(judged.ranges), "heard_at": at}
    new |= {"session_since": since, "session_seconds": counted}
    if newest:
        new |= {"heard_session": beacon.session, "heard_sequence": beacon.sequence}
        new |= {"resume_ms": min(int(beacon.position * 1000), seconds * 1000)}
    return _Change(row | new, judged, purse.after(judged.added_seconds))


async def _save(actor: Actor, before: dict[str, Any], change: _Change, at: datetime) -> None:
    """Seconds and what they were paid with, both or none. Raises LostRace when either was changed meanwhile."""
    async with writing():
        await _save_progress(before, change, at)
        if change.judged.added_seconds:
            paid, revision = printed(change.paid), before["revision"] or 0
            if not await WatchBudget.raw(_PAY, actor.id, at, paid, revision + 1, revision):
                raise LostRace()


_PAY = """
    INSERT INTO watch_budget (person, created_at, paid, revision) VALUES ({}, {}, {}, {})
    ON CONFLICT (person) DO UPDATE SET paid = excluded.paid, revision = excluded.revision
    WHERE watch_budget.revision = {} RETURNING id
"""
_SAVE = """
    INSERT INTO lesson_progress (enrollment, lesson, created_at, opened_at, watched, watched_seconds, refused_seconds,
        resume_ms, heard_at, heard_session, heard_sequence, session_since, session_seconds, done_at)
    VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
    ON CONFLICT (enrollment, lesson) DO UPDATE SET watched = excluded.watched,
        watched_seconds = excluded.watched_seconds, resume_ms = excluded.resume_ms, heard_at = excluded.heard_at,
        refused_seconds = lesson_progress.refused_seconds + excluded.refused_seconds,
        heard_session = excluded.heard_session, heard_sequence = excluded.heard_sequence,
        session_since = excluded.session_since, session_seconds = excluded.session_seconds,
        opened_at = coalesce(lesson_progress.opened_at, excluded.opened_at),
        done_at = coalesce(lesson_progress.done_at, excluded.done_at)
    WHERE lesson_progress.watched = {} AND lesson_progress.heard_sequence = {}
    RETURNING id
"""
_SAVED = (
    "watched", "watched_seconds", "refused_seconds", "resume_ms", "heard_at", "heard_session", "heard_sequence",
    "session_since", "session_seconds", "done_at",
)  # fmt: skip


async def _save_progress(before: dict[str, Any], change: _Change, at: datetime) -> None:
    done_at = None if parts_left(step_from(change.row)) else at
    new = change.row | {"refused_seconds": change.judged.refused_seconds, "done_at": done_at}
    values = [new[name] for name in _SAVED]
    seen = (before["watched"] or "", before["heard_sequence"] or 0)
    if not await LessonProgress.raw(_SAVE, before["enrollment_id"], before["lesson_id"], at, at, *values, *seen):
        raise LostRace()
