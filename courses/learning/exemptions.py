"""Who need not take a course."""

from datetime import date

from courses.learning.tables import Exemption


async def exempt_from(site_id: int, course_id: int, day: date) -> frozenset[int]:
    """The ids of the people of a site who are exempt from a course on a day."""
    open_then = (Exemption.ended_at.is_null(), Exemption.from_on <= day)
    rows = await Exemption.select(Exemption.person).where(
        Exemption.site == site_id,
        Exemption.course == course_id,
        *open_then,
        (Exemption.until_on.is_null()) | (Exemption.until_on >= day),
    )
    return frozenset(row["person"] for row in rows)
