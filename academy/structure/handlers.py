"""People of a site and where they belong: the list, one person, agencies, units."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.reviews.queries import due_at
from academy.sites.access import SiteRow, site_for
from academy.structure import actions
from academy.structure.forms import AgencyForm, GroupForm, LeavingForm, NewUnitForm, SwornForm, UnitForm, WhoForm
from academy.structure.queries import (
    PeopleView,
    PersonView,
    StructureView,
    UnitView,
    people_view,
    person_view,
    structure_view,
    unit_view,
)
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page

Any_ = Request[Any, Any, Any]
PEOPLE = needs(Permission.MANAGE_PEOPLE)


@get("/sites/{slug:str}/people", **PEOPLE)
async def people(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], page: FromQuery[int] = 1
) -> Page[PeopleView]:
    """Everybody with an open membership; those in no unit are a filter of their own."""
    site = await _site(actor, slug)
    asked = {name: request.query_params.get(name, "")[:100] for name in ("q", "unit")}
    view = await people_view(site, **asked, page=page)
    done = {name: request.query_params.get(name, "")[:30] for name in ("left", "invited")}
    review = await due_at(site, clock.now())
    return Page("structure/people.html", msgspec.structs.replace(view, review=review, **done))


@get("/sites/{slug:str}/people/{code:str}/membership", **PEOPLE)
async def person(
    actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str], saved: FromQuery[bool] = False
) -> Page[PersonView]:
    """Where one person belongs, and how they leave."""
    view = await _person(await _site(actor, slug), code)
    return Page("structure/person.html", msgspec.structs.replace(view, saved=saved))


@post("/sites/{slug:str}/people/{code:str}/units", **PEOPLE)
async def group(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Moved:
    """Set the units of a membership."""
    site = await _site(actor, slug)
    form = await forms.read(request, GroupForm)
    await actions.group(actor, site=site, code=code, membership_id=form.membership, units=form.units)
    return Moved(f"/sites/{slug}/people/{code}/membership?saved=true")


@post("/sites/{slug:str}/people/{code:str}/leaving", **PEOPLE)
async def leaving(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Page[PersonView] | Moved:
    """End a membership; the account and all records stay with the officer."""
    site = await _site(actor, slug)
    view = await _person(site, code)
    try:
        form = await forms.read(request, LeavingForm)
        where, day = form.membership, form.ends_on
        await actions.end_membership(actor, site=site, code=code, membership_id=where, ends_on=day)
    except Invalid as refusal:
        return Page("structure/person.html", msgspec.structs.replace(view, errors=refusal.fields), status=422)
    return Moved(f"/sites/{slug}/people?left={code}")


@get("/sites/{slug:str}/structure", **PEOPLE)
async def structure(
    actor: NamedDependency[Actor], slug: FromPath[str], saved: FromQuery[bool] = False
) -> Page[StructureView]:
    """The site's agencies and units."""
    view = await structure_view(await _site(actor, slug))
    return Page("structure/structure.html", msgspec.structs.replace(view, saved=saved))


