"""The lines of a report, narrowed to the people its reader may see."""

from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

from academy.sites.access import SiteRow
from courses.credit.queries import credit_view
from courses.reports.exporting import HEAD, completion_lines
from courses.reports.rules import Filters
from courses.standing_reports.access import ReportRow
from courses.standing_reports.asked import Above, Cells, above

_BY_COURSE = ("completion", "overdue")
_HOURS = ("name", "rank", "state_number", "agency", "requirement", "period_from", "period_to", "hours", "hours_missing")


def head_of(report: ReportRow) -> tuple[str, ...]:
    """The names of its columns; the last one says when the line was computed."""
    return (*(HEAD if report.kind in _BY_COURSE else _whole(report.kind).head), "computed_at")


async def lines_of(
    report: ReportRow, site: SiteRow, people: frozenset[int] | None, now: datetime
) -> AsyncIterator[Cells]:
    """Line by line. people: ids, None = everybody."""
    local = now.astimezone(ZoneInfo(site.time_zone))
    at = f"{local:%Y-%m-%d %H:%M %Z}"
    if report.kind not in _BY_COURSE:
        for line in await _whole(report.kind).lines(site, people, now):
            yield (*line, at)
        return
    state = "overdue" if report.kind == "overdue" else ""
    filters = Filters(course=report.course, state=state)
    where = HEAD.index("state")
    async for row in completion_lines(site, filters, local.date(), people):
        if state in ("", row[where]):
            yield (*row, at)


def _whole(kind: str) -> Above:
    """What is gathered in one go."""
    return Above(_HOURS, _hours) if kind == "hours" else above(kind)


async def _hours(site: SiteRow, people: frozenset[int] | None, now: datetime) -> list[Cells]:
    view = await credit_view(site, now)
    return [
        (
            *(one.name, one.rank, one.number, one.agency, line.requirement.title, line.span.first, line.span.last),
            *(line.approved / 60, line.missing / 60),
        )
        for one in view.officers
        if people is None or one.person_id in people
        for line in one.lines
    ]
