"""Where an administrator or a site coordinator sets an accommodation, and where a person sees their own."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from academy.accommodations import actions, queries
from academy.accommodations.access import person_to_accommodate
from academy.accommodations.forms import AccommodationForm
from academy.accommodations.rules import Settings
from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page


class AccommodationView(msgspec.Struct, frozen=True):
    """One person's settings, as they stand or as they were just typed. `site_slug`: the reader's site, if any."""

    code: str
    full_name: str
    email: str
    settings: Settings
    typed_percent: str
    site_slug: str
    is_saved: bool = False
    errors: dict[str, str] = {}


class AccommodationsView(msgspec.Struct, frozen=True):
    """Everybody for whom something is set; `email` is an address that nobody has."""

    people: tuple[queries.SetRow, ...]
    email: str = ""


class OwnView(msgspec.Struct, frozen=True):
    """The reader's own settings."""

    settings: Settings


@get("/account/training", **needs(Permission.SIGNED_IN))
async def own(actor: NamedDependency[Actor]) -> Page[OwnView]:
    """How training is shown to the reader, and how much time quizzes give them."""
    return Page("accommodations/own.html", OwnView(await queries.accommodation_of(actor.id)))


@get("/admin/accommodations", **needs(Permission.ADMINISTER))
async def everybody(email: FromQuery[str] = "") -> Page[AccommodationsView] | Redirect:
    """Everybody for whom something is set, and the way to anybody else by their address."""
    if email and (code := await queries.code_of(email)):
        return Redirect(f"/people/{code}/accommodation", status_code=303)
    return Page("accommodations/everybody.html", AccommodationsView(await queries.accommodated(), email))


@get("/people/{code:str}/accommodation", **needs(Permission.ACCOMMODATE))
async def show(
    actor: NamedDependency[Actor], code: FromPath[str], saved: FromQuery[bool] = False
) -> Page[AccommodationView]:
    """One person's settings."""
    return Page("accommodations/person.html", msgspec.structs.replace(await _view(actor, code), is_saved=saved))


@post("/people/{code:str}/accommodation", **needs(Permission.ACCOMMODATE))
async def change(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], code: FromPath[str]
) -> Moved | Page[AccommodationView]:
    """Set them, in force everywhere at once."""
    view = await _view(actor, code)
    try:
        form = await forms.read(request, AccommodationForm)
    except Invalid as refusal:
        typed: Any = refusal.facts.get("values", {})
        settings = Settings(captions_first="captions_first" in typed, reduced_motion="reduced_motion" in typed)
        percent = typed.get("extra_time_percent", "")
        wrong = msgspec.structs.replace(view, settings=settings, typed_percent=percent, errors=refusal.fields)
        return Page("accommodations/person.html", wrong, status=422)
    await actions.accommodate(actor, code=code, settings=Settings(**msgspec.structs.asdict(form)))
    return Moved(f"/people/{code}/accommodation?saved=true")


async def _view(actor: Actor, code: str) -> AccommodationView:
    person = await person_to_accommodate(actor, code)
    settings = await queries.accommodation_of(person.id)
    percent, site = str(settings.extra_time_percent), person.seen_from(actor)
    return AccommodationView(person.code, person.full_name, person.email, settings, percent, site)


ROUTES = [own, everybody, show, change]
