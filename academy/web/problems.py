"""The one translator from what went wrong to what people and programs see."""

from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from academy import audit
from academy.errors import Invalid, Refusal, SignInNeeded, TooMany
from academy.web.page import Page, wants_json
from academy.web.unsent import unsent

log = structlog.get_logger()


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A problem as RFC 9457 says it, with our code; also what the error page shows."""

    title: str
    status: int
    code: str
    detail: str
    reference: str = ""
    fields: dict[str, str] = {}
    back: str = ""


_TITLES = {
    400: "We could not read that",
    401: "Sign in to go on",
    403: "This is not open to you",
    404: "Nothing here",
    405: "That does not work here",
    409: "This changed in the meantime",
    413: "That is too large",
    422: "Something needs another look",
    429: "Wait a little",
    500: "We could not do that",
}
_OUR_FAULT = (
    "The fault is ours. What was saved before is safe. Try again, or write to the help desk with the reference."
)
_STALE_FORM = (
    "This page was open for a long time or cookies are off, so the form was not accepted. "
    "Load the page again, then send it once more."
)


def refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    """A rule's refusal as a page or problem+json; who is not signed in is led to the sign-in page and back."""
    if isinstance(refusal, SignInNeeded) and not wants_json(request):
        return _to_sign_in(request)
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    headers = dict(refusal.headers)
    if isinstance(refusal, TooMany):
        headers["retry-after"] = str(refusal.retry_after)
    problem = Problem(
        _title(refusal.status), refusal.status, refusal.code, refusal.sentence, fields=fields, back=_back(request)
    )
    return _answer(request, problem, headers)


def http_failed(request: Request[Any, Any, Any], failure: HTTPException) -> Response[Any]:
    """Litestar's own refusals (no such route, wrong method, bad body) in our words."""
    status = failure.status_code
    stale = "CSRF" in failure.detail
    title, detail = ("This form is too old", _STALE_FORM) if stale else (_title(status), _plain_detail(status))
    return _answer(
        request, Problem(title, status, f"http_{status}", detail, back=_back(request)), failure.headers or {}
    )


def broken(request: Request[Any, Any, Any], fault: Exception) -> Response[Any]:
    """A bug: logged with the request id, shown as our fault."""
    log.exception("request failed", path=request.scope["path"], exc_info=fault)
    reference = audit.request_id.get()[-8:].upper()
    return _answer(
        request, Problem(_title(500), 500, "our_fault", _OUR_FAULT, reference=reference, back=_back(request)), {}
    )


def handlers() -> ExceptionHandlersMap:
    """What create_app registers."""
    return {Refusal: refused, HTTPException: http_failed, Exception: broken}


def _answer(request: Request[Any, Any, Any], problem: Problem, headers: dict[str, str]) -> Response[Any]:
    if wants_json(request):
        return Response(
            msgspec.json.encode(problem),
            status_code=problem.status,
            media_type="application/problem+json",
            headers={"vary": "accept", **headers},
        )
    return Page("error.html", problem, status=problem.status, headers=headers)


def _to_sign_in(request: Request[Any, Any, Any]) -> Response[Any]:
    """303 to the sign-in page; after a POST the way back is the page that sent it. htmx follows HX-Redirect.

    A form that somebody filled in is shown again instead, to be sent once more after signing in.
    """
    wanted = _back(request) if request.method != "GET" else request.scope["path"]
    if request.method == "GET" and (query := request.scope["query_string"].decode()):
        wanted = f"{wanted}?{query}"
    target = f"/sign-in?next={quote(wanted or '/')}"
    if "hx-request" in request.headers:
        return Response(b"", status_code=200, headers={"hx-redirect": target})
    if request.method == "POST" and (typed := unsent(request, target)):
        return Page("unsent.html", typed, status=typed.status)
    return Response(b"", status_code=303, headers={"location": target})


def _back(request: Request[Any, Any, Any]) -> str:
    """The page of our own the request came from, or nothing."""
    parts = urlsplit(request.headers.get("referer", ""))
    return (
        parts.path + (f"?{parts.query}" if parts.query else "") if parts.netloc == request.headers.get("host") else ""
    )


def _title(status: int) -> str:
    return _TITLES.get(status, _TITLES[500 if status >= 500 else 400])


def _plain_detail(status: int) -> str:
    sentences = {
        404: "We found nothing at this address. Check it for typing errors, or start from the home page.",
        405: "This address does not take that kind of request.",
        413: "What was sent is too large. Send a smaller file.",
        429: "That was too many tries in a short time. Wait a little, then try again.",
    }
    return sentences.get(status, "The request could not be read. Go back, check what was entered and try again.")
