"""Assigning a course: four steps in the address, one change."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.sites.access import site_for
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.assigning.choice import Choice
from courses.assigning.views import AssignView, assign_view
from courses.learning.actions import enrollments
from courses.reports import queries

Any_ = Request[Any, Any, Any]


@get("/sites/{slug:str}/assignments", **needs(Permission.ASSIGN))
async def assign_page(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[AssignView]:
    """The four steps; what was chosen so far is in the address, so that Back loses nothing."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    try:
        choice, errors = forms.parse(_repeated(request), Choice), {}
    except Invalid as refusal:
        choice, errors = Choice(), refusal.fields
    members = await queries.members(site.id, site.time_zone)
    courses = await queries.columns(members)
    return Page("assigning/assign.html", assign_view(site, courses, members, choice, errors=errors))


def _repeated(request: Any_) -> dict[str, object]:
    return {name: request.query_params.getall(name) for name in request.query_params}


@post("/sites/{slug:str}/assignments", **needs(Permission.ASSIGN))
async def assign(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[AssignView] | Moved:
    """Assign to everybody chosen who does not have the course; then show them in the matrix."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    choice = await forms.read(request, Choice)
    members = await queries.members(site.id, site.time_zone)
    courses = await queries.columns(members)
    view = assign_view(site, courses, members, msgspec.structs.replace(choice, step=4), errors={})
    if view.errors or view.course is None:
        return Page("assigning/assign.html", view, status=422)
    people = tuple(one.code for one in view.plan.gets)
    reason = choice.reason
    await enrollments.assign(
        actor, site_id=site.id, course_slug=view.course.slug, people=people, due_on=choice.due, reason=reason
    )
    return Moved(f"/sites/{slug}/completion?course={view.course.slug}")


ROUTES = [assign_page, assign]
