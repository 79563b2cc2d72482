"""The steps of a coordinator's first visit: the card on the landing page, and the page that Help leads to."""

from typing import Any, Literal

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.first_visit import actions
from academy.first_visit.queries import FirstVisitView, first_visit
from academy.first_visit.rules import STEPS
from academy.sites.access import site_for
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page

Any_ = Request[Any, Any, Any]
PEOPLE = needs(Permission.MANAGE_PEOPLE)


class StepForm(msgspec.Struct, frozen=True):
    """What is done with a step."""

    outcome: Literal["skipped", "opened"]


@get("/sites/{slug:str}/first-visit", **PEOPLE)
async def page(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[FirstVisitView]:
    """All four steps, whenever somebody wants them."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    return Page("first_visit/page.html", await first_visit(actor, site))


@get("/sites/{slug:str}/first-visit/card", **PEOPLE)
async def card(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[FirstVisitView]:
    """The part of the landing page; nothing once the steps are done, skipped or put away."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    return Page("first_visit/card.html", await first_visit(actor, site))


@post("/sites/{slug:str}/first-visit/{step:str}", **PEOPLE)
async def say(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], step: FromPath[str]) -> Moved:
    """Skip a step or go to it; the step "all" puts the card away."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    form = await forms.read(request, StepForm)
    await actions.say(actor, site=site, step=step, outcome=form.outcome)
    paths = {one.key: one.path for one in STEPS if form.outcome == "opened"}
    return Moved(f"/sites/{slug}/{paths.get(step, 'completion')}")


@post("/sites/{slug:str}/first-visit", **PEOPLE)
async def again(actor: NamedDependency[Actor], slug: FromPath[str]) -> Moved:
    """Bring the card back, with what was skipped."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    await actions.again(actor, site=site)
    return Moved(f"/sites/{slug}/completion")


ROUTES = [page, card, say, again]
