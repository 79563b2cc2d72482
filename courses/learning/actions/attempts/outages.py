"""Outages of the network during a quiz with a clock: logged, and time given back by rule, once."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from academy import clock
from academy.actor import Actor
from academy.audit import Subject, record
from academy.db.work import writing
from academy.errors import Conflict
from courses.learning.access import AttemptRow, attempt_for
from courses.learning.rules import attempts as rules
from courses.learning.rules import outages as given
from courses.learning.tables import Attempt, AttemptItem, AttemptOutage


class Audited(StrEnum):
    """What an outage writes into the audit log."""

    TOLD = "learning:attempt:outage"


class GivenBack(msgspec.Struct, frozen=True):
    """What the learner is told: the outage as it counts, the seconds of this attempt given back in all, and the end."""

    began_at: datetime
    ended_at: datetime
    extended_s: int
    deadline: datetime | None


async def report_outage(actor: Actor, *, code: str, op: str, outage: given.Outage) -> GivenBack:
    """Log an outage of an open attempt and move its deadline by what the rule gives back; repeating it changes nothing.

    Raises NotFound, AttemptClosed, Conflict when two reports met.
    """
    async with writing():
        attempt = await attempt_for(actor, code)
        if attempt.state != "open":
            raise rules.AttemptClosed()
        at = clock.now()
        told = given.within(outage, opened_at=attempt.opened_at, at=at)
        row = AttemptOutage(attempt=attempt.id, op=op, began_at=told.began_at, ended_at=told.ended_at, told_at=at)
        if not await AttemptOutage.insert(row).on_conflict(action="DO NOTHING"):
            return GivenBack(told.began_at, told.ended_at, attempt.extended_s, attempt.deadline)
        extended_s, deadline = await _extend(attempt)
        seconds = int((told.ended_at - told.began_at).total_seconds())
        subject = Subject("attempt", attempt.id, attempt.site_id)
        await record(actor, Audited.TOLD, subject, seconds=seconds, given_back=extended_s - attempt.extended_s)
        return GivenBack(told.began_at, told.ended_at, extended_s, deadline)


async def _extend(attempt: AttemptRow) -> tuple[int, datetime | None]:
    """The seconds given back in all, and the deadline that follows; never less than before."""
    if attempt.deadline is None:
        return 0, None
    limit = attempt.deadline - timedelta(seconds=attempt.extended_s) - attempt.opened_at
    rows = await AttemptOutage.select(AttemptOutage.began_at, AttemptOutage.ended_at).where(
        AttemptOutage.attempt == attempt.id
    )
    outages = [given.Outage(row["began_at"], row["ended_at"]) for row in rows]
    back = given.give_back(outages, limit=limit, heard=await _heard(attempt.id))
    extended_s = max(attempt.extended_s, int(back.total_seconds()))
    deadline = attempt.opened_at + limit + timedelta(seconds=extended_s)
    moved = (
        await Attempt.update({Attempt.extended_s: extended_s, Attempt.deadline: deadline})
        .where(Attempt.id == attempt.id, Attempt.state == "open", Attempt.extended_s == attempt.extended_s)
        .returning(Attempt.id)
    )
    if not moved:
        raise Conflict()
    return extended_s, deadline


async def _heard(attempt_id: int) -> list[datetime]:
    """When the academy heard of an attempt: first and last answers to each question, and reports of outages."""
    rows = await AttemptItem.raw(_HEARD, attempt_id, attempt_id, attempt_id)
    return [row["at"] if isinstance(row["at"], datetime) else datetime.fromisoformat(row["at"]) for row in rows]


_HEARD = """
    SELECT r.answered_at AS at FROM response r JOIN attempt_item i ON i.id = r.item WHERE i.attempt = {}
    UNION SELECT r.created_at FROM response r JOIN attempt_item i ON i.id = r.item WHERE i.attempt = {}
    UNION SELECT told_at FROM attempt_outage WHERE attempt = {}
"""
