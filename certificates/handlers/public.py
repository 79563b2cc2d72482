"""The public check of a certificate: by number, and by name as printed."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

import msgspec
from litestar import HttpMethod, Request, Response, post, route
from litestar.params import FromPath, FromQuery

from academy import clock
from academy.actor import Permission
from academy.errors import Invalid, Refusal, TooMany
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Page, wants_json
from certificates import pace
from certificates.forms import NameForm
from certificates.pace import Pace
from certificates.queries.public import PublicView, name_matches, public_view

Any_ = Request[Any, Any, Any]

ADDRESSES = ["/verify/{number:str}", "/V/{number:str}", "/v/{number:str}"]
"""The first is for people and programs, the second what the QR symbol opens, the third what is typed from paper."""

PRIVATE = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex"}
"""A check is between two people: no search engine keeps it and no other site learns the number."""

KEPT_FOR = "private, max-age=60"
"""How long a browser may show an answer again without asking. Wrong numbers are asked anew: some soon exist."""

name_tries = Pace(5, timedelta(minutes=1))
"""For each certificate: enough for typing errors, too few to try a list of officers."""

_THIS_RUN = secrets.token_hex(4)
"""Part of each answer's tag: another release may draw the same certificate in another way."""


class VerifyView(msgspec.Struct, frozen=True, kw_only=True):
    """The check as asked: `number` as typed, the certificate if there is one, and the answer about a name if asked.

    `refused` says why nothing was looked up.
    """

    number: str
    checked_at: datetime
    certificate: PublicView | None = None
    name: str = ""
    name_matches: bool | None = None
    name_refused: str = ""
    refused: str = ""


Answer = Page[VerifyView] | Response[None]
"""The page or its JSON; or 304, for who has it already."""


@route(["/verify", "/V", "/v"], http_method=[HttpMethod.GET, HttpMethod.HEAD], **needs(Permission.PUBLIC))
async def verify_form(request: Any_, number: FromQuery[str] = "") -> Answer:
    """The form; with `?number=` also the answer, so that the form works without script."""
    if number.strip():
        return await _verified(request, number)
    return Page("certificates/verify.html", VerifyView(number="", checked_at=clock.now()), headers=PRIVATE)


@route(ADDRESSES, http_method=[HttpMethod.GET, HttpMethod.HEAD], **needs(Permission.PUBLIC))
async def verify(request: Any_, number: FromPath[str]) -> Answer:
    """What a link or the QR symbol opens: clear words for every state, one answer for every wrong number."""
    return await _verified(request, number)


# A check by name changes nothing and has no session, so programs and phones without cookies need no form token.
@post("/verify/{number:str}/name-check", exclude_from_csrf=True, status_code=200, **needs(Permission.PUBLIC))
async def name_check(request: Any_, number: FromPath[str]) -> Answer:
    """Whether a name is the one printed: yes or no, a few times a minute, never the name itself."""
    view = await _looked_up(request, number)
    if view.certificate is None:
        return _answer(request, view)
    try:
        form = await forms.read(request, NameForm)
        name_tries.step(view.number, view.checked_at)
    except (Invalid, TooMany) as refusal:
        return _name_refused(view, refusal)
    matches = await name_matches(view.number, form.name)
    answer = msgspec.structs.replace(view, name=form.name, name_matches=matches)
    return Page("certificates/verify.html", answer, headers=PRIVATE)


async def _verified(request: Any_, number: str) -> Answer:
    try:
        return _answer(request, await _looked_up(request, number))
    except TooMany as refusal:
        view = VerifyView(number=_shown(number), checked_at=clock.now(), refused=refusal.sentence)
        return _refused(view, refusal)


async def _looked_up(request: Any_, number: str) -> VerifyView:
    """The check itself. Raises TooMany."""
    now = clock.now()
    pace.checks.take(pace.network_of(request.client.host if request.client else ""), now)
    certificate = await public_view(number, now)
    pace.note_misses(int(certificate is None), now)
    shown = certificate.number if certificate else _shown(number)
    return VerifyView(number=shown, checked_at=now, certificate=certificate)


def _shown(number: str) -> str:
    return number.strip()[:80]


def _answer(request: Any_, view: VerifyView) -> Answer:
    if view.certificate is None:
        return Page("certificates/verify.html", view, status=404, headers=PRIVATE)
    tag = _tag(request, view.certificate)
    headers = PRIVATE | {"etag": tag, "cache-control": KEPT_FOR, "vary": "accept, cookie"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(None, status_code=304, headers=headers)
    return Page("certificates/verify.html", view, headers=headers)


def _tag(request: Any_, certificate: PublicView) -> str:
    """Weak: the same answer checked a minute later differs in the time it names."""
    face = (_THIS_RUN, wants_json(request), request.scope["state"]["actor"].code, certificate)
    return f'W/"{hashlib.sha256(msgspec.json.encode(face)).hexdigest()[:24]}"'


def _name_refused(view: VerifyView, refusal: Refusal) -> Page[VerifyView]:
    words = refusal.fields.get("name", refusal.sentence) if isinstance(refusal, Invalid) else refusal.sentence
    return _refused(msgspec.structs.replace(view, name_refused=words), refusal)


def _refused(view: VerifyView, refusal: Refusal) -> Page[VerifyView]:
    headers = {"retry-after": str(refusal.retry_after)} if isinstance(refusal, TooMany) else {}
    return Page("certificates/verify.html", view, status=refusal.status, headers=PRIVATE | headers)


ROUTES = [verify_form, verify, name_check]
