"""State credit of a site: hours against the rule, exports, and what became of each row."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import Invalid, NotFound
from academy.sites.access import SiteRow, site_for
from academy.web import forms
from academy.web.csv import csv_response
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.credit.actions import export, mark
from courses.credit.exports import export_file
from courses.credit.queries import CreditView, credit_view

Any_ = Request[Any, Any, Any]
_PAGE = "credit/page.html"


class ExportForm(msgspec.Struct, frozen=True):
    """Which period, and whether courses go along that the state approved nothing for."""

    until: str = ""
    unapproved: bool = False


class MarkForm(msgspec.Struct, frozen=True):
    """What became of which rows, and the state's reason if it refused them."""

    verb: Literal["submit", "accept", "refuse"]
    row: tuple[str, ...] = ()
    note: Annotated[str, msgspec.Meta(max_length=300)] = ""
    until: str = ""


@get("/sites/{slug:str}/credit", **needs(Permission.EXPORT))
async def credit(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[CreditView]:
    """Hours by category against the state's rule, and the reports."""
    site = await site_for(actor, slug, Permission.EXPORT)
    view = await credit_view(site, clock.now(), request.query_params.get("until", ""))
    return Page(_PAGE, msgspec.structs.replace(view, made=request.query_params.get("made", "")))


@post("/sites/{slug:str}/credit/exports", **needs(Permission.EXPORT))
async def make_export(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[CreditView] | Moved:
    """Put what is left of the period into a file."""
    site = await site_for(actor, slug, Permission.EXPORT)
    form = await forms.read(request, ExportForm)
    view = await credit_view(site, clock.now(), form.until)
    if view.profile is None or view.span is None:
        raise NotFound()
    try:
        code = await export(actor, site=site, profile=view.profile, span=view.span, with_unapproved=form.unapproved)
    except Invalid as refusal:
        return _refused(view, {"export": refusal.sentence})
    return Moved(f"/sites/{slug}/credit?until={view.span.last}&made={code}#reports")


@get("/sites/{slug:str}/credit/exports/{code:str}", **needs(Permission.EXPORT))
async def one_export(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Response[str]:
    """The file, as often as wanted."""
    site = await site_for(actor, slug, Permission.EXPORT)
    found = await export_file(site, code)
    return csv_response(found.name, found.head, found.rows)


@post("/sites/{slug:str}/credit/rows", **needs(Permission.EXPORT))
async def mark_rows(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[CreditView] | Moved:
    """Say what the state did with what was exported."""
    site = await site_for(actor, slug, Permission.EXPORT)
    try:
        form = await forms.read(request, MarkForm)
        await mark(actor, site_id=site.id, codes=form.row, verb=form.verb, note=form.note)
    except Invalid as refusal:
        return await _again(request, site, refusal)
    return Moved(f"/sites/{slug}/credit?until={form.until}#reports")


async def _again(request: Any_, site: SiteRow, refusal: Invalid) -> Page[CreditView]:
    """The page with what was chosen and typed, and why it was refused."""
    typed = await request.form() if request.content_type[0] != "application/json" else None
    told = {name: str(typed.get(name, "")) if typed else "" for name in ("verb", "note", "until")}
    view = await credit_view(site, clock.now(), told.pop("until"))
    chosen = tuple(map(str, typed.getall("row", []))) if typed else ()
    return _refused(msgspec.structs.replace(view, chosen=chosen, **told), refusal.fields)


def _refused(view: CreditView, errors: dict[str, str]) -> Page[CreditView]:
    return Page(_PAGE, msgspec.structs.replace(view, errors=errors), status=422)


ROUTES = [credit, make_export, one_export, mark_rows]
