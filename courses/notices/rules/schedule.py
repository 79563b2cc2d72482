"""When a site's runs are due, by its own clocks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

FIRST_HOUR = 7
"""Local hour from which a day's letters are written."""
DIGEST_DAYS = 3
"""Monday, or when nothing ran then, up to Wednesday; a later digest would speak of a week that is over."""
SILENT_AFTER = timedelta(hours=30)


def day_slot(now: datetime, zone: str) -> str | None:
    """The day whose run is due now; None before the morning."""
    here = now.astimezone(ZoneInfo(zone))
    return here.date().isoformat() if here.hour >= FIRST_HOUR else None


def digest_slot(now: datetime, zone: str) -> str | None:
    """The week whose digest is due now; None on other days."""
    here = now.astimezone(ZoneInfo(zone))
    if here.isoweekday() > DIGEST_DAYS or here.hour < FIRST_HOUR:
        return None
    return f"{here.isocalendar().year}-W{here.isocalendar().week:02}"


def new_slot(now: datetime) -> str:
    """A moment, for what is written between the days' runs."""
    return f"{now:%Y-%m-%d %H:%M}"


def silent(last: datetime | None, now: datetime) -> bool:
    """Whether runs have stopped: they come once a day."""
    return last is not None and now - last > SILENT_AFTER
