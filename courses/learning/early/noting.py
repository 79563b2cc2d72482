"""Counting what was asked for too early, once the refusal has undone its own work."""

from zoneinfo import ZoneInfo

from academy import clock
from academy.actor import Actor
from academy.db.work import writing
from courses.learning.access import enrollment_for
from courses.learning.early.rules import MOST, What, was_never_open
from courses.learning.early.tables import EarlyAsking
from courses.learning.standing import steps_of
from courses.learning.tables import Override

_COUNT = """
    INSERT INTO early_asking (enrollment, what, on_day, times, last_at, created_at) VALUES ({}, {}, {}, 1, {}, {})
    ON CONFLICT (enrollment, what, on_day) DO UPDATE SET times = early_asking.times + 1, last_at = excluded.last_at
    WHERE early_asking.times < {} RETURNING id
"""


async def note_asked(actor: Actor, *, code: str, what: What) -> None:
    """Count a request that was refused as too early, where no page of ours can have sent it. Raises NotFound.

    To be called after the transaction of the request, which has undone its work.
    """
    enrollment = await enrollment_for(actor, code)
    steps = (await steps_of([enrollment.id]))[enrollment.id]
    of_lesson = (Override.enrollment == enrollment.id) & (Override.subject == "lesson")
    if not was_never_open(what, steps, set_by_hand=await Override.exists().where(of_lesson)):
        return
    at = clock.now()
    day = at.astimezone(ZoneInfo(enrollment.zone)).date()
    async with writing():
        await EarlyAsking.raw(_COUNT, enrollment.id, what, day, at, at, MOST)
