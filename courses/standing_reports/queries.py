"""The reports of a site, who may get them, and what became of each run."""

from collections import defaultdict
from datetime import datetime
from typing import Any

import msgspec

from academy.access.tables import RoleGrant
from academy.actor import MATRIX, Permission
from academy.sites.access import SiteRow
from academy.sites.tables import Unit
from courses.authoring.tables import CourseVersion
from courses.standing_reports.access import COLUMNS, ReportRow, report_at
from courses.standing_reports.rules import FORMATS, KINDS, RHYTHMS, WEEKDAYS
from courses.standing_reports.tables import ReportCopy, ReportReader, ReportRun, StandingReport

RUNS_SHOWN = 20


class Reader(msgspec.Struct, frozen=True):
    """Somebody who may get reports of the site, and why: "Coordinator" or "Supervisor, own units"."""

    id: int
    code: str
    name: str
    role: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A report in the list. `last`: its newest run; `troubled`: that somebody got nothing of it."""

    report: ReportRow
    readers: tuple[str, ...]
    last: datetime | None = None
    last_state: str = ""
    troubled: bool = False


class ReportsView(msgspec.Struct, frozen=True, kw_only=True):
    """The list, and what a new report may be. `typed`, `chosen`, `errors`: of the form that was just refused."""

    slug: str
    site: str
    zone: str
    lines: tuple[Line, ...]
    deleted: tuple[Line, ...]
    readers: tuple[Reader, ...]
    units: tuple[tuple[str, str], ...]
    courses: tuple[tuple[str, str], ...]
    typed: dict[str, str] = {}
    chosen: tuple[str, ...] = ()
    errors: dict[str, str] = {}
    kinds: dict[str, str] = msgspec.field(default_factory=lambda: KINDS)
    formats: dict[str, str] = msgspec.field(default_factory=lambda: FORMATS)
    rhythms: dict[str, str] = msgspec.field(default_factory=lambda: RHYTHMS)
    weekdays: tuple[str, ...] = WEEKDAYS


class CopyLine(msgspec.Struct, frozen=True, kw_only=True):
    """What one reader got of a run."""

    code: str
    name: str
    state: str
    reason: str
    lines: int
    size: int
    computed_at: datetime | None
    has_file: bool


class RunLine(msgspec.Struct, frozen=True, kw_only=True):
    """A run, newest first."""

    due_at: datetime
    state: str
    reason: str
    done_at: datetime | None
    copies: tuple[CopyLine, ...]


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """One report with its runs."""

    slug: str
    site: str
    zone: str
    report: ReportRow
    title: str
    format: str
    unit: str
    course: str
    readers: tuple[str, ...]
    runs: tuple[RunLine, ...]
    is_running: bool


_READERS = """
SELECT p.id AS id, p.code AS code, p.full_name AS name, 'Coordinator' AS role FROM role_grant g
JOIN person p ON p.id = g.person AND p.deactivated_at IS NULL
WHERE g.site = {} AND g.revoked_at IS NULL AND g.role IN (ROLES)
UNION SELECT p.id, p.code, p.full_name, 'Supervisor, own units' FROM unit_supervisor s
JOIN unit u ON u.id = s.unit AND u.closed_on IS NULL JOIN agency a ON a.id = u.agency
JOIN person p ON p.id = s.person AND p.deactivated_at IS NULL
WHERE a.site = {} AND s.ends_on IS NULL
ORDER BY name, role
"""


async def may_read(site_id: int) -> tuple[Reader, ...]:
    """Staff of the site who may get reports; who coordinates and supervises is named once."""
    roles = ", ".join(f"'{role.value}'" for role, may in MATRIX.items() if Permission.EXPORT in may)
    rows = await RoleGrant.raw(_READERS.replace("ROLES", roles), site_id, site_id)
    found = {row["id"]: Reader(**row) for row in reversed(rows)}
    return tuple(sorted(found.values(), key=lambda one: one.name))


async def reports_view(site: SiteRow) -> ReportsView:
    """The page of a site's reports."""
    rows = await StandingReport.select(*COLUMNS).where(StandingReport.site == site.id).order_by(StandingReport.id)
    lines = await _lines(site.id, [ReportRow(**row) for row in rows])
    units = (
        await Unit.select(Unit.code, Unit.name, Unit.agency.name.as_alias("agency"))
        .where(Unit.agency.site == site.id, Unit.closed_on.is_null())
        .order_by(Unit.name, Unit.id)
    )
    return ReportsView(
        slug=site.slug,
        site=site.label,
        zone=site.time_zone,
        lines=tuple(line for line in lines if line.report.state != "deleted"),
        deleted=tuple(line for line in lines if line.report.state == "deleted"),
        readers=await may_read(site.id),
        units=tuple((row["code"], f"{row['name']}, {row['agency']}") for row in units),
        courses=await _courses(),
    )


