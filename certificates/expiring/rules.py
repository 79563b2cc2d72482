"""When somebody is told that a certificate ends."""

from collections.abc import Collection
from datetime import date, timedelta

LATEST = timedelta(days=7)
"""A notice that was missed for longer is not made up for: the next one comes."""


def notice_now(ends_on: date, plan: Collection[int], given: Collection[int], today: date) -> int | None:
    """The notice, by its days before the end, that is due today: the latest that has come, unless it was given or is
    long past. None: none.
    """
    come = [days for days in plan if ends_on - timedelta(days=days) <= today]
    if not come or today > ends_on or min(come) in given:
        return None
    days = min(come)
    return days if today - (ends_on - timedelta(days=days)) <= LATEST else None
