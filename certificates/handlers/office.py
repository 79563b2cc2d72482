"""The program office: find a certificate, revoke it, replace it."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from certificates import actions, pace
from certificates.access import certificate_for_office
from certificates.forms import ReleaseForm, ReplacementForm, RevocationForm
from certificates.handlers.own import paper_of
from certificates.queries.office import OfficeList, OfficeView, SealedView, is_sealed, office_list, office_view

Any_ = Request[Any, Any, Any]


@get("/admin/certificates", **needs(Permission.REVOKE_CERTIFICATES))
async def listing(q: FromQuery[str] = "", before: FromQuery[int | None] = None) -> Page[OfficeList]:
    """Find a certificate by number or name."""
    now = clock.now()
    wrong = pace.misses.last_hour(now)
    found = await office_list(q, before, now)
    view = msgspec.structs.replace(found, wrong_numbers=wrong, unusual=wrong >= pace.misses.UNUSUAL)
    return Page("certificates/office_list.html", view)


@get("/admin/certificates/{number:str}", **needs(Permission.REVOKE_CERTIFICATES))
async def one(actor: NamedDependency[Actor], number: FromPath[str]) -> Page[OfficeView] | Page[SealedView]:
    """One certificate, what it says, and what can be done with it; a sealed one only after the reason is given."""
    if await is_sealed(actor, number):
        return Page("certificates/office_sealed.html", SealedView(number=number))
    return Page("certificates/office_one.html", await office_view(actor, number, clock.now()))


@post("/certificates/{number:str}/release", status_code=200, **needs(Permission.REVOKE_CERTIFICATES))
async def release(
    request: Any_, actor: NamedDependency[Actor], number: FromPath[str]
) -> Page[OfficeView] | Page[SealedView] | Response[bytes]:
    """A sealed certificate on lawful request: the reason is kept first, then it is shown or handed out this once."""
    try:
        form = await forms.read(request, ReleaseForm)
    except Invalid as refusal:
        return _sealed(number, refusal)
    await actions.release(actor, number=number, reason=form.reason)
    if form.wanted == "paper":
        return await paper_of(await certificate_for_office(actor, number))
    return Page("certificates/office_one.html", await office_view(actor, number, clock.now()))


@post("/certificates/{number:str}/revocation", **needs(Permission.REVOKE_CERTIFICATES))
async def revocation(
    request: Any_, actor: NamedDependency[Actor], number: FromPath[str]
) -> Page[OfficeView] | Page[SealedView] | Moved:
    """Revoke it; the number keeps answering."""
    form: RevocationForm | None = None
    try:
        form = await forms.read(request, RevocationForm)
        await actions.revoke(actor, number=number, revoked_class=form.revoked_class, reason=form.revoked_reason)
    except Invalid as refusal:
        return await _again(actor, number, refusal, form)
    return Moved(f"/admin/certificates/{number}")


@post("/certificates/{number:str}/replacement", **needs(Permission.REVOKE_CERTIFICATES))
async def replacement(
    request: Any_, actor: NamedDependency[Actor], number: FromPath[str]
) -> Page[OfficeView] | Page[SealedView] | Moved:
    """Issue it anew under a corrected name; the old number points to the new one."""
    form: ReplacementForm | None = None
    try:
        form = await forms.read(request, ReplacementForm)
        new = await actions.replace(actor, number=number, name=form.name, reason=form.reason)
    except Invalid as refusal:
        return await _again(actor, number, refusal, form)
    return Moved(f"/admin/certificates/{new}")


async def _again(
    actor: Actor, number: str, refusal: Invalid, form: msgspec.Struct | None
) -> Page[OfficeView] | Page[SealedView]:
    """The page again, with what was typed and what is wrong with it; a sealed one is not shown along with a fault."""
    if await is_sealed(actor, number):
        return _sealed(number, refusal)
    values = msgspec.structs.asdict(form) if form else refusal.facts.get("values")
    typed = values if isinstance(values, dict) else {}
    view = await office_view(actor, number, clock.now())
    again = msgspec.structs.replace(view, values=typed, errors=refusal.fields)
    return Page("certificates/office_one.html", again, status=refusal.status)


def _sealed(number: str, refusal: Invalid) -> Page[SealedView]:
    view = SealedView(number=number, errors=refusal.fields)
    return Page("certificates/office_sealed.html", view, status=refusal.status)


ROUTES = [listing, one, release, revocation, replacement]
