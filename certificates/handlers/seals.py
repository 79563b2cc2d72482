"""Sealed officers: the list, a new seal, the end of one."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from certificates import actions
from certificates.forms import ReasonForm, SealForm
from certificates.queries.seals import AgencyRow, SealRow, agencies, seals_in_force

Any_ = Request[Any, Any, Any]


class SealsView(msgspec.Struct, frozen=True):
    """Seals in force, and the form as it was filled; `lifting` is the code of the seal whose form has a fault."""

    seals: tuple[SealRow, ...]
    agencies: tuple[AgencyRow, ...]
    errors: dict[str, str] = {}
    values: dict[str, str] = {}
    lifting: str = ""


@get("/admin/seals", **needs(Permission.REVOKE_CERTIFICATES))
async def seals() -> Page[SealsView]:
    """Whose certificates strangers cannot find."""
    return Page("certificates/seals.html", await _view())


@post("/admin/seals", **needs(Permission.REVOKE_CERTIFICATES))
async def seal(request: Any_, actor: NamedDependency[Actor]) -> Page[SealsView] | Moved:
    """Seal a person or an agency."""
    form: SealForm | None = None
    try:
        form = await forms.read(request, SealForm)
        await actions.seal(actor, email=form.email, agency_id=form.agency, reason=form.reason)
    except Invalid as refusal:
        return await _again(refusal, form)
    return Moved("/admin/seals")


@post("/admin/seals/{code:str}/lifting", **needs(Permission.REVOKE_CERTIFICATES))
async def lifting(request: Any_, actor: NamedDependency[Actor], code: FromPath[str]) -> Page[SealsView] | Moved:
    """End a seal, with the reason."""
    try:
        form = await forms.read(request, ReasonForm)
    except Invalid as refusal:
        return await _again(refusal, None, lifting=code)
    await actions.lift(actor, code=code, reason=form.reason)
    return Moved("/admin/seals")


async def _view() -> SealsView:
    return SealsView(await seals_in_force(), await agencies())


async def _again(refusal: Invalid, form: SealForm | None, *, lifting: str = "") -> Page[SealsView]:
    """The page again, with what was typed and what is wrong with it."""
    values = msgspec.structs.asdict(form) if form else refusal.facts.get("values")
    typed = {name: str(value or "") for name, value in values.items()} if isinstance(values, dict) else {}
    view = msgspec.structs.replace(await _view(), errors=refusal.fields, values=typed, lifting=lifting)
    return Page("certificates/seals.html", view, status=refusal.status)


ROUTES = [seals, seal, lifting]
