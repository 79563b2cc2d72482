"""The only way from an address to a version somebody works on."""

from datetime import datetime

import msgspec
from piccolo.columns.combination import Where

from academy.actor import Actor, Permission
from academy.errors import NotFound
from courses.authoring.tables import CourseAuthor, CourseVersion


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A version as its editors and reviewers need it; the people by id."""

    id: int
    course_id: int
    slug: str
    number: int
    state: str
    title: str
    revision: int
    fingerprint: str | None
    created_by: int | None
    submitted_by: int | None
    published_at: datetime | None

    @property
    def path(self) -> str:
        return f"/authoring/{self.slug}/{self.number}"


async def authored_course(actor: Actor, slug: str) -> int:
    """The id of a course the actor is an author of; somebody else's and unknown are the same NotFound."""
    found = (
        await CourseAuthor.select(CourseAuthor.course)
        .where(CourseAuthor.person == actor.id, CourseAuthor.course.slug == slug)
        .first()
    )
    if found is None or not actor.may(Permission.AUTHOR):
        raise NotFound()
    return int(found["course"])


async def authored_version(actor: Actor, slug: str, number: int) -> VersionRow:
    """A version of a course the actor is an author of, or NotFound."""
    course_id = await authored_course(actor, slug)
    return _found(await _first(CourseVersion.course == course_id, CourseVersion.number == number))


async def reviewed_version(actor: Actor, slug: str, number: int) -> VersionRow:
    """Any version that was sent to review, for those who review; drafts are their authors' own."""
    if not actor.may(Permission.REVIEW):
        raise NotFound()
    version = await version_at(slug, number)
    if version.state == "draft":
        raise NotFound()
    return version


async def version_at(slug: str, number: int) -> VersionRow:
    """Any version by its address, for loaders that decide for themselves who may see it. Raises NotFound."""
    return _found(await _first(CourseVersion.course.slug == slug, CourseVersion.number == number))


async def newest_version(course_id: int) -> VersionRow | None:
    """The version of the course with the highest number, whatever its state."""
    return await _first(CourseVersion.course == course_id)


async def published_version(course_id: int) -> VersionRow | None:
    """The version learners get now."""
    return await _first(CourseVersion.course == course_id, CourseVersion.state == "published")


async def version_before(version: VersionRow) -> VersionRow | None:
    """The last version before this one that learners got."""
    earlier = CourseVersion.number < version.number
    taught = CourseVersion.state.is_in(["published", "retired"])
    return await _first(CourseVersion.course == version.course_id, taught, earlier)


async def authors_of(course_id: int) -> frozenset[int]:
    """The ids of the course's authors."""
    rows = await CourseAuthor.select(CourseAuthor.person).where(CourseAuthor.course == course_id)
    return frozenset(row["person"] for row in rows)


async def _first(*conditions: Where) -> VersionRow | None:
    version = CourseVersion
    columns = (getattr(version, name) for name in VersionRow.__struct_fields__ if name not in ("course_id", "slug"))
    row = (
        await version.select(*columns, version.course.as_alias("course_id"), version.course.slug.as_alias("slug"))
        .where(*conditions)
        .order_by(version.number, ascending=False)
        .first()
    )
    return VersionRow(**row) if row else None


def _found(version: VersionRow | None) -> VersionRow:
    if version is None:
        raise NotFound()
    return version
