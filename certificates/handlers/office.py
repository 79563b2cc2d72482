"""The program office: find a certificate, revoke it, replace it."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from certificates import actions
from certificates.forms import ReplacementForm, RevocationForm
from certificates.queries.office import OfficeList, OfficeView, office_list, office_view

Any_ = Request[Any, Any, Any]


@get("/admin/certificates", **needs(Permission.REVOKE_CERTIFICATES))
async def listing(q: FromQuery[str] = "", before: FromQuery[int | None] = None) -> Page[OfficeList]:
    """Find a certificate by number or name."""
    return Page("certificates/office_list.html", await office_list(q, before, clock.now()))


@get("/admin/certificates/{number:str}", **needs(Permission.REVOKE_CERTIFICATES))
async def one(actor: NamedDependency[Actor], number: FromPath[str]) -> Page[OfficeView]:
    """One certificate, what it says, and what can be done with it."""
    return Page("certificates/office_one.html", await office_view(actor, number, clock.now()))


@post("/certificates/{number:str}/revocation", **needs(Permission.REVOKE_CERTIFICATES))
async def revocation(request: Any_, actor: NamedDependency[Actor], number: FromPath[str]) -> Page[OfficeView] | Moved:
    """Revoke it; the number keeps answering."""
    form: RevocationForm | None = None
    try:
        form = await forms.read(request, RevocationForm)
        await actions.revoke(actor, number=number, revoked_class=form.revoked_class, reason=form.revoked_reason)
    except Invalid as refusal:
        return await _again(actor, number, refusal, form)
    return Moved(f"/admin/certificates/{number}")


@post("/certificates/{number:str}/replacement", **needs(Permission.REVOKE_CERTIFICATES))
async def replacement(request: Any_, actor: NamedDependency[Actor], number: FromPath[str]) -> Page[OfficeView] | Moved:
    """Issue it anew under a corrected name; the old number points to the new one."""
    form: ReplacementForm | None = None
    try:
        form = await forms.read(request, ReplacementForm)
        new = await actions.replace(actor, number=number, name=form.name, reason=form.reason)
    except Invalid as refusal:
        return await _again(actor, number, refusal, form)
    return Moved(f"/admin/certificates/{new}")


async def _again(actor: Actor, number: str, refusal: Invalid, form: msgspec.Struct | None) -> Page[OfficeView]:
    """The page again, with what was typed and what is wrong with it."""
    values = msgspec.structs.asdict(form) if form else refusal.facts.get("values")
    typed = values if isinstance(values, dict) else {}
    view = await office_view(actor, number, clock.now())
    again = msgspec.structs.replace(view, values=typed, errors=refusal.fields)
    return Page("certificates/office_one.html", again, status=refusal.status)


ROUTES = [listing, one, revocation, replacement]
