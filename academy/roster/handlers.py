"""Importing a roster, four steps that work without scripts: the file, its columns, the dry run, done."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.roster import queries
from academy.roster.access import import_at
from academy.roster.actions import drafting
from academy.roster.forms import BODY, ChoiceForm, ColumnsForm, file_of
from academy.roster.views import ImportView, StartView, columns_view, import_view, start_view
from academy.sites.access import site_for
from academy.spreadsheets import xlsx
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page

Any_ = Request[Any, Any, Any]
PEOPLE = needs(Permission.MANAGE_PEOPLE)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BY_STATE = {"draft": "columns", "planned": "dry_run", "applied": "result", "undone": "result"}
_EXAMPLE = ("Work e-mail", "First name", "Last name", "Rank", "Employee number", "State officer ID", "Unit")


@get("/sites/{slug:str}/roster", **PEOPLE)
async def start(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[StartView]:
    """Where a file is chosen, and the imports so far."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    return Page("roster/start.html", await start_view(site))


@post("/sites/{slug:str}/roster", request_max_body_size=BODY, **PEOPLE)
async def take(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[StartView] | Moved:
    """Take the file in; one that cannot be read is refused with what to do about it."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    try:
        name, content = await file_of(request)
        code = await drafting.take(actor, site_id=site.id, file_name=name, content=content)
    except Invalid as refusal:
        return Page("roster/start.html", await start_view(site, refusal.sentence), status=422)
    return Moved(f"/sites/{slug}/roster/{code}")


@get("/sites/{slug:str}/roster/{code:str}", **PEOPLE)
async def one(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str], page: FromQuery[int] = 1
) -> Page[ImportView]:
    """The step an import is at. `step=columns` goes back to the columns; `show` says which rows."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    row = await import_at(site.id, code)
    if row.state == "draft" or (row.state == "planned" and request.query_params.get("step") == "columns"):
        return Page("roster/columns.html", await columns_view(site, row))
    view = await import_view(site, row, show=request.query_params.get("show", ""), page=page)
    return Page(f"roster/{_BY_STATE.get(row.state, 'working')}.html", view)


@get("/sites/{slug:str}/roster/{code:str}/state", **PEOPLE)
async def state(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Page[ImportView]:
    """The part of its page that asks again until it is done."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    return Page("roster/state.html", await import_view(site, await import_at(site.id, code)))


@post("/sites/{slug:str}/roster/{code:str}/columns", **PEOPLE)
async def choose_columns(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Page[ImportView] | Moved:
    """Say where the columns go, and see what the rows would do."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    form = await forms.read(request, ColumnsForm)
    try:
        await drafting.choose_columns(actor, site_id=site.id, code=code, goes=form.goes, adds_units=form.adds_units)
    except Invalid as refusal:
        row = await import_at(site.id, code)
        view = await columns_view(site, row, goes=form.goes, error=refusal.fields.get("goes", refusal.sentence))
        return Page("roster/columns.html", view, status=422)
    return Moved(f"/sites/{slug}/roster/{code}")


@post("/sites/{slug:str}/roster/{code:str}/application", **PEOPLE)
async def apply(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Moved:
    """Keep what was chosen on the page; with `go`, have the import applied."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    await import_at(site.id, code)
    form = await forms.read(request, ChoiceForm)
    if form.shown:
        await drafting.choose(actor, site_id=site.id, code=code, shown=form.shown, chosen=form.chosen)
    if form.go:
        await drafting.start(actor, site_id=site.id, code=code)
        return Moved(f"/sites/{slug}/roster/{code}")
    return Moved(f"/sites/{slug}/roster/{code}?show={form.show}&page={form.page}")


@post("/sites/{slug:str}/roster/{code:str}/undo", **PEOPLE)
async def undo(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Moved:
    """Set back what is still as the import left it."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    await drafting.start_undo(actor, site_id=site.id, code=code)
    return Moved(f"/sites/{slug}/roster/{code}")


@get("/sites/{slug:str}/roster/{code:str}/rows.xlsx", **PEOPLE)
async def rows(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Response[bytes]:
    """The rows that need somebody, with the reason, to be corrected in the file."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    row = await import_at(site.id, code)
    found = await queries.rows_of(row.id, "need", start=0, most=row.line_count)
    content = xlsx("Needs you", ("Row", "Name", "What is wrong"), [(one.line, one.name, one.reason) for one in found])
    return _download(f"roster-rows-{slug}.xlsx", content)


@get("/sites/{slug:str}/roster/example.xlsx", **PEOPLE)
async def example(actor: NamedDependency[Actor], slug: FromPath[str]) -> Response[bytes]:
    """An empty roster whose columns we know."""
    await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    return _download("roster.xlsx", xlsx("Roster", _EXAMPLE, []))


def _download(name: str, content: bytes) -> Response[bytes]:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"}
    return Response(content, media_type=_XLSX, headers=headers)


ROUTES = [start, take, one, state, choose_columns, apply, undo, rows, example]
