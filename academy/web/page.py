"""One handler, two faces: a page for browsers, the same view as JSON for programs, by the Accept header."""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

import msgspec
from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.response.base import ASGIResponse

from academy.web import templating

View = TypeVar("View")
_JSON = "application/json"
_HTML = "text/html"


def wants_json(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Whether a program asked: by its address, or JSON preferred by Accept; all else, also `*/*`, gets a page."""
    if connection.scope["path"].startswith("/api/"):
        return True
    accept = connection.headers.get("accept", "")
    if _JSON not in accept:
        return False
    return "text/html" not in accept or accept.index(_JSON) < accept.index("text/html")


class Page(Response[View], Generic[View]):
    """`Page("learning/lesson.html", view)`; the view is a frozen struct that the template and programs read alike."""

    def __init__(
        self, template: str, view: View, *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(
            view,
            status_code=status,
            headers={"vary": "accept", "cache-control": "private, no-cache", **(headers or {})},
        )
        self.template = template

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **kwargs: Any) -> ASGIResponse:
        body, media_type = self._face(request)
        return ASGIResponse(
            body=body,
            media_type=media_type,
            status_code=self.status_code or 200,
            headers={**(kwargs.get("headers") or {}), **self.headers},
            cookies=[*self.cookies, *(kwargs.get("cookies") or ())],
            is_head_response=kwargs.get("is_head_response", False),
        )

    def _face(self, request: Request[Any, Any, Any]) -> tuple[bytes, str]:
        if wants_json(request):
            return msgspec.json.encode(self.content), _JSON
        return templating.current().render(self.template, self.content, request).encode(), _HTML


class Location(msgspec.Struct, frozen=True):
    """Where the truth now stands, for programs."""

    location: str


class Moved(Response[Location]):
    """After a change: 303 to the page that now shows the truth; programs get 201 and the address."""

    def __init__(self, path: str, *, cookies: Iterable[Cookie] = ()) -> None:
        super().__init__(Location(path), status_code=303, headers={"vary": "accept"}, cookies=list(cookies))
        self.path = path

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **kwargs: Any) -> ASGIResponse:
        program = wants_json(request)
        return ASGIResponse(
            body=msgspec.json.encode(self.content) if program else b"",
            media_type=_JSON if program else _HTML,
            status_code=201 if program else 303,
            headers={**self.headers, "location": self.path},
            cookies=self.cookies,
        )
