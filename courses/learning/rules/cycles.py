"""Taking a course again: the next cycle is a new enrollment on the current version, and in one credit period the same
course counts once.

The credit period is the calendar year of the site until the states' own periods are known to the academy.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec


class Before(msgspec.Struct, frozen=True):
    """How often somebody completed a course, and the newest such enrollment. None yet: `FIRST_TIME`."""

    times: int
    latest: int | None

    @property
    def next_cycle(self) -> int:
        return self.times + 1


FIRST_TIME = Before(0, None)


def credit_period(at: datetime, zone: str) -> tuple[datetime, datetime]:
    """The first moment of the credit period that `at` lies in, and the first of the next one, in UTC.

    >>> credit_period(datetime(2027, 1, 1, 3, tzinfo=UTC), "America/New_York")[1].isoformat()
    '2027-01-01T05:00:00+00:00'
    """
    here = ZoneInfo(zone)
    year = at.astimezone(here).year
    first, following = (datetime(one, 1, 1, tzinfo=here).astimezone(UTC) for one in (year, year + 1))
    return first, following
