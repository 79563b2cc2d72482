"""Crime Guns in the demo: the published first version, and a second one on its way through review."""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from academy import clock, jobs
from courses.authoring.actions import drafts, review
from courses.content import folder
from courses.content.model import CourseContent
from courses.demo import people

FOLDER = Path(__file__).parent.parent / "library" / "crime-guns"
FIRST_LECTURE = "why-cgi"
PUBLISHED_DAYS_AGO = 70


async def publish(today: datetime) -> None:
    """Import the course folder as its author, render its lecture, and let the reviewer publish it, ten weeks ago.

    The first version has the lecture of its first lesson only, so that a first start need not wait for the others to
    be rendered; the second version adds them.
    """
    author, reviewer = await people.actor("instructor"), await people.actor("reviewer")
    content = with_lectures(folder.read(FOLDER), frozenset({FIRST_LECTURE}))
    when = today - timedelta(days=PUBLISHED_DAYS_AGO)
    with clock.clock_set_to(lambda: when):
        await drafts.import_course(author, content, source_ref="crime-guns")
        await review.submit(author, content.slug, 1)
    await jobs.drain()
    with clock.clock_set_to(lambda: when):
        await review.publish(reviewer, content.slug, 1)


async def propose_second_version() -> None:
    """The whole folder as version 2, submitted: its lectures are rendered by the worker while it waits for review."""
    author = await people.actor("instructor")
    content = folder.read(FOLDER)
    await drafts.import_course(author, content, source_ref="crime-guns")
    await review.submit(author, content.slug, 2)


def with_lectures(content: CourseContent, keys: frozenset[str]) -> CourseContent:
    """The course with the lectures of these lessons only."""
    replace = msgspec.structs.replace
    modules = tuple(
        replace(
            module,
            lessons=tuple(
                lesson if lesson.key in keys else replace(lesson, deck="", stops=()) for lesson in module.lessons
            ),
        )
        for module in content.modules
    )
    return replace(content, modules=modules)
