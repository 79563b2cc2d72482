"""Inviting a site's people, and choosing a password by the link that came by mail."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.joining import actions
from academy.joining.actions import Invited
from academy.sign_in.rules import SHORTEST_PASSWORD
from academy.sites.access import site_for
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page

Any_ = Request[Any, Any, Any]
# The address is the secret: it goes to nobody by a referrer, and stays in no shared cache.
_SECRET = {"referrer-policy": "no-referrer", "cache-control": "private, no-store"}


class InvitationForm(msgspec.Struct, frozen=True):
    """One person by code, or everybody who cannot sign in yet."""

    person: str = ""


class PasswordForm(msgspec.Struct, frozen=True):
    """The password that was chosen."""

    password: str


class JoinView(msgspec.Struct, frozen=True):
    """Who is let in, and what is wrong with the password."""

    name: str
    email: str
    token: str
    error: str = ""
    shortest: int = SHORTEST_PASSWORD


@post("/sites/{slug:str}/invitations", **needs(Permission.MANAGE_PEOPLE))
async def invite(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Moved:
    """Write to people who cannot sign in yet."""
    site = await site_for(actor, slug, Permission.MANAGE_PEOPLE)
    form = await forms.read(request, InvitationForm)
    count = await actions.invite(actor, site=site, code=form.person)
    return Moved(f"/sites/{slug}/people?invited={count}")


@get("/join/{token:str}", **needs(Permission.PUBLIC))
async def join(token: FromPath[str]) -> Page[JoinView]:
    """Where a password is chosen."""
    return _page(await actions.invited(token), token)


@post("/join/{token:str}", **needs(Permission.PUBLIC))
async def accept(request: Any_, token: FromPath[str]) -> Page[JoinView] | Moved:
    """Choose it; then sign in with it."""
    found = await actions.invited(token)
    try:
        form = await forms.read(request, PasswordForm)
        await actions.accept(token, password=form.password)
    except Invalid as refusal:
        return _page(found, token, refusal.fields.get("password", refusal.sentence))
    return Moved("/sign-in")


def _page(found: Invited, token: str, error: str = "") -> Page[JoinView]:
    view = JoinView(found.name, found.email, token, error)
    return Page("joining/join.html", view, status=422 if error else 200, headers=_SECRET)


ROUTES = [invite, join, accept]
