"""The public form to ask for access, the coordinator's queue, and adding one person."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.requests import actions, queries
from academy.requests.actions import Admission, Asked
from academy.requests.forms import AddForm, ApprovalForm, AskForm, RefusalForm
from academy.requests.queries import AddView, AskView, QueueView
from academy.requests.rules import TooManyRequests
from academy.sites.access import SiteRow, site_for
from academy.web import forms
from academy.web.guards import needs
from academy.web.networks import network_of
from academy.web.page import Moved, Page

Any_ = Request[Any, Any, Any]
PEOPLE = needs(Permission.MANAGE_PEOPLE)


@get("/request-access", **needs(Permission.PUBLIC))
async def ask_page(sent: FromQuery[bool] = False) -> Page[AskView]:
    """Where somebody without an account asks for one."""
    return Page("requests/ask.html", msgspec.structs.replace(await queries.ask_view(), sent=sent))


@post("/request-access", **needs(Permission.PUBLIC))
async def ask(request: Any_) -> Page[AskView] | Moved:
    """Keep the request; the answer is the same whether or not there is an account."""
    typed: dict[str, str] = {}
    try:
        form = await forms.read(request, AskForm)
        typed = msgspec.structs.asdict(form)
        await actions.ask(Asked(**typed), network=network_of(request.client.host if request.client else ""))
    except (Invalid, TooManyRequests) as refusal:
        return await _asked_again(typed, refusal)
    return Moved("/request-access?sent=true")


async def _asked_again(typed: dict[str, str], refusal: Invalid | TooManyRequests) -> Page[AskView]:
    values: Any = typed or refusal.facts.get("values", {})
    slow = isinstance(refusal, TooManyRequests)
    told: dict[str, Any] = {"waiting": refusal.sentence} if slow else {"errors": getattr(refusal, "fields", {})}
    view = msgspec.structs.replace(await queries.ask_view(), typed=values, **told)
    headers = {"retry-after": str(refusal.retry_after)} if isinstance(refusal, TooManyRequests) else {}
    return Page("requests/ask.html", view, status=refusal.status, headers=headers)


@get("/sites/{slug:str}/requests", **PEOPLE)
async def queue(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[QueueView]:
    """Who asks for access, matched with who is known."""
    return Page("requests/queue.html", await queries.queue_view(await _site(actor, slug)))


@post("/sites/{slug:str}/requests/{code:str}/approval", **PEOPLE)
async def approve(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Page[QueueView] | Moved:
    """Let somebody in, and invite them."""
    site = await _site(actor, slug)
    try:
        form = await forms.read(request, ApprovalForm)
        await actions.approve(actor, site=site, code=code, agency_id=form.agency, sure=form.sure)
    except Invalid as refusal:
        return await _queue_again(site, code, refusal)
    return Moved(f"/sites/{slug}/requests")


@post("/sites/{slug:str}/requests/{code:str}/refusal", **PEOPLE)
async def refuse(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Page[QueueView] | Moved:
    """Say no, with a reason that is mailed."""
    site = await _site(actor, slug)
    try:
        form = await forms.read(request, RefusalForm)
        await actions.refuse(actor, site=site, code=code, reason=form.reason)
    except Invalid as refusal:
        return await _queue_again(site, code, refusal)
    return Moved(f"/sites/{slug}/requests")


async def _queue_again(site: SiteRow, code: str, refusal: Invalid) -> Page[QueueView]:
    values: Any = refusal.facts.get("values", {})
    told: dict[str, Any] = {"failed": code, "errors": refusal.fields, "typed": values.get("reason", "")}
    view = msgspec.structs.replace(await queries.queue_view(site), **told)
    return Page("requests/queue.html", view, status=422)


@get("/sites/{slug:str}/people/new", **PEOPLE)
async def add_page(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[AddView]:
    """The form for one person."""
    return Page("requests/add.html", await _add_view(await _site(actor, slug)))


@post("/sites/{slug:str}/people/new", **PEOPLE)
async def add(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[AddView] | Moved:
    """Add one person and invite them."""
    site = await _site(actor, slug)
    typed: dict[str, str] = {}
    try:
        form = await forms.read(request, AddForm)
        typed = {name: str(value or "") for name, value in msgspec.structs.asdict(form).items()}
        code = await actions.add(actor, site=site, admission=_admission(form))
    except Invalid as refusal:
        return await _added_again(site, typed, refusal)
    return Moved(f"/sites/{slug}/people/{code}/membership?saved=true")


def _admission(form: AddForm) -> Admission:
    told = msgspec.structs.asdict(form)
    return Admission(agency_id=told.pop("agency"), name=told.pop("full_name"), **told)


async def _added_again(site: SiteRow, typed: dict[str, str], refusal: Invalid) -> Page[AddView]:
    values: Any = typed or refusal.facts.get("values", {})
    told: dict[str, Any] = {"typed": values, "errors": refusal.fields, "step": str(refusal.facts.get("step", ""))}
    return Page("requests/add.html", msgspec.structs.replace(await _add_view(site), **told), status=422)


async def _add_view(site: SiteRow) -> AddView:
    return await queries.add_view(site, clock.now().astimezone(ZoneInfo(site.time_zone)).date())


async def _site(actor: Actor, slug: str) -> SiteRow:
    return await site_for(actor, slug, Permission.MANAGE_PEOPLE)


ROUTES = [ask_page, ask, queue, approve, refuse, add_page, add]
