"""What can be assigned: the published courses, and the learning paths with those of their courses that are."""

import msgspec

from courses.authoring.tables import CourseVersion
from courses.paths.rules import Entry
from courses.paths.tables import LearningPath


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A course or path. courses: ids, in order; missing: courses of the path that nobody can take yet."""

    kind: str
    slug: str
    title: str
    courses: tuple[int, ...]
    titles: tuple[str, ...]
    minutes: int
    code: str = ""
    missing: int = 0

    @property
    def key(self) -> str:
        """How a choice names it."""
        return f"path:{self.slug}" if self.kind == "path" else self.slug


async def targets() -> tuple[Target, ...]:
    """Courses by their codes, then the paths that have a course. Two statements."""
    course = CourseVersion.course
    rows = await CourseVersion.select(
        *(CourseVersion.title, CourseVersion.contact_minutes),
        *(course.id.as_alias("id"), course.slug.as_alias("slug"), course.code.as_alias("code")),
    ).where(CourseVersion.state == "published")
    courses = [
        Target(
            kind="course", slug=row["slug"], title=row["title"], courses=(row["id"],), titles=(row["title"],),
            minutes=row["contact_minutes"], code=row["code"],
        )
        for row in sorted(rows, key=lambda row: str(row["code"]))
    ]  # fmt: skip
    by_slug = {one.slug: one for one in courses}
    columns = (LearningPath.slug, LearningPath.title, LearningPath.entries)
    paths = await LearningPath.select(*columns).order_by(LearningPath.position)
    found = [_path(row["slug"], row["title"], row["entries"], by_slug) for row in paths]
    return (*courses, *(one for one in found if one.courses))


def _path(slug: str, title: str, entries: str, by_slug: dict[str, Target]) -> Target:
    asked = msgspec.json.decode(entries, type=tuple[Entry, ...])
    taught = [by_slug[one.slug] for one in asked if one.slug in by_slug]
    return Target(
        kind="path",
        slug=slug,
        title=title,
        courses=tuple(one.courses[0] for one in taught),
        titles=tuple(one.title for one in taught),
        minutes=sum(one.minutes for one in taught),
        missing=len(asked) - len(taught),
    )
