"""Whether somebody has training records at all."""

from collections.abc import Sequence

from courses.learning.tables import Enrollment


async def with_training(site_id: int, people: Sequence[int]) -> frozenset[int]:
    """Those of these people who were ever enrolled for the site."""
    if not people:
        return frozenset()
    mine = (Enrollment.site == site_id) & Enrollment.person.is_in(list(people))
    return frozenset(row["person"] for row in await Enrollment.select(Enrollment.person).where(mine))
