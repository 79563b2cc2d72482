"""Exemptions of an officer, as the officer page lists them."""

from datetime import date, datetime
from typing import Any

import msgspec

from courses.authoring.tables import CourseVersion
from courses.learning.tables import Exemption


class ExemptionLine(msgspec.Struct, frozen=True, kw_only=True):
    """From which course an officer is or was exempt. `ended_at`: when somebody ended it."""

    code: str
    course_id: int
    title: str
    from_on: date
    until_on: date | None
    reason: str
    given_by: str
    ended_at: datetime | None


_LINES = """
SELECT x.code AS code, x.course AS course_id, x.from_on AS from_on, x.until_on AS until_on, x.reason AS reason,
       b.full_name AS given_by, x.ended_at AS ended_at,
       (SELECT v.title FROM course_version v WHERE v.course = x.course AND v.state <> 'draft'
        ORDER BY v.number DESC LIMIT 1) AS title
FROM exemption x JOIN person b ON b.id = x.given_by
WHERE x.person = {} AND x.site = {}
ORDER BY x.id DESC
"""


async def exemptions(person_id: int, site_id: int) -> tuple[ExemptionLine, ...]:
    """A person's exemptions at the site, newest first."""
    rows: list[dict[str, Any]] = await Exemption.raw(_LINES, person_id, site_id)
    return tuple(msgspec.convert(row | {"title": row["title"] or ""}, ExemptionLine, strict=False) for row in rows)


async def taught() -> tuple[tuple[str, str], ...]:
    """The published courses by title: address and title."""
    columns = (CourseVersion.course.slug.as_alias("slug"), CourseVersion.title)
    rows = await CourseVersion.select(*columns).where(CourseVersion.state == "published").order_by(CourseVersion.title)
    return tuple((row["slug"], row["title"]) for row in rows)
