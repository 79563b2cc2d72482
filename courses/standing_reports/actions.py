"""Setting reports up and changing them, and making them when their time has come."""

from enum import StrEnum

import msgspec

from academy import clock
from academy.actor import Actor, Permission
from academy.audit import Subject, record
from academy.codes import new_code
from academy.db.work import move_row, writing
from academy.errors import Invalid, NotFound
from academy.sites.access import SiteRow
from courses.standing_reports.access import report_at
from courses.standing_reports.due import begin
from courses.standing_reports.queries import may_read
from courses.standing_reports.rules import UNDO_FOR, Rhythm, TooLateToRestore, move, next_time
from courses.standing_reports.tables import ReportReader, StandingReport


class Audited(StrEnum):
    """What reports write into the audit log; what was sent to whom is kept with each run."""

    SET_UP = "standing_reports:report:create"
    CHANGED = "standing_reports:report:change"
    ASKED = "standing_reports:run:ask"


class NewReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report to set up. `readers`: codes of people."""

    kind: str
    format: str
    unit: str
    course: str
    rhythm: Rhythm
    readers: tuple[str, ...]


async def set_up(actor: Actor, *, site: SiteRow, new: NewReport) -> str:
    """Set up a report; gives its code. Raises NotFound, and Invalid for readers who are no staff of the site."""
    _require(actor, site)
    known = {one.code: one.id for one in await may_read(site.id)}
    if not new.readers or not set(new.readers) <= set(known):
        raise Invalid(fields={"readers": "Choose at least one person who coordinates or supervises here."})
    async with writing():
        row = StandingReport(
            code=new_code(), site=site.id, kind=new.kind, format=new.format, unit=new.unit, course=new.course,
            every=new.rhythm.every, day=new.rhythm.day, hour=new.rhythm.hour, state="active", made_by=actor.id,
            next_at=next_time(new.rhythm, clock.now(), site.time_zone),
        )  # fmt: skip
        made = await StandingReport.insert(row).returning(StandingReport.id)
        await ReportReader.insert(*[ReportReader(report=made[0]["id"], person=known[one]) for one in new.readers])
        about = Subject("standing_report", made[0]["id"], site.id)
        await record(actor, Audited.SET_UP, about, kind=new.kind, readers=len(new.readers), when=new.rhythm.words)
    return row.code


async def change(actor: Actor, *, site: SiteRow, code: str, verb: str) -> None:
    """Pause, resume, delete or restore a report. Raises NotFound, CannotMove, TooLateToRestore."""
    _require(actor, site)
    report, now = await report_at(site.id, code), clock.now()
    new = move(report.state, verb)
    if verb == "restore" and report.deleted_at and now > report.deleted_at + UNDO_FOR:
        raise TooLateToRestore()
    values: dict[str, object] = {"deleted_at": now if verb == "delete" else None}
    if verb == "resume":
        values["next_at"] = next_time(report.rhythm, now, site.time_zone)
    async with writing():
        await move_row(StandingReport.state, report.id, old=report.state, new=new, **values)
        await record(actor, Audited.CHANGED, Subject("standing_report", report.id, site.id), state=new)


async def run_now(actor: Actor, *, site: SiteRow, code: str) -> None:
    """Make a report once more at once, for all its readers. Raises NotFound, CannotMove when it is deleted."""
    _require(actor, site)
    report = await report_at(site.id, code)
    move(report.state, "delete")
    async with writing():
        await begin(report.id, clock.now())
        await record(actor, Audited.ASKED, Subject("standing_report", report.id, site.id))


def _require(actor: Actor, site: SiteRow) -> None:
    if not actor.may(Permission.EXPORT, site.id):
        raise NotFound()
