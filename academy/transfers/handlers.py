"""Moving an officer in, people who left, and the officer's own page about it."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.sites.access import SiteRow, site_for
from academy.transfers import actions
from academy.transfers.access import agency_named, officer_named
from academy.transfers.actions import Move, today_at
from academy.transfers.forms import AnswerForm, MoveForm
from academy.transfers.queries import FormerView, MoveView, OwnView, former_view, move_view, own_view
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page

Any_ = Request[Any, Any, Any]
PEOPLE = needs(Permission.MANAGE_PEOPLE)
_FIELDS = ("who", "last_name", "agency", "moved_on")


@get("/sites/{slug:str}/transfers", **PEOPLE)
async def move_page(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[MoveView]:
    """Who comes from another agency: asked for by what a coordinator knows, never by a list."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    typed = {name: request.query_params.get(name, "")[:254] for name in _FIELDS}
    return Page("transfers/move.html", await move_view(site, today_at(site), typed))


@post("/sites/{slug:str}/transfers", **PEOPLE)
async def move(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[MoveView] | Moved:
    """Show what will happen; once that was seen, have it happen."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    form: MoveForm | None = None
    try:
        form = await forms.read(request, MoveForm)
        if not form.sure:
            return Page("transfers/move.html", await _shown(site, form))
        code = await actions.transfer(actor, site=site, move=_move(form))
    except Invalid as refusal:
        return Page("transfers/move.html", await _again(site, form, refusal), status=422)
    return Moved(f"/sites/{slug}/people/{code}/membership?saved=true")


def _move(form: MoveForm) -> Move:
    return Move(
        who=form.who, last_name=form.last_name, agency_id=form.agency, moved_on=form.moved_on, leaves=form.leaves
    )


async def _shown(site: SiteRow, form: MoveForm) -> MoveView:
    """What will happen: everything the officer holds ends unless it is taken out."""
    officer = await officer_named(site, form.who, form.last_name)
    view = await move_view(site, today_at(site), _typed(form))
    agency, leaves = await agency_named(site.id, form.agency), tuple(one.id for one in officer.held)
    told = {"officer": officer, "agency": agency, "moved_on": form.moved_on, "leaves": leaves}
    return msgspec.structs.replace(view, **told)


async def _again(site: SiteRow, form: MoveForm | None, refusal: Invalid) -> MoveView:
    """The form with what was typed; a fault in what was shown comes back on that page."""
    values: Any = refusal.facts.get("values", {})
    view = await move_view(site, today_at(site), _typed(form) if form else values)
    if form and form.sure and "leaves" in refusal.fields:
        view = msgspec.structs.replace(await _shown(site, form), leaves=form.leaves)
    return msgspec.structs.replace(view, errors=refusal.fields)


def _typed(form: MoveForm) -> dict[str, str]:
    return {name: str(getattr(form, name)) for name in _FIELDS}


@get("/sites/{slug:str}/former", **PEOPLE)
async def former(
    actor: NamedDependency[Actor], slug: FromPath[str], q: FromQuery[str] = "", page: FromQuery[int] = 1
) -> Page[FormerView]:
    """People who left: the site keeps reading the records of their time there."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    return Page("transfers/former.html", await former_view(site, q=q[:100], page=page))


@get("/account/records", **needs(Permission.SIGNED_IN))
async def own(actor: NamedDependency[Actor]) -> Page[OwnView]:
    """One's agencies, and who may read what was done for earlier ones."""
    return Page("transfers/own.html", await own_view(actor))


@post("/account/records/{slug:str}", **needs(Permission.SIGNED_IN))
async def answer(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Moved:
    """Agree, decline, or take an agreement back."""
    form = await forms.read(request, AnswerForm)
    await actions.answer_site(actor, slug=slug, verb=form.answer)
    return Moved("/account/records")


ROUTES = [move_page, move, former, own, answer]
