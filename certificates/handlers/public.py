"""The public check of a certificate: by number, and by name as printed."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from litestar import HttpMethod, Request, get, post, route
from litestar.params import FromPath, FromQuery

from academy import clock
from academy.actor import Permission
from academy.errors import Invalid, Refusal, TooMany
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Page
from certificates.forms import NameForm
from certificates.pace import Pace
from certificates.queries.public import PublicView, name_matches, public_view

ADDRESSES = ["/verify/{number:str}", "/V/{number:str}", "/v/{number:str}"]
"""The first is for people and programs, the second what the QR symbol opens, the third what is typed from paper."""

PRIVATE = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex"}
"""A check is between two people: no search engine keeps it and no other site learns the number."""

name_tries = Pace(5, timedelta(minutes=1))
"""For each certificate: enough for typing errors, too few to try a list of officers."""


class VerifyView(msgspec.Struct, frozen=True, kw_only=True):
    """The check as asked: `number` as typed, the certificate if there is one, and the answer about a name if asked."""

    number: str
    checked_at: datetime
    certificate: PublicView | None = None
    name: str = ""
    name_matches: bool | None = None
    name_refused: str = ""


@get(["/verify", "/V", "/v"], **needs(Permission.PUBLIC))
async def verify_form(number: FromQuery[str] = "") -> Page[VerifyView]:
    """The form; with `?number=` also the answer, so that the form works without script."""
    if number.strip():
        return await _verified(number)
    return Page("certificates/verify.html", VerifyView(number="", checked_at=clock.now()), headers=PRIVATE)


@route(ADDRESSES, http_method=[HttpMethod.GET, HttpMethod.HEAD], **needs(Permission.PUBLIC))
async def verify(number: FromPath[str]) -> Page[VerifyView]:
    """What a link or the QR symbol opens: clear words for every state, one answer for every wrong number."""
    return await _verified(number)


# A check by name changes nothing and has no session, so programs and phones without cookies need no form token.
@post("/verify/{number:str}/name-check", exclude_from_csrf=True, status_code=200, **needs(Permission.PUBLIC))
async def name_check(request: Request[Any, Any, Any], number: FromPath[str]) -> Page[VerifyView]:
    """Whether a name is the one printed: yes or no, a few times a minute, never the name itself."""
    now = clock.now()
    certificate = await public_view(number, now)
    if certificate is None:
        return await _verified(number)
    view = VerifyView(number=certificate.number, checked_at=now, certificate=certificate)
    try:
        form = await forms.read(request, NameForm)
        name_tries.step(certificate.number, now)
    except (Invalid, TooMany) as refusal:
        return _refused(view, refusal)
    matches = await name_matches(certificate.number, form.name)
    answer = msgspec.structs.replace(view, name=form.name, name_matches=matches)
    return Page("certificates/verify.html", answer, headers=PRIVATE)


async def _verified(number: str) -> Page[VerifyView]:
    now = clock.now()
    certificate = await public_view(number, now)
    shown = certificate.number if certificate else number.strip()[:80]
    view = VerifyView(number=shown, checked_at=now, certificate=certificate)
    return Page("certificates/verify.html", view, status=200 if certificate else 404, headers=PRIVATE)


def _refused(view: VerifyView, refusal: Refusal) -> Page[VerifyView]:
    words = refusal.fields.get("name", refusal.sentence) if isinstance(refusal, Invalid) else refusal.sentence
    headers = {"retry-after": str(refusal.retry_after)} if isinstance(refusal, TooMany) else {}
    answer = msgspec.structs.replace(view, name_refused=words)
    return Page("certificates/verify.html", answer, status=refusal.status, headers=PRIVATE | headers)


ROUTES = [verify_form, verify, name_check]
