"""A site's roll calls: the list, the leader's page, the wall, the signature, the sheet."""

from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from academy import settings
from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.sites.access import site_for
from academy.web import forms, qr
from academy.web.guards import needs
from academy.web.page import Moved, Page
from academy.web.paper import paper
from courses.roll_calls.access import Call, call_at, site_led
from courses.roll_calls.actions import leading
from courses.roll_calls.forms import AttestForm, StartForm
from courses.roll_calls.queries import LedView, ListView, PlaceLine, ScreenView, led_view, list_view, places_of
from courses.roll_calls.queries import screen_view as screen_of

Asked = Request[Any, Any, Any]
SEES = needs(Permission.SEE_UNIT)


class PlacesView(msgspec.Struct, frozen=True):
    """Sites to choose from; `pack` goes along."""

    places: tuple[PlaceLine, ...]
    pack: str


@get("/roll-calls", **SEES)
async def places(actor: NamedDependency[Actor], pack: FromQuery[str] = "") -> Page[PlacesView] | Redirect:
    """The roll calls of the one site, or which site."""
    found = await places_of(actor)
    if len(found) == 1:
        return Redirect(f"/sites/{found[0].slug}/roll-calls" + (f"?{_query(pack)}" if pack else ""))
    return Page("roll_calls/places.html", PlacesView(found, pack))


@get("/sites/{slug:str}/roll-calls", **SEES)
async def roll_calls(actor: NamedDependency[Actor], slug: FromPath[str], pack: FromQuery[str] = "") -> Page[ListView]:
    """What was held at the site, and the form to start one."""
    site = await site_for(actor, slug, Permission.SEE_UNIT)
    view = await list_view(actor, site)
    return Page("roll_calls/list.html", msgspec.structs.replace(view, pack=pack))


@post("/sites/{slug:str}/roll-calls", **SEES)
async def start(request: Asked, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[ListView] | Moved:
    """Open a roll call and go to its page."""
    site = await site_led(actor, slug)
    try:
        form = await forms.read(request, StartForm)
        code = await leading.start(actor, slug=slug, pack=form.pack, units=form.units)
    except Invalid as refusal:
        typed = await _typed(request)
        told = {"pack": typed.get("pack", ""), "chosen": await _ticked(request, "units"), "errors": refusal.fields}
        view = msgspec.structs.replace(await list_view(actor, site), **told)
        return Page("roll_calls/list.html", view, status=422)
    return Moved(f"/sites/{slug}/roll-calls/{code}")


@get("/sites/{slug:str}/roll-calls/{code:str}", **SEES)
async def one(request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Page[LedView]:
    """Who joined and answered; once closed, whom to tick; once signed, the record."""
    call = await call_at(actor, slug, code)
    return Page("roll_calls/led.html", await _view(actor, call), headers=_moved_on(request, call))


@get("/sites/{slug:str}/roll-calls/{code:str}/screen", **SEES)
async def screen(
    request: Asked,
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    code: FromPath[str],
    step: FromQuery[str] = "",
) -> Page[ScreenView]:
    """The wall of the briefing room: the symbol to scan, the steps, how many answered, and no names."""
    view = await screen_of(await call_at(actor, slug, code), step)
    address = f"{settings.current().base_url}/roll-call/{view.call.code}"
    told = {"address": address, "symbol": qr.drawing(address, fills=True)}
    shown = msgspec.structs.replace(view, **told)
    return Page("roll_calls/screen.html", shown, headers=_moved_on(request, view.call))


@post("/sites/{slug:str}/roll-calls/{code:str}/closing", **SEES)
async def close(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Moved:
    """Nobody joins or answers any more."""
    await leading.close(actor, slug=slug, code=code)
    return Moved(f"/sites/{slug}/roll-calls/{code}")


@post("/sites/{slug:str}/roll-calls/{code:str}/calling-off", **SEES)
async def call_off(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Moved:
    """It counts for nobody."""
    await leading.call_off(actor, slug=slug, code=code)
    return Moved(f"/sites/{slug}/roll-calls/{code}")


@post("/sites/{slug:str}/roll-calls/{code:str}/attestation", **SEES)
async def attest(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Page[LedView] | Moved:
    """Sign who was in the room; what is wrong brings the page back as ticked and typed."""
    try:
        form = await forms.read(request, AttestForm)
        await leading.attest(actor, slug=slug, code=code, signed=form.signed())
    except Invalid as refusal:
        view = await _view(actor, await call_at(actor, slug, code))
        told = {"ticked": await _ticked(request, "people"), "typed": await _typed(request), "errors": refusal.fields}
        return Page("roll_calls/led.html", msgspec.structs.replace(view, **told), status=422)
    return Moved(f"/sites/{slug}/roll-calls/{code}")


@get("/sites/{slug:str}/roll-calls/{code:str}/attendance.pdf", **SEES)
async def attendance(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Response[bytes]:
    """The sheet filled from the record; before the signature it says so."""
    call = await call_at(actor, slug, code)
    view = await _view(actor, call)
    return await paper(request, "roll_calls/attendance.html", view, name=f"Attendance {call.title} {call.code}")


async def _view(actor: Actor, call: Call) -> LedView:
    words = leading.words_before(actor, call)
    return await led_view(actor, call, statement=words, today=leading.today_at(call.zone))


def _moved_on(request: Asked, call: Call) -> dict[str, str]:
    """A page that asks again by itself, because it was open, is loaded anew as a whole once it is not."""
    asks = "hx-request" in request.headers and call.state != "open"
    return {"hx-refresh": "true"} if asks else {}


async def _typed(request: Asked) -> dict[str, str]:
    if request.content_type[0] == "application/json":
        return {}
    return {name: str(value) for name, value in dict(await request.form()).items()}


async def _ticked(request: Asked, name: str) -> tuple[str, ...]:
    if request.content_type[0] == "application/json":
        return ()
    return tuple(map(str, (await request.form()).getall(name, [])))


def _query(pack: str) -> str:
    return urlencode({"pack": pack})


ROUTES = [places, roll_calls, start, one, screen, close, call_off, attest, attendance]
