"""The door of the house: every request gets an id, an actor, safe headers and one log line."""

import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from litestar.connection import ASGIConnection
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from academy import audit, storage
from academy.actor import Actor, Visitor
from academy.settings import Settings

log = structlog.get_logger()
Identify = Callable[[ASGIConnection[Any, Any, Any, Any]], Awaitable[Actor]]
Afterwards = Callable[[], Awaitable[None]]
"""What is left to do once a request is answered and nothing of it is open any more."""

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{store} data: blob:; font-src 'self'; "
    "connect-src 'self'{store}; media-src 'self'{store} blob:; worker-src 'self' blob:; manifest-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""`{store}` is where an S3-compatible store gives out films and pictures, or nothing."""
_ASSETS = "/static/"
_SECRETS = ("/join/", "/unsubscribe/", "/calendar/")
"""What follows is the secret of an invitation, of somebody's mail or calendar, and belongs into no log."""


def safe_headers(settings: Settings) -> dict[str, str]:
    """Headers on every answer: no foreign script, frame or referrer; encryption kept where it is on."""
    store = storage.origin(settings)
    headers = {
        "content-security-policy": _CSP.format(store=f" {store}" if store else ""),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    }
    if settings.https:
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return headers


class Entrance:
    """ASGI middleware made by `entrance()`."""

    def __init__(self, app: ASGIApp, identify: Identify, afterwards: Afterwards, headers: dict[str, str]) -> None:
        self._app = app
        self._identify = identify
        self._afterwards = afterwards
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if str(scope["type"]) != "http" or scope["path"].startswith(_ASSETS):
            await self._app(scope, receive, send)
            return
        request_id, path = _request_id(scope), scope["path"]
        audit.request_id.set(request_id)
        started = time.perf_counter()
        status = 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = [*message["headers"]]
                names = {name.lower() for name, _ in given}
                ours = [(name, value) for name, value in self._headers if name not in names]
                message["headers"] = [*given, *ours, (b"x-request-id", request_id.encode())]
            await send(message)

        scope.setdefault("state", {})["actor"] = Visitor
        try:
            scope["state"]["actor"] = await self._identify(ASGIConnection(scope))
            await self._app(scope, receive, send_with_headers)
        finally:
            _log_request(scope, path, status, started)
        await self._afterwards()


def entrance(identify: Identify, afterwards: Afterwards, settings: Settings) -> Callable[[ASGIApp], Entrance]:
    """The middleware for `Litestar(middleware=[...])`."""
    headers = safe_headers(settings)
    return lambda app: Entrance(app, identify, afterwards, headers)


class CsrfUnlessToken(CSRFMiddleware):
    """Form tokens for browsers. A program's bearer token is no ambient authority, so it needs none."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if any(name == b"authorization" for name, _ in scope.get("headers", ())):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def _request_id(scope: Scope) -> str:
    """The id a proxy gave, if it is a plain one, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and value.isalnum() and len(value) <= 40:
            return value.decode()
    return secrets.token_hex(8)


def _log_request(scope: Scope, path: str, status: int, started: float) -> None:
    """`path` as it was asked for: what is mounted below sees a shorter one."""
    actor = scope["state"]["actor"]
    log.info(
        "request",
        method=scope.get("method"),
        path=next((place for place in _SECRETS if path.startswith(place)), path),
        status=status,
        ms=round((time.perf_counter() - started) * 1000, 1),
        person=actor.code or None,
    )
