"""The yearly review of a site's accounts."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.reviews import actions
from academy.reviews.queries import ReviewView, review_view
from academy.sites.access import SiteRow, site_for
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page

Any_ = Request[Any, Any, Any]
PEOPLE = needs(Permission.MANAGE_PEOPLE)


class MarkForm(msgspec.Struct, frozen=True):
    """The memberships a page showed, those of them who left, and the roles that are not needed; where to go on."""

    shown: tuple[int, ...] = ()
    leavers: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    quiet: bool = False
    go: int = 1


class SignForm(msgspec.Struct, frozen=True):
    """The signature."""

    signed_name: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]


@get("/sites/{slug:str}/review", **PEOPLE)
async def review(
    actor: NamedDependency[Actor], slug: FromPath[str], page: FromQuery[int] = 1, quiet: FromQuery[bool] = False
) -> Page[ReviewView]:
    """Everybody who can get in, with the last sign-in; and the rounds so far."""
    site = await _site(actor, slug)
    return Page("reviews/review.html", await review_view(site, clock.now(), quiet=quiet, page=page))


@post("/sites/{slug:str}/review", **PEOPLE)
async def begin(actor: NamedDependency[Actor], slug: FromPath[str]) -> Moved:
    """Begin a round."""
    await actions.begin(actor, site=await _site(actor, slug))
    return Moved(f"/sites/{slug}/review")


@post("/sites/{slug:str}/review/marks", **PEOPLE)
async def mark(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Moved:
    """Keep who was marked on a page, and go on to another."""
    site = await _site(actor, slug)
    form = await forms.read(request, MarkForm)
    await actions.mark(actor, site=site, shown=form.shown, leavers=form.leavers, roles=form.roles)
    quiet = "&quiet=true" if form.quiet else ""
    return Moved(f"/sites/{slug}/review?page={form.go}{quiet}")


@post("/sites/{slug:str}/review/closing", **PEOPLE)
async def close(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[ReviewView] | Moved:
    """Sign it: who was marked has left, everybody else is kept."""
    site = await _site(actor, slug)
    typed = ""
    try:
        form = await forms.read(request, SignForm)
        typed = form.signed_name
        await actions.close(actor, site=site, signed_name=typed)
    except Invalid as refusal:
        view = await review_view(site, clock.now())
        again = msgspec.structs.replace(view, errors=refusal.fields, typed=typed)
        return Page("reviews/review.html", again, status=422)
    return Moved(f"/sites/{slug}/review")


async def _site(actor: Actor, slug: str) -> SiteRow:
    return await site_for(actor, slug, Permission.MANAGE_PEOPLE)


ROUTES = [review, begin, mark, close]
