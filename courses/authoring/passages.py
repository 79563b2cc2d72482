"""What of published lessons can be searched: their titles, objectives, text, and what is said in their lectures.

Filled in the transaction that publishes a version, and again for a lecture whose captions come or change later. The
notes of a deck stand in for captions until there are some. Questions and scenarios stay out: they are asked, not told.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from academy.db.work import insert_many, writing
from academy.search.index import renew_text_index
from academy.search.rules import fold
from courses.authoring.tables import CourseVersion, Lesson, SearchPassage
from courses.content.markdown import plain_blocks
from courses.content.model import Objective
from media.lecture.deck import DeckInvalid, parse
from media.queries import transcripts
from media.rules.captions import Spoken
from media.rules.languages import SPOKEN
from media.tables import Caption

Transcripts = dict[int, tuple[Spoken, ...]]
_SAID = ("notes", "spoken")


async def index_version(version_id: int) -> None:
    """Make the lessons of a version searchable, in place of what there was of it. Idempotent."""
    async with writing():
        await forget_version(version_id)
        lessons = await _lessons(Lesson.version == version_id)
        spoken = await transcripts(_assets(lessons))
        passages = [each for lesson in lessons for each in (*_written(lesson), *_said(lesson, spoken))]
        await insert_many(passages)


async def index_recording(asset_id: int) -> None:
    """Take the captions of a recording, as they are now, into the published lessons that play it. Idempotent."""
    async with writing():
        lessons = await _lessons((Lesson.asset == asset_id) & (Lesson.version.state == "published"))
        if not lessons:
            return
        ids = [lesson["id"] for lesson in lessons]
        await SearchPassage.delete().where(SearchPassage.lesson.is_in(ids), SearchPassage.kind.is_in(list(_SAID)))
        spoken = await transcripts((asset_id,))
        await insert_many([each for lesson in lessons for each in _said(lesson, spoken)])


async def forget_version(version_id: int) -> None:
    """Take a version out of the search."""
    await SearchPassage.delete().where(SearchPassage.version == version_id)


async def rebuild() -> int:
    """Make the whole index anew, also the database's own part of it; gives how many passages there are."""
    async with writing():
        await renew_text_index(SearchPassage.folded)
        await SearchPassage.delete(force=True)
        for version_id in await _published():
            await index_version(version_id)
        return int(await SearchPassage.count())


async def index_forgotten() -> None:
    """Index published versions from before there was a search, and captions that came while one was being published."""
    for row in await CourseVersion.raw(_MISSING):
        await index_version(row["id"])
    for row in await Caption.raw(_MISSED, SPOKEN):
        await index_recording(row["asset"])


_MISSING = """
    SELECT v.id FROM course_version v WHERE v.state = 'published'
        AND NOT EXISTS (SELECT 1 FROM search_passage p WHERE p.version = v.id)
        AND EXISTS (SELECT 1 FROM lesson l WHERE l.version = v.id AND l.kind = 'lesson')
"""
_MISSED = """
    SELECT DISTINCT l.asset FROM search_passage p JOIN lesson l ON l.id = p.lesson JOIN caption c ON c.asset = l.asset
    WHERE p.kind = 'notes' AND c.reviewed_at IS NOT NULL AND c.cue_count > 0 AND c.language = {}
"""


async def _published() -> list[int]:
    rows = await CourseVersion.select(CourseVersion.id).where(CourseVersion.state == "published")
    return [row["id"] for row in rows]


async def _lessons(where: Any) -> list[dict[str, Any]]:
    names = (Lesson.id, Lesson.version, Lesson.title, Lesson.body, Lesson.objectives, Lesson.deck, Lesson.asset)
    return await Lesson.select(*names).where(where, Lesson.kind == "lesson").order_by(Lesson.id)


def _assets(lessons: Iterable[dict[str, Any]]) -> tuple[int, ...]:
    return tuple({lesson["asset"] for lesson in lessons if lesson["asset"] is not None})


def _written(lesson: dict[str, Any]) -> Iterator[SearchPassage]:
    objectives = msgspec.json.decode(lesson["objectives"], type=tuple[Objective, ...])
    texts = (*(objective.text for objective in objectives), *plain_blocks(lesson["body"]))
    yield from _passages(lesson, "title", [(lesson["title"], None)])
    yield from _passages(lesson, "text", [(text, None) for text in texts])


def _said(lesson: dict[str, Any], spoken: Transcripts) -> Iterator[SearchPassage]:
    """The lecture's sentences with their times, or the notes it will be made from."""
    heard = spoken.get(lesson["asset"], ())
    if heard:
        return _passages(lesson, "spoken", [(sentence.text, sentence.start_ms) for sentence in heard])
    return _passages(lesson, "notes", [(text, None) for text in _notes(lesson["deck"])])


def _notes(deck: str) -> tuple[str, ...]:
    if not deck:
        return ()
    try:
        return tuple(sentence for slide in parse(deck).slides for sentence in slide.sentences)
    except DeckInvalid:
        return plain_blocks(deck)  # from before a rule of today: all of it, instead of what is spoken alone


def _passages(lesson: dict[str, Any], kind: str, texts: list[tuple[str, int | None]]) -> Iterator[SearchPassage]:
    """One row for each text with the milliseconds at which it is said, if it is."""
    for position, (body, start_ms) in enumerate(texts):
        yield SearchPassage(
            version=lesson["version"],
            lesson=lesson["id"],
            kind=kind,
            position=position,
            start_ms=start_ms,
            body=body,
            folded=fold(body),
        )
