"""Which steps of a coordinator's first visit are done, as far as training goes."""

from courses.learning.tables import Enrollment


async def steps_done(site_id: int) -> frozenset[str]:
    """ "assignment" once somebody was given a course at the site."""
    given = (Enrollment.site == site_id) & Enrollment.assigned_by.is_not_null()
    return frozenset({"assignment"} if await Enrollment.exists().where(given) else ())
