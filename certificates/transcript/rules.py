"""What a transcript adds up, and in which words it says what is known of a course."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One time a course was taken. `time`: 1 for the first, 2 for the next cycle.

    `credit` and `active` are minutes: what the course counts, and what of its lectures was really played. Without
    `completed_on` nothing is credited, nor for a duplicate: completed before in the same credit period. `percent` is
    the best counted exam attempt. `certificate` is a number, empty while there is none, `standing` what it is worth
    today. `engaged_from`: when its site's work with the academy began.
    """

    course: str
    code: str
    version: int
    time: int
    site: str
    areas: tuple[str, ...]
    enrolled_on: date
    completed_on: date | None
    withdrawn_on: date | None
    credit: int
    active: int
    exam_attempts: int
    percent: int | None
    certificate: str
    standing: str
    engaged_from: date | None = None
    is_duplicate: bool = False


class Total(msgspec.Struct, frozen=True):
    """Courses completed and credit minutes, of a year or an area.

    Of a year that is no calendar year, `since` and `until` are its first and last day.
    """

    name: str
    courses: int
    minutes: int
    since: date | None = None
    until: date | None = None


def result(line: Line) -> str:
    """How the course ended, or stands, in words."""
    if line.completed_on:
        return "Passed" if line.percent is None else f"Passed, {line.percent}%"
    return "Withdrawn" if line.withdrawn_on else "Not completed"


def attempts(line: Line) -> str:
    """How often the final exam was sat; only sittings that were sent and not set aside count."""
    return str(line.exam_attempts) if line.exam_attempts else "none"


def by_year(lines: Iterable[Line]) -> tuple[Total, ...]:
    """What each calendar year of completion counts, newest first."""
    years = _totals((str(line.completed_on.year), line.credit) for line in lines if line.completed_on)
    return tuple(sorted(years, key=lambda total: total.name, reverse=True))


def by_engagement(lines: Iterable[Line]) -> tuple[Total, ...]:
    """What each year of a site's engagement counts, by site, newest first; sites whose begin is not known are left out.

    A year begins on the day of the year on which the engagement did; one that began on February 29, on March 1.
    """
    parts: dict[tuple[str, date], list[int]] = {}
    for line in lines:
        if line.completed_on and line.engaged_from:
            parts.setdefault((line.site, engagement_year(line.completed_on, line.engaged_from)), []).append(line.credit)
    newest_first = sorted(parts, key=lambda part: part[1], reverse=True)
    return tuple(
        Total(site, len(parts[site, since]), sum(parts[site, since]), since, _begin(since.year + 1, since) - DAY)
        for site, since in sorted(newest_first, key=lambda part: part[0])
    )


def engagement_year(day: date, engaged_from: date) -> date:
    """The first day of the engagement year that a day lies in; also before the engagement began."""
    begin = _begin(day.year, engaged_from)
    return begin if begin <= day else _begin(day.year - 1, engaged_from)


def _begin(year: int, engaged_from: date) -> date:
    is_leap_day = (engaged_from.month, engaged_from.day) == (2, 29)
    return date(year, 3, 1) if is_leap_day else engaged_from.replace(year=year)


def by_area(lines: Iterable[Line]) -> tuple[Total, ...]:
    """What each core area counts, by name; a course counts in full in each of its areas."""
    areas = ((area, line.credit) for line in lines if line.completed_on for area in line.areas or (NO_AREA,))
    return tuple(sorted(_totals(areas), key=lambda total: total.name))


def altogether(lines: Sequence[Line]) -> Total:
    """All completed courses once."""
    done = [line for line in lines if line.completed_on]
    return Total("All years", len(done), sum(line.credit for line in done))


NO_AREA = "No core area named"
DAY = timedelta(days=1)


def _totals(parts: Iterable[tuple[str, int]]) -> list[Total]:
    courses: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for name, credit in parts:
        courses[name] += 1
        minutes[name] += credit
    return [Total(name, courses[name], minutes[name]) for name in courses]
