"""What the record log keeps of courses: the fingerprint of each published version, taken from its rows."""

from collections.abc import Sequence

from academy.record_log.records import Content, among, kind
from courses.authoring.rows import load
from courses.authoring.tables import CourseVersion
from courses.content.model import fingerprint

PUBLISHED = "course.published"


@kind(PUBLISHED, "SELECT id FROM course_version WHERE published_at IS NOT NULL")
async def versions(ids: Sequence[int]) -> dict[int, Content]:
    """Each version with the fingerprint of what its rows hold now, so that an altered lesson shows as well."""
    columns = (
        *(CourseVersion.id, CourseVersion.course, CourseVersion.number),
        *(CourseVersion.published_at, CourseVersion.submitted_by, CourseVersion.approved_by),
    )
    rows = await CourseVersion.select(*columns).where(among(CourseVersion.id, ids))
    return {row["id"]: {**row, "fingerprint": fingerprint(await load(row["id"]))} for row in rows}
