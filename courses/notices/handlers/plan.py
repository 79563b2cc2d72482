"""Which letters a site sends, and when it is quiet."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.sites.access import SiteRow, site_for
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.notices.actions import settings
from courses.notices.forms import PlanForm
from courses.notices.queries.desk import plan_of
from courses.notices.rules.plan import Plan
from courses.notices.rules.quiet import clock_of
from courses.notices.rules.wording import KINDS, LetterKind

Any_ = Request[Any, Any, Any]


class PlanView(msgspec.Struct, frozen=True, kw_only=True):
    """The plan as its form; values as they are typed."""

    slug: str
    place: str
    zone: str
    values: dict[str, str]
    kinds: tuple[LetterKind, ...] = tuple(KINDS.values())
    errors: dict[str, str] = {}
    saved: bool = False


@get("/sites/{slug:str}/messages/plan", **needs(Permission.ASSIGN))
async def plan_page(actor: NamedDependency[Actor], slug: FromPath[str], saved: FromQuery[str] = "") -> Page[PlanView]:
    """The plan of the site."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    view = _view(site, _values(await plan_of(site.id)))
    return Page("notices/plan.html", msgspec.structs.replace(view, saved=saved == "yes"))


@post("/sites/{slug:str}/messages/plan", **needs(Permission.ASSIGN))
async def change_plan(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[PlanView] | Moved:
    """Change it."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    typed: dict[str, str] = {}
    try:
        form = await forms.read(request, PlanForm)
        typed = {name: str(getattr(form, name)) for name in PlanForm.__struct_fields__}
        await settings.change_plan(actor, site, form.plan())
    except Invalid as refusal:
        typed = typed or {name: str(value) for name, value in _typed(refusal).items()}
        view = msgspec.structs.replace(_view(site, typed), errors=refusal.fields)
        return Page("notices/plan.html", view, status=422)
    return Moved(f"/sites/{slug}/messages/plan?saved=yes")


def _typed(refusal: Invalid) -> dict[str, object]:
    values = refusal.facts.get("values", {})
    return values if isinstance(values, dict) else {}


def _view(site: SiteRow, values: dict[str, str]) -> PlanView:
    return PlanView(slug=site.slug, place=site.label, zone=site.time_zone, values=values)


def _values(plan: Plan) -> dict[str, str]:
    shown = {name: str(getattr(plan, name)) for name in Plan.__struct_fields__}
    days = {name: ", ".join(map(str, getattr(plan, name))) for name in ("before", "expiring")}
    return shown | days | {name: clock_of(getattr(plan, name)) for name in ("quiet_from", "quiet_until")}


ROUTES = [plan_page, change_plan]
