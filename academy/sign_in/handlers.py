"""Sign-in, sign-out, and keys for programs."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy.actor import MATRIX, Actor, Permission
from academy.errors import Invalid
from academy.sign_in import actions, queries, rules, sessions
from academy.sign_in.forms import SignInForm, TokenForm
from academy.sign_in.identity import by_session
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page


class SignInView(msgspec.Struct, frozen=True):
    """The sign-in form as it was filled, with what is wrong with it."""

    next: str
    email: str = ""
    errors: dict[str, str] = {}
    waiting: str = ""


class AccountView(msgspec.Struct, frozen=True):
    """The person's tokens, the scopes that can be given, and a token just made (shown once)."""

    tokens: tuple[queries.TokenRow, ...]
    scopes: tuple[str, ...]
    new_token: str = ""
    errors: dict[str, str] = {}
    values: dict[str, str] = {}


@get("/sign-in", **needs(Permission.PUBLIC))
async def sign_in_page(actor: NamedDependency[Actor], next: FromQuery[str] = "") -> Page[SignInView]:  # noqa: A002 - the address says next
    """The form; keeps the page to return to."""
    return Page("sign_in/sign_in.html", SignInView(rules.local_path(next)))


@post("/sign-in", **needs(Permission.PUBLIC))
async def post_sign_in(request: Request[Any, Any, Any]) -> Page[SignInView] | Moved:
    """Check the password and open a session with a new token, whatever cookie came along."""
    form: SignInForm | None = None
    try:
        form = await forms.read(request, SignInForm)
        token = await actions.sign_in(
            email=form.email, password=form.password, user_agent=request.headers.get("user-agent", "")
        )
    except (Invalid, rules.SlowDown) as refusal:
        return _again(form, refusal)
    back = rules.local_path(form.next) or rules.landing(await by_session(token))
    return Moved(back, cookies=[sessions.cookie(token)])


def _again(form: SignInForm | None, refusal: Invalid | rules.SlowDown) -> Page[SignInView]:
    """The form again with what was typed, never the password."""
    typed = refusal.facts.get("values", {})
    values = typed if isinstance(typed, dict) else {}
    email, back = (form.email, form.next) if form else (values.get("email", ""), values.get("next", ""))
    if isinstance(refusal, Invalid):
        return Page("sign_in/sign_in.html", SignInView(back, email, refusal.fields), status=refusal.status)
    headers = {"retry-after": str(refusal.retry_after)}
    return Page(
        "sign_in/sign_in.html",
        SignInView(back, email, waiting=refusal.sentence),
        status=refusal.status,
        headers=headers,
    )


@post("/sign-out", **needs(Permission.SIGNED_IN))
async def sign_out(actor: NamedDependency[Actor]) -> Moved:
    """End this session."""
    await actions.sign_out(actor)
    return Moved("/", cookies=[sessions.no_cookie()])


def scopes_of(actor: Actor) -> tuple[str, ...]:
    """Every permission the actor's roles hold, which is the most a token of theirs can carry."""
    return tuple(sorted({permission for role in actor.roles for permission in MATRIX[role]}))


@get("/account/tokens", **needs(Permission.SIGNED_IN))
async def tokens(actor: NamedDependency[Actor]) -> Page[AccountView]:
    """The person's keys for programs."""
    return Page("sign_in/tokens.html", AccountView(await queries.tokens_of(actor), scopes_of(actor)))


@post("/account/tokens", **needs(Permission.SIGNED_IN))
async def make_token(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Page[AccountView]:
    """Make a key and show it this once."""
    try:
        form = await forms.read(request, TokenForm)
        _check_scopes(form, actor)
    except Invalid as refusal:
        typed: Any = refusal.facts.get("values", {})
        view = AccountView(await queries.tokens_of(actor), scopes_of(actor), errors=refusal.fields, values=typed)
        return Page("sign_in/tokens.html", view, status=422)
    token = await actions.make_token(actor, name=form.name, scopes=frozenset(form.scopes))
    return Page(
        "sign_in/tokens.html",
        AccountView(await queries.tokens_of(actor), scopes_of(actor), new_token=token),
        status=201,
    )


def _check_scopes(form: TokenForm, actor: Actor) -> None:
    """A key can carry only what its maker may do. Raises Invalid."""
    if not form.scopes or not set(form.scopes) <= set(scopes_of(actor)):
        raise Invalid(fields={"scopes": "Choose at least one of the listed permissions."}, values={"name": form.name})


@post("/account/tokens/{code:str}/revocation", **needs(Permission.SIGNED_IN))
async def revoke_token(actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    """End a key at once."""
    await actions.revoke_token(actor, code)
    return Moved("/account/tokens")


ROUTES = [sign_in_page, post_sign_in, sign_out, tokens, make_token, revoke_token]
