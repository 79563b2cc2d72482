"""How moments, lengths and text are printed on pages. Every time carries its zone."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local(moment: datetime, zone: str) -> datetime:
    """The same moment on the clocks of `zone`, an IANA name."""
    return moment.astimezone(_zone(zone))


def when(moment: datetime, zone: str) -> str:
    """Wednesday, November 18, 2026, 23:59 EST."""
    here = local(moment, zone)
    return f"{here:%A, %B} {here.day}, {here.year}, {here:%H:%M}\N{NO-BREAK SPACE}{here:%Z}"


def short_when(moment: datetime, zone: str) -> str:
    """Nov 18, 2026, 23:59 EST."""
    here = local(moment, zone)
    return f"{here:%b} {here.day}, {here.year}, {here:%H:%M}\N{NO-BREAK SPACE}{here:%Z}"


def day(moment: datetime | date, zone: str) -> str:
    """November 18, 2026; a moment is shown as the day it was in `zone`."""
    on = local(moment, zone) if isinstance(moment, datetime) else moment
    return f"{on:%B} {on.day}, {on.year}"


def short_day(moment: datetime | date, zone: str) -> str:
    """Nov 18."""
    on = local(moment, zone) if isinstance(moment, datetime) else moment
    return f"{on:%b} {on.day}"


def clock(moment: datetime, zone: str) -> str:
    """03:14:08 EST."""
    here = local(moment, zone)
    return f"{here:%H:%M:%S}\N{NO-BREAK SPACE}{here:%Z}"


def minutes(count: int) -> str:
    """220 -> "3 h 40 min"."""
    hours, rest = divmod(count, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def playtime(milliseconds: int) -> str:
    """760000 -> "12:40"; over an hour "1:02:40"."""
    minute, second = divmod(milliseconds // 1000, 60)
    hour, minute = divmod(minute, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def hours(count: int) -> str:
    """Contact minutes as hours in quarters rounded down: 316 -> "5.25"."""
    return f"{count // 15 / 4:.2f}"


def bytes_size(size: int) -> str:
    """41943040 -> "42 MB" (decimal, as file managers say)."""
    for unit, divisor in (("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)):
        if size >= divisor:
            return f"{size / divisor:.1f} {unit}" if size < 10 * divisor else f"{size / divisor:.0f} {unit}"
    return f"{size} bytes"


def plural(count: int, one: str, many: str = "") -> str:
    """1 -> "1 lesson", 3 -> "3 lessons", 1384 -> "1,384 lessons"."""
    return f"{count} {one}" if count == 1 else f"{count:,} {many or one + 's'}"