async def _courses() -> tuple[tuple[str, str], ...]:
    slug = CourseVersion.course.slug.as_alias("slug")
    rows = await CourseVersion.select(slug, CourseVersion.title).where(CourseVersion.state == "published")
    return tuple(sorted(((row["slug"], row["title"]) for row in rows), key=lambda one: one[1]))


_NEWEST = """
SELECT r.report AS report, r.due_at AS due_at, r.state AS state,
       (SELECT count(*) FROM report_copy c WHERE c.run = r.id AND c.state IN ('withheld', 'failed')) AS troubles
FROM report_run r JOIN standing_report s ON s.id = r.report
WHERE s.site = {} AND NOT EXISTS (SELECT 1 FROM report_run newer WHERE newer.report = r.report AND newer.id > r.id)
"""


async def _lines(site_id: int, reports: list[ReportRow]) -> list[Line]:
    newest = {row["report"]: row for row in await ReportRun.raw(_NEWEST, site_id)}
    readers = await _readers(site_id)
    return [_line(one, readers[one.id], newest.get(one.id)) for one in reports]


def _line(report: ReportRow, readers: tuple[str, ...], run: dict[str, Any] | None) -> Line:
    if run is None:
        return Line(report=report, readers=readers)
    troubled = bool(run["troubles"]) or run["state"] == "failed"
    return Line(report=report, readers=readers, last=_moment(run["due_at"]), last_state=run["state"], troubled=troubled)


async def _readers(site_id: int) -> dict[int, tuple[str, ...]]:
    name = ReportReader.person.full_name.as_alias("name")
    rows = await ReportReader.select(ReportReader.report, name).where(ReportReader.report.site == site_id)
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for row in sorted(rows, key=lambda row: str(row["name"])):
        found[row["report"]] += (row["name"],)
    return found


async def report_view(site: SiteRow, code: str) -> ReportView:
    """One report. Raises NotFound."""
    report = await report_at(site.id, code)
    unit = await Unit.select(Unit.name).where(Unit.code == report.unit).first() if report.unit else None
    titles = dict(await _courses()) if report.course else {}
    runs = await _runs(report.id)
    return ReportView(
        slug=site.slug,
        site=site.label,
        zone=site.time_zone,
        report=report,
        title=KINDS[report.kind].partition(":")[0],
        format=FORMATS[report.format],
        unit=unit["name"] if unit else "",
        course=titles.get(report.course, report.course),
        readers=(await _readers(site.id))[report.id],
        runs=runs,
        is_running=any(run.state == "waiting" for run in runs),
    )


async def _runs(report_id: int) -> tuple[RunLine, ...]:
    columns = (ReportRun.id, ReportRun.due_at, ReportRun.state, ReportRun.reason, ReportRun.done_at)
    newest = ReportRun.select(*columns).where(ReportRun.report == report_id)
    rows = await newest.order_by(ReportRun.id, ascending=False).limit(RUNS_SHOWN)
    copies = await _copies([row["id"] for row in rows])
    return tuple(
        RunLine(**{name: value for name, value in row.items() if name != "id"}, copies=copies[row["id"]])
        for row in rows
    )


async def _copies(runs: list[int]) -> dict[int, tuple[CopyLine, ...]]:
    columns = (
        *(ReportCopy.run, ReportCopy.code, ReportCopy.state, ReportCopy.reason, ReportCopy.lines, ReportCopy.size),
        *(ReportCopy.computed_at, ReportCopy.stored_as, ReportCopy.person.full_name.as_alias("name")),
    )
    found: dict[int, tuple[CopyLine, ...]] = defaultdict(tuple)
    for row in await ReportCopy.select(*columns).where(ReportCopy.run.is_in([*runs, 0])).order_by(ReportCopy.id):
        told = {name: value for name, value in row.items() if name not in ("run", "stored_as")}
        found[row["run"]] += (CopyLine(**told, has_file=bool(row["stored_as"])),)
    return found


def _moment(value: datetime | str) -> datetime:
    """Raw SQLite rows carry times as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
