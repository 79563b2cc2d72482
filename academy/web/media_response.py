"""Sending a stored file the way players and download managers ask for it: parts, conditions, heads."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import cast

import msgspec
from litestar.datastructures import Headers
from litestar.types import HTTPScope, Receive, Scope, Send

from academy import storage

LINK_KEPT_SECONDS = 300
"""How long browsers may keep a redirect to the store, at most: a player asks for a file many times in a row."""
_ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


class Span(msgspec.Struct, frozen=True):
    """Bytes `start` up to and without `end`."""

    start: int
    end: int


class Beyond(msgspec.Struct, frozen=True):
    """The part asked for lies outside the file."""


def span_of(header: str | None, size: int) -> Span | Beyond | None:
    """The part a Range header asks for; None = the whole file, also for what RFC 9110 says to ignore.

    Ignored: other units, several ranges, an end before its start (`bytes=5-2`).
    """
    match = _ONE_RANGE.fullmatch((header or "").strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        return Span(size - length, size) if length else Beyond()
    start, end = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None
    return Span(start, end) if start < size else Beyond()


class MediaResponse:
    """A stored file as an ASGI response: 200, 206, 304 or 416. Raises NotFound when the key is missing.

    link_life: how long a link to the store may live, where the store gives out files itself; the answer is then 307
    to it, whether or not the file is there. Without one the bytes always come from here. more: further headers.
    """

    def __init__(
        self,
        key: str,
        media_type: str,
        *,
        cache_control: str,
        disposition: str = "inline",
        link_life: timedelta | None = None,
        more: Mapping[str, str] | None = None,
    ) -> None:
        self._key = key
        self._link_life = link_life
        self._headers = {
            "content-type": media_type,
            "cache-control": cache_control,
            "content-disposition": disposition,
            "accept-ranges": "bytes",
            "x-content-type-options": "nosniff",
            **(more or {}),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        scope = cast(HTTPScope, scope)
        if self._link_life and (link := await self._link(scope, self._link_life)):
            kept = f"private, max-age={min(LINK_KEPT_SECONDS, int(self._link_life.total_seconds()) // 2)}"
            await self._send(send, 307, {"location": link, "cache-control": kept, "content-length": "0"}, None)
            return
        asked = Headers.from_scope(scope)
        stored = await storage.head(self._key)
        etag = f'"{stored.etag}"'
        if etag in [tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")]:
            await self._send(send, 304, {"etag": etag}, None)
            return
        span = span_of(asked.get("range"), stored.size) if asked.get("if-range", etag) == etag else None
        if isinstance(span, Beyond):
            await self._send(send, 416, {"content-range": f"bytes */{stored.size}", "content-length": "0"}, None)
            return
        part = span or Span(0, stored.size)
        headers = {"etag": etag, "content-length": str(part.end - part.start)}
        if span:
            headers["content-range"] = f"bytes {span.start}-{span.end - 1}/{stored.size}"
        await self._send(send, 206 if span else 200, headers, None if scope["method"] == "HEAD" else part)

    async def _link(self, scope: HTTPScope, life: timedelta) -> str | None:
        # A link is signed for one method.
        return await storage.link(self._key, method="HEAD" if scope["method"] == "HEAD" else "GET", life=life)

    async def _send(self, send: Send, status: int, headers: dict[str, str], part: Span | None) -> None:
        raw = [(name.encode(), value.encode("latin-1")) for name, value in (self._headers | headers).items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        if part is not None:
            async for piece in storage.stream(self._key, part.start, part.end):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
