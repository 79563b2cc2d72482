"""Hours in which nobody's phone should ring about training."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60


def is_quiet(minute: int, quiet_from: int, quiet_until: int) -> bool:
    """Whether a minute of the day lies in the quiet hours, which may go past midnight; equal ends mean none."""
    if quiet_from <= quiet_until:
        return quiet_from <= minute < quiet_until
    return minute >= quiet_from or minute < quiet_until


def first_moment(at: datetime, zone: str, quiet_from: int, quiet_until: int) -> datetime:
    """The first moment from `at` on, in UTC, that is not in the quiet hours of the site's clocks."""
    here = at.astimezone(ZoneInfo(zone))
    if not is_quiet(here.hour * 60 + here.minute, quiet_from, quiet_until):
        return at.astimezone(UTC)
    end = time(quiet_until // 60, quiet_until % 60)
    days = (here.date(), here.date() + timedelta(days=1))
    # In the night the clocks go back an hour comes twice: the second one counts where the first is over.
    ends = [datetime.combine(day, end, ZoneInfo(zone)).replace(fold=fold) for day in days for fold in (0, 1)]
    return min(one for end in ends if (one := end.astimezone(UTC)) >= at)


def clock_of(minute: int) -> str:
    """1320 -> "22:00"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of(text: str) -> int:
    """ "22:00" -> 1320. Raises ValueError."""
    found = time.fromisoformat(text)
    return found.hour * 60 + found.minute
