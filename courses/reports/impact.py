"""Whom publishing a version touches, in people."""

import msgspec

from courses.authoring.access import VersionRow
from courses.learning.tables import Enrollment

_COUNTS = """
SELECT e.state AS state, count(*) AS people FROM enrollment e JOIN course_version v ON v.id = e.version
WHERE e.course = {} AND v.number < {} GROUP BY e.state
"""


class Impact(msgspec.Struct, frozen=True):
    """People on earlier versions of a course; all of them stay on the version they began."""

    number: int
    finished: int
    in_progress: int
    not_started: int


async def impact_of(version: VersionRow) -> Impact:
    """One statement."""
    rows = await Enrollment.raw(_COUNTS, version.course_id, version.number)
    people = {row["state"]: int(row["people"]) for row in rows}
    return Impact(version.number, people.get("completed", 0), people.get("in_progress", 0), people.get("enrolled", 0))
