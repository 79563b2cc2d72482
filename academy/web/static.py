"""Built assets from memory: hashed names, kept by browsers for a year, compressed once at build."""

import mimetypes
from pathlib import Path

from litestar import asgi
from litestar.handlers import ASGIRouteHandler
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

from academy.actor import Permission

_FOREVER = "public, max-age=31536000, immutable"
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
mimetypes.add_type("font/woff2", ".woff2")


class BuiltFiles:
    """All files of the folder, with their compressed twins, as an ASGI app."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            f"/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = "/" + scope["path"].strip("/")
        accepted = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"").decode()
        body, encoding = self._best(path, accepted)
        headers = {"content-length": str(len(body or b"")), "x-content-type-options": "nosniff"}
        if body is not None:
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            headers |= {"content-type": kind, "cache-control": _FOREVER, "vary": "accept-encoding"}
        if encoding:
            headers["content-encoding"] = encoding
        answer = ASGIResponse(body=body or b"", status_code=404 if body is None else 200, headers=headers)
        await answer(scope, receive, send)

    def _best(self, path: str, accepted: str) -> tuple[bytes | None, str]:
        for encoding, ending in _ENCODINGS:
            if encoding in accepted and (body := self._files.get(path + ending)) is not None:
                return body, encoding
        return self._files.get(path), ""


def static_route(folder: Path) -> ASGIRouteHandler:
    """The route for /static; public, outside sign-in and form tokens."""
    files = BuiltFiles(folder)

    @asgi("/static", is_mount=True, copy_scope=True, opt={"permission": Permission.PUBLIC})
    async def static(scope: Scope, receive: Receive, send: Send) -> None:
        await files(scope, receive, send)

    return static
