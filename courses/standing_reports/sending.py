"""A run of a report: a copy for each reader of what they may see now, or the reason why there is none."""

from datetime import datetime
from typing import Any

import msgspec
from piccolo.columns import Column

from academy import clock, settings, storage
from academy.actor import Actor
from academy.codes import new_code
from academy.db.work import writing
from academy.messages import compose, post
from academy.messages.composing import Letter
from academy.sign_in.identity import of_person
from academy.sites.access import SiteRow
from academy.sites.tables import Site
from academy.web.filters import plural, short_when
from courses.standing_reports.access import COLUMNS, ReportRow, Scope, narrowed, scope_of
from courses.standing_reports.making import Made, make_file
from courses.standing_reports.rules import ATTACHED_UP_TO, KINDS, TooManyLines
from courses.standing_reports.tables import ReportCopy, ReportReader, ReportRun, StandingReport

NO_STAFF = "Coordinates or supervises here no more: nothing was made or sent."
CLOSED = "The account is closed: nothing was made or sent."
FAULT = "It could not be made; the fault is ours and is in the log of the server. Try “Run now”."
GONE = "The report was deleted before it was made."


class Run(msgspec.Struct, frozen=True):
    """A run with what it is of."""

    id: int
    report: ReportRow
    site: SiteRow


async def send(run_id: int) -> None:
    """Make and send what is left of a run; a second call finds the copies of the first."""
    run = await _run(run_id)
    if run is None:
        return
    if run.report.state != "deleted":
        for person in await _left(run):
            await _send_to(run, person)
    await _end(run_id, "failed" if run.report.state == "deleted" else "done", GONE)


async def give_up(run_id: int) -> None:
    """The last try failed: the run says so."""
    await _end(run_id, "failed", FAULT)


async def _end(run_id: int, state: str, reason: str) -> None:
    values: dict[Column | str, object] = {ReportRun.state: state, ReportRun.done_at: clock.now()}
    if state == "failed":
        values[ReportRun.reason] = reason
    await ReportRun.update(values).where(ReportRun.id == run_id, ReportRun.state == "waiting")


async def _run(run_id: int) -> Run | None:
    row = await ReportRun.select(ReportRun.report).where(ReportRun.id == run_id, ReportRun.state == "waiting").first()
    if row is None:
        return None
    report = (
        await StandingReport.select(*COLUMNS, StandingReport.site).where(StandingReport.id == row["report"]).first()
    )
    columns = (Site.id, Site.slug, Site.name, Site.state_code, Site.time_zone)
    site = await Site.select(*columns).where(Site.id == (report or {})["site"]).first()
    told = {name: value for name, value in (report or {}).items() if name != "site"}
    return Run(run_id, ReportRow(**told), SiteRow(**(site or {})))


async def _left(run: Run) -> list[int]:
    readers = await ReportReader.select(ReportReader.person).where(ReportReader.report == run.report.id)
    done = {row["person"] for row in await ReportCopy.select(ReportCopy.person).where(ReportCopy.run == run.id)}
    return sorted(row["person"] for row in readers if row["person"] not in done)


async def _send_to(run: Run, person_id: int) -> None:
    reader, now = await of_person(person_id), clock.now()
    scope = await scope_of(reader, run.site.id)
    if scope is None:
        await _keep(run, _copy(run, person_id, state="withheld", reason=CLOSED if reader.is_visitor else NO_STAFF))
        return
    code = new_code()
    people = await narrowed(run.site.id, scope, run.report.unit)
    try:
        made = await make_file(run.report, run.site, people, key=f"reports/{code}.{run.report.format}", now=now)
    except TooManyLines as refusal:
        await _keep(run, _copy(run, person_id, state="failed", reason=refusal.sentence))
        return
    letter = await _letter(run, reader, (made, scope), code=code, now=now)
    copy = _copy(
        run, person_id, state="linked" if letter.enclosure is None else "attached", code=code, lines=made.lines,
        size=made.size, name=made.name, stored_as=made.key, computed_at=now, units=_units(scope),
    )  # fmt: skip
    await _keep(run, copy, letter=letter, to=reader.email)


def _copy(run: Run, person_id: int, *, code: str = "", **values: Any) -> ReportCopy:
    return ReportCopy(run=run.id, person=person_id, code=code or new_code(), **values)


def _units(scope: Scope) -> str:
    return "" if scope.units is None else msgspec.json.encode(scope.units).decode()


async def _keep(run: Run, copy: ReportCopy, *, letter: Letter | None = None, to: str = "") -> None:
    """The row and the mail in one transaction: who has the one gets the other, once."""
    async with writing():
        made = await ReportCopy.insert(copy).on_conflict(action="DO NOTHING").returning(ReportCopy.id)
        if made and letter:
            await post(letter, to=to, key=f"report:{run.id}")


async def _letter(run: Run, reader: Actor, made_for: tuple[Made, Scope], *, code: str, now: datetime) -> Letter:
    made, scope = made_for
    attached = made.size <= ATTACHED_UP_TO
    letter = compose(
        "courses/standing_reports/report",
        title=KINDS[run.report.kind].partition(":")[0],
        site=run.site.label,
        lines=plural(made.lines, "line"),
        name=reader.name,
        computed=short_when(now, run.site.time_zone),
        scope="the whole site" if scope.units is None else "the units you supervise",
        attached=attached,
        file=made.name,
        link=f"{settings.current().base_url}/sites/{run.site.slug}/reports/{run.report.code}/files/{code}",
    )
    if not attached:
        return letter
    content = await storage.read(made.key)
    return msgspec.structs.replace(letter, enclosure_name=made.name, enclosure=content)
