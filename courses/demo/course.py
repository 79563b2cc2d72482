"""The courses of the library in the demo: a published first version, and the second one that followed it."""

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from academy import clock, jobs
from courses.authoring.actions import drafts, review
from courses.authoring.recordings import ask_for_lectures
from courses.authoring.tables import Lesson
from courses.content import folder, model
from courses.content.model import CourseContent
from courses.demo import people
from media.actions.narrating import film

LIBRARY = Path(__file__).parent.parent / "library"
CRIME_GUNS, CRIME_SCENES, LEADERSHIP = "crime-guns", "crime-scene-management", "leadership"
COURSES = (CRIME_GUNS, CRIME_SCENES, LEADERSHIP)
FOLDER = LIBRARY / CRIME_GUNS
PUBLISHED_DAYS_AGO = 70
RENEWED_DAYS_AGO = 9
_QUESTION = "Find out before you need it: which laboratory images the casings of your agency, and who takes them there?"


async def publish(today: datetime, *slugs: str) -> None:
    """Import these courses as their author and let the reviewer publish them, ten weeks ago.

    The first versions have the lecture of their first lesson only, and it is made here: whoever took them long ago has
    heard it. The versions that follow have all lectures, made when somebody opens them.
    """
    when = today - timedelta(days=PUBLISHED_DAYS_AGO)
    versions = []
    for slug in slugs:
        content = folder.read(LIBRARY / slug)
        versions.append(await _publish(with_lectures(content, {first_lecture(content)}), 1, when))
        await ask_for_lectures(None, versions[-1])
    # Side by side: while one is encoded, the next is drawn and spoken.
    lectures = Lesson.select(Lesson.asset).output(as_list=True)
    asked_for = await lectures.where(Lesson.version.is_in(versions), Lesson.asset.is_not_null())
    await asyncio.gather(*map(film, asked_for))
    await jobs.drain()


async def publish_whole(today: datetime, *slugs: str) -> None:
    """The second versions, with all lectures, nine days ago: new learners begin with them."""
    for slug in slugs:
        await _publish(folder.read(LIBRARY / slug), 2, today - timedelta(days=RENEWED_DAYS_AGO))


async def propose_next_version() -> None:
    """A third version of Crime Guns, one sentence longer, for the reviewer to look at."""
    author = await people.actor("instructor")
    content = folder.read(FOLDER)
    first = first_lecture(content)
    longer = _each_lesson(content, lambda one: _with_question(one) if one.key == first else one)
    await drafts.import_course(author, longer, source_ref=CRIME_GUNS)
    await review.submit(author, content.slug, 3)


def first_lecture(content: CourseContent) -> str:
    """The key of the first lesson with a lecture."""
    return next(lesson.key for lesson in content.lessons if lesson.deck)


def with_lectures(content: CourseContent, keys: Collection[str]) -> CourseContent:
    """The course with the lectures of these lessons only."""
    return _each_lesson(
        content, lambda one: one if one.key in keys else msgspec.structs.replace(one, deck="", stops=())
    )


def _with_question(lesson: model.Lesson) -> model.Lesson:
    return msgspec.structs.replace(lesson, body=f"{lesson.body}\n\n{_QUESTION}")


def _each_lesson(content: CourseContent, change: Callable[[model.Lesson], model.Lesson]) -> CourseContent:
    modules = tuple(
        msgspec.structs.replace(module, lessons=tuple(map(change, module.lessons))) for module in content.modules
    )
    return msgspec.structs.replace(content, modules=modules)


async def _publish(content: CourseContent, number: int, when: datetime) -> int:
    """Import, submit and publish one version; returns its id."""
    author, reviewer = await people.actor("instructor"), await people.actor("reviewer")
    with clock.clock_set_to(lambda: when):
        version_id = await drafts.import_course(author, content, source_ref=content.slug)
        await review.submit(author, content.slug, number)
        await review.publish(reviewer, content.slug, number)
    return version_id
