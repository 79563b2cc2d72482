"""A learner's note to themselves on a lesson, in whatever window. It is no part of the record: nothing is audited."""

from datetime import datetime

import msgspec

from academy import clock
from academy.actor import Actor
from academy.db.work import writing
from academy.errors import Conflict, Invalid
from courses.learning.rules.notes import LONGEST, settled
from courses.learning.standing import step_row_for
from courses.learning.tables import LessonNote

_TRIES = 4


class Note(msgspec.Struct, frozen=True):
    """A note as it is kept now. `revision` goes back with the next change."""

    body: str
    revision: int
    saved_at: datetime


async def write(actor: Actor, *, code: str, key: str, body: str, revision: int) -> Note:
    """Keep a note; one that did not know of a newer one is added to it.

    Raises NotFound, Invalid for a note that is too long, Conflict after losing several races.
    """
    row = await step_row_for(actor.id, code, key)
    place = (row["enrollment_id"], row["lesson_id"])
    for _ in range(_TRIES):
        async with writing():
            found = await LessonNote.raw(_KEPT, *place)
            kept, known = (found[0]["body"], found[0]["revision"]) if found else ("", 0)
            whole = _short(body if known == revision else settled(kept, body))
            at = clock.now()
            if await LessonNote.raw(_SAVE, *place, at, whole, known + 1, at, known):
                return Note(whole, known + 1, at)
    raise Conflict()


def _short(body: str) -> str:
    if len(body) > LONGEST:
        raise Invalid(fields={"body": f"A note holds {LONGEST:,} letters; this is {len(body):,}. Shorten it."})
    return body


_KEPT = "SELECT body, revision FROM lesson_note WHERE enrollment = {} AND lesson = {}"
_SAVE = """
    INSERT INTO lesson_note (enrollment, lesson, created_at, body, revision, changed_at) VALUES ({}, {}, {}, {}, {}, {})
    ON CONFLICT (enrollment, lesson) DO UPDATE
    SET body = excluded.body, revision = excluded.revision, changed_at = excluded.changed_at
    WHERE lesson_note.revision = {} RETURNING id
"""
