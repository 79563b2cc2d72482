"""The reports of a site: set up, run, paused, deleted; and the files they made."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.sites.access import SiteRow, site_for
from academy.web import forms
from academy.web.guards import needs
from academy.web.media_response import MediaResponse
from academy.web.page import Moved, Page
from courses.standing_reports import actions
from courses.standing_reports.access import file_for
from courses.standing_reports.queries import ReportsView, ReportView, report_view, reports_view
from courses.standing_reports.rules import Rhythm

Any_ = Request[Any, Any, Any]
_TYPES = {
    "csv": "text/csv",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ReportForm(msgspec.Struct, frozen=True):
    """A new report; `weekday` counts only for weekly ones (0 is Monday), `month_day` only for monthly ones."""

    kind: Literal["completion", "overdue", "hours", "ending"]
    format: Literal["csv", "xlsx", "pdf"]
    every: Literal["daily", "weekly", "monthly"]
    hour: Annotated[int, msgspec.Meta(ge=0, le=23)]
    weekday: Annotated[int, msgspec.Meta(ge=0, le=6)] = 0
    month_day: Annotated[int, msgspec.Meta(ge=1, le=31)] = 1
    unit: Annotated[str, msgspec.Meta(max_length=26)] = ""
    course: Annotated[str, msgspec.Meta(max_length=80)] = ""
    readers: tuple[str, ...] = ()

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.every, {"weekly": self.weekday, "monthly": self.month_day}.get(self.every, 0), self.hour)


class ChangeForm(msgspec.Struct, frozen=True):
    """What is to become of a report."""

    verb: Literal["pause", "resume", "delete", "restore"]


@get("/sites/{slug:str}/reports", **needs(Permission.EXPORT))
async def reports(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[ReportsView]:
    """What is sent when and to whom, and the form for one more."""
    return Page("standing_reports/reports.html", await reports_view(await _site(actor, slug)))


@post("/sites/{slug:str}/reports", **needs(Permission.EXPORT))
async def set_up(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[ReportsView] | Moved:
    """Set one up; a faulty form comes back as it was typed."""
    site = await _site(actor, slug)
    try:
        form = await forms.read(request, ReportForm)
        names = ("kind", "format", "unit", "course", "rhythm", "readers")
        new = actions.NewReport(**{name: getattr(form, name) for name in names})
        code = await actions.set_up(actor, site=site, new=new)
    except Invalid as refusal:
        return await _again(request, site, refusal)
    return Moved(f"/sites/{slug}/reports/{code}")


@get("/sites/{slug:str}/reports/{code:str}", **needs(Permission.EXPORT))
async def report(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Page[ReportView]:
    """One report with what became of its runs."""
    return Page("standing_reports/report.html", await report_view(await _site(actor, slug), code))


@post("/sites/{slug:str}/reports/{code:str}/runs", **needs(Permission.EXPORT))
async def run_now(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Moved:
    """Make and send it at once."""
    await actions.run_now(actor, site=await _site(actor, slug), code=code)
    return Moved(f"/sites/{slug}/reports/{code}")


@post("/sites/{slug:str}/reports/{code:str}/state", **needs(Permission.EXPORT))
async def change(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Moved:
    """Pause, resume, delete, restore."""
    site = await _site(actor, slug)
    form = await forms.read(request, ChangeForm)
    await actions.change(actor, site=site, code=code, verb=form.verb)
    return Moved(f"/sites/{slug}/reports/{code}")


@get("/sites/{slug:str}/reports/{code:str}/files/{file:str}", **needs(Permission.SIGNED_IN))
async def file(
    actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str], file: FromPath[str]
) -> MediaResponse:
    """A file that was made, for whoever may see now what it holds."""
    found = await file_for(actor, slug, code, file)
    named = f'attachment; filename="{found.name}"'
    kind = _TYPES[found.name.rpartition(".")[2]]
    return MediaResponse(found.stored_as, kind, cache_control="private, no-store", disposition=named)


async def _site(actor: Actor, slug: str) -> SiteRow:
    return await site_for(actor, slug, Permission.EXPORT)


async def _again(request: Any_, site: SiteRow, refusal: Invalid) -> Page[ReportsView]:
    typed: Any = await request.form() if request.content_type[0] != "application/json" else {}
    words = {name: str(typed[name]) for name in typed}
    chosen = tuple(map(str, typed.getall("readers", []))) if words else ()
    view = await reports_view(site)
    told = msgspec.structs.replace(view, typed=words, chosen=chosen, errors=refusal.fields)
    return Page("standing_reports/reports.html", told, status=422)


ROUTES = [reports, set_up, report, run_now, change, file]
