"""The assignments of a site: the list, four steps to make or change one, one of them, taking it back."""

from typing import Any
from urllib.parse import urlencode

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
from courses.assigning.access import assignment_at, draft_of
from courses.assigning.actions import changing, making
from courses.assigning.choice import Choice
from courses.assigning.forms import WithdrawalForm
from courses.assigning.listing import AssignmentView, ListView, assignment_view, list_view
from courses.assigning.members import whom_of
from courses.assigning.views import AssignView, assign_view, choice_of

Any_ = Request[Any, Any, Any]
ASSIGN = needs(Permission.ASSIGN)


@get("/sites/{slug:str}/assignments", **ASSIGN)
async def assignments(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[ListView] | Moved:
    """The assignments of the site; an address of earlier days that names a step leads to the steps."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    if {"step", "course", "people"} & set(request.query_params):
        return Moved(f"/sites/{slug}/assignments/new?{urlencode(list(request.query_params.multi_items()))}")
    return Page("assigning/list.html", await list_view(actor, site))


@get("/sites/{slug:str}/assignments/new", **ASSIGN)
async def steps(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[AssignView]:
    """One of the four steps, from the draft or from what is in the address."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    return Page("assigning/assign.html", await _asked(request, actor, site))


async def _asked(request: Any_, actor: Actor, site: SiteRow) -> AssignView:
    asked = {name: request.query_params.getall(name) for name in request.query_params}
    try:
        choice, errors = forms.parse(asked, Choice), None
    except Invalid as refusal:
        choice, errors = Choice(), refusal.fields
    if not choice.draft:
        return await _view(site, choice, errors)
    row = await draft_of(actor, site.id, choice.draft)
    kept = msgspec.json.decode(row["chosen"], type=Choice)
    view = await _view(site, msgspec.structs.replace(kept, step=choice.step), errors)
    return msgspec.structs.replace(view, saved_at=row["saved_at"])


async def _view(site: SiteRow, choice: Choice, errors: dict[str, str] | None = None) -> AssignView:
    if not choice.changes:
        return await assign_view(site, choice, errors=errors)
    row = await assignment_at(site.id, choice.changes)
    if choice.reason or choice.draft:
        return await assign_view(site, choice, changes=row, errors=errors)
    kept = choice_of(row, await whom_of(row.id), step=max(choice.step, 2))
    return await assign_view(site, kept, changes=row, errors=errors)


@post("/sites/{slug:str}/assignments/new", **ASSIGN)
async def keep(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Moved:
    """Keep what was chosen so far as a draft, and go to the step asked for."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    choice = await forms.read(request, Choice)
    code = await making.keep_draft(actor, site=site, choice=choice)
    return Moved(f"/sites/{slug}/assignments/new?draft={code}&step={choice.step}")


@post("/sites/{slug:str}/assignments", **ASSIGN)
async def assign(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[AssignView] | Moved:
    """Make the assignment, or change the one it names; then show it."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    choice = await _chosen(actor, site, await forms.read(request, Choice))
    view = await _view(site, choice)
    if view.errors or view.target is None:
        return Page("assigning/assign.html", view, status=422)
    if choice.changes:
        await changing.change(actor, site=site, code=choice.changes, choice=choice)
        return Moved(f"/sites/{slug}/assignments/{choice.changes}?done=changed")
    made = await making.make(actor, site=site, target=view.target, choice=choice)
    return Moved(f"/sites/{slug}/assignments/{made.code}?done=made")


async def _chosen(actor: Actor, site: SiteRow, sent: Choice) -> Choice:
    """What was sent; where that names its draft alone, what the draft keeps."""
    if sent.draft and not (sent.course or sent.changes):
        row = await draft_of(actor, site.id, sent.draft)
        sent = msgspec.json.decode(row["chosen"], type=Choice)
    return msgspec.structs.replace(sent, step=4)


@get("/sites/{slug:str}/assignments/{code:str}", **ASSIGN)
async def assignment(
    actor: NamedDependency[Actor],
    slug: FromPath[str],
    code: FromPath[str],
    page: FromQuery[int] = 1,
    done: FromQuery[str] = "",
) -> Page[AssignmentView]:
    """One assignment: whom it asks, where everybody stands, and what can be done with it."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    view = await assignment_view(site, code, page=page)
    return Page("assigning/assignment.html", msgspec.structs.replace(view, done=done[:20]))


@post("/sites/{slug:str}/assignments/{code:str}/withdrawal", **ASSIGN)
async def withdraw(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Page[AssignmentView] | Moved:
    """Take it back, with a reason; what was completed stays."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    try:
        form = await forms.read(request, WithdrawalForm)
    except Invalid as refusal:
        view = await assignment_view(site, code)
        typed = refusal.facts.get("values")
        reason = typed.get("reason", "") if isinstance(typed, dict) else ""
        told = msgspec.structs.replace(view, errors=refusal.fields, reason=reason)
        return Page("assigning/assignment.html", told, status=422)
    await changing.withdraw(actor, site=site, code=code, reason=form.reason)
    return Moved(f"/sites/{slug}/assignments/{code}?done=withdrawn")


@post("/sites/{slug:str}/assignments/{code:str}/undo", **ASSIGN)
async def undo(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Moved:
    """Set a withdrawal back."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    await changing.undo(actor, site=site, code=code)
    return Moved(f"/sites/{slug}/assignments/{code}?done=restored")


ROUTES = [assignments, steps, keep, assign, assignment, withdraw, undo]