@post("/sites/{slug:str}/sworn", **PEOPLE)
async def say_sworn(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[StructureView] | Moved:
    """Say how many sworn officers the site has."""
    site = await _site(actor, slug)
    try:
        form = await forms.read(request, SwornForm)
    except Invalid as refusal:
        return await _structure_again(request, site, "sworn", refusal)
    await actions.say_sworn(actor, site=site, sworn=form.sworn)
    return Moved(f"/sites/{slug}/structure?saved=true")


@post("/sites/{slug:str}/agencies", **PEOPLE)
async def add_agency(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[StructureView] | Moved:
    """Add an agency, or change the name and kind of one."""
    site = await _site(actor, slug)
    try:
        form = await forms.read(request, AgencyForm)
        if form.agency is None:
            await actions.add_agency(actor, site=site, name=form.name, kind=form.kind)
        else:
            await actions.change_agency(actor, site=site, agency_id=form.agency, name=form.name, kind=form.kind)
    except Invalid as refusal:
        return await _structure_again(request, site, "agency", refusal)
    return Moved(f"/sites/{slug}/structure")


@post("/sites/{slug:str}/units", **PEOPLE)
async def add_unit(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[StructureView] | Moved:
    """Add a unit to an agency."""
    site = await _site(actor, slug)
    try:
        form = await forms.read(request, NewUnitForm)
        await actions.add_unit(actor, site=site, agency_id=form.agency, name=form.name, kind=form.kind)
    except Invalid as refusal:
        return await _structure_again(request, site, "unit", refusal)
    return Moved(f"/sites/{slug}/structure")


@get("/sites/{slug:str}/units/{code:str}", **PEOPLE)
async def unit(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Page[UnitView]:
    """One unit: its name, who is in it, who supervises it."""
    return Page("structure/unit.html", await unit_view(await _site(actor, slug), code))


@post("/sites/{slug:str}/units/{code:str}", **PEOPLE)
async def change_unit(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Page[UnitView] | Moved:
    """Give it another name or kind."""
    site = await _site(actor, slug)
    try:
        form = await forms.read(request, UnitForm)
        await actions.change_unit(actor, site=site, code=code, name=form.name, kind=form.kind)
    except Invalid as refusal:
        return await _unit_again(request, site, code, refusal)
    return Moved(f"/sites/{slug}/units/{code}")


@post("/sites/{slug:str}/units/{code:str}/closing", **PEOPLE)
async def close_unit(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Moved:
    """Close it; its people stay, what was done keeps its name."""
    await actions.close_unit(actor, site=await _site(actor, slug), code=code)
    return Moved(f"/sites/{slug}/structure")


@post("/sites/{slug:str}/units/{code:str}/members", **PEOPLE)
async def add_member(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Page[UnitView] | Moved:
    """Take somebody in, beside their other units."""
    site = await _site(actor, slug)
    try:
        form = await forms.read(request, WhoForm)
        await actions.add_member(actor, site=site, code=code, who=form.who)
    except Invalid as refusal:
        return await _unit_again(request, site, code, refusal)
    return Moved(f"/sites/{slug}/units/{code}")


@post("/sites/{slug:str}/units/{code:str}/supervisors", **PEOPLE)
async def add_supervisor(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Page[UnitView] | Moved:
    """Let somebody supervise it."""
    site = await _site(actor, slug)
    try:
        form = await forms.read(request, WhoForm)
        await actions.add_supervisor(actor, site=site, code=code, who=form.who)
    except Invalid as refusal:
        return await _unit_again(request, site, code, refusal)
    return Moved(f"/sites/{slug}/units/{code}")


@post("/sites/{slug:str}/units/{code:str}/supervisors/{person_code:str}/end", **PEOPLE)
async def end_supervisor(
    actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str], person_code: FromPath[str]
) -> Moved:
    """Somebody supervises it no more."""
    await actions.end_supervisor(actor, site=await _site(actor, slug), code=code, person=person_code)
    return Moved(f"/sites/{slug}/units/{code}")


async def _site(actor: Actor, slug: str) -> SiteRow:
    return await site_for(actor, slug, Permission.MANAGE_PEOPLE)


async def _person(site: SiteRow, code: str) -> PersonView:
    return await person_view(site, code, clock.now().astimezone(ZoneInfo(site.time_zone)).date())


async def _typed(request: Any_, name: str) -> str:
    """What stood in a field of the form that was refused."""
    return str((await request.form()).get(name, "")) if request.content_type[0] != "application/json" else ""


async def _structure_again(request: Any_, site: SiteRow, form: str, refusal: Invalid) -> Page[StructureView]:
    agency = await _typed(request, "agency")
    told = {
        "form": f"{form}{agency}",
        "errors": refusal.fields,
        "typed": await _typed(request, "sworn" if form == "sworn" else "name"),
    }
    return Page("structure/structure.html", msgspec.structs.replace(await structure_view(site), **told), status=422)


async def _unit_again(request: Any_, site: SiteRow, code: str, refusal: Invalid) -> Page[UnitView]:
    part = request.url.path.rpartition("/")[2]
    told = {"form": part, "errors": refusal.fields, "typed": await _typed(request, "who")}
    return Page("structure/unit.html", msgspec.structs.replace(await unit_view(site, code), **told), status=422)


ROUTES = [
    *(people, person, group, leaving, structure, add_agency, add_unit, unit, change_unit, close_unit, add_member),
    *(add_supervisor, end_supervisor, say_sworn),
]
