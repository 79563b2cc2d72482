"""Whose course it is: the learner's own enrollment, and the courses whose results somebody may see."""

import msgspec

from academy.actor import Actor, Permission
from academy.errors import NotFound
from courses.authoring.access import authored_course
from courses.authoring.tables import CourseVersion
from courses.learning.access import enrollment_for


class Taken(msgspec.Struct, frozen=True):
    """A version somebody took, as far as evaluating it goes."""

    enrollment_id: int
    path: str
    course: str
    version_id: int
    version_number: int
    is_completed: bool
    is_retired: bool


async def taken_version(actor: Actor, code: str) -> Taken:
    """The version of the actor's own enrollment, or NotFound. Two statements."""
    enrollment = await enrollment_for(actor, code)
    version = await CourseVersion.select(CourseVersion.state).where(CourseVersion.id == enrollment.version_id).first()
    return Taken(
        enrollment_id=enrollment.id,
        path=enrollment.path,
        course=enrollment.title,
        version_id=enrollment.version_id,
        version_number=enrollment.version_number,
        is_completed=enrollment.state == "completed",
        is_retired=version is None or version["state"] == "retired",
    )


async def evaluated_course(actor: Actor, slug: str) -> int:
    """The id of a course whose results its authors and all reviewers may see; for everybody else NotFound."""
    if not actor.may(Permission.REVIEW):
        return await authored_course(actor, slug)
    taught = CourseVersion.state.is_in(["published", "retired"])
    row = await CourseVersion.select(CourseVersion.course).where(CourseVersion.course.slug == slug, taught).first()
    if row is None:
        raise NotFound()
    return int(row["course"])
