"""Lectures of slides that nobody has needed yet: made when a learner opens their lesson, and one lesson ahead."""

from academy.actor import Actor
from courses.authoring.recordings import ask_for_lectures
from courses.authoring.tables import Lesson
from courses.learning.access import enrollment_for

AHEAD = 1
"""Lectures that are made beside the one that is opened: hearing one takes longer than making the next."""


async def opened(actor: Actor, *, code: str, key: str, unmade: int) -> None:
    """Let the lecture of a lesson that was opened be made, and the one after it. `unmade`: what the course has left.

    A page that is only looked at changes nothing a person would call a change: what is made follows from the course.
    """
    if not unmade:
        return
    enrollment = await enrollment_for(actor, code)
    rows = (
        await Lesson.select(Lesson.key, Lesson.asset)
        .where(Lesson.version == enrollment.version_id)
        .order_by(Lesson.module.position, Lesson.position, Lesson.id)
    )
    keys = [row["key"] for row in rows]
    coming = [row["key"] for row in rows[keys.index(key) + 1 :] if row["asset"] is not None]
    wanted = [key, *coming[:AHEAD]]
    await ask_for_lectures(actor, enrollment.version_id, lessons=wanted)
