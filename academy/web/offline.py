"""Without a network: the worker that keeps pages on a device, and the page shown for those that are not kept."""

from functools import lru_cache

import msgspec
from litestar import Response, get

from academy.actor import Permission
from academy.web import assets
from academy.web.guards import needs
from academy.web.page import Page


class Offline(msgspec.Struct, frozen=True):
    """The page has no facts: it is the same for everybody, and is kept on the device."""


@get("/offline", **needs(Permission.PUBLIC))
async def offline() -> Page[Offline]:
    """What stands in for a page that needs a network."""
    return Page("offline.html", Offline())


@get("/offline-worker.js", **needs(Permission.PUBLIC))
async def worker() -> Response[bytes]:
    """The worker's code at an address above all pages, because it may only stand before what lies below it."""
    return Response(_code(), media_type="text/javascript", headers={"cache-control": "no-cache"})


@lru_cache(maxsize=1)
def _code() -> bytes:
    """With the mark of this build, so that each release's worker is a new one and fetches today's stand-in page."""
    name = assets.Manifest().asset("worker.js").removeprefix("/static/")
    mark = (assets.BUILT / ".digest").read_bytes()
    return b"// " + mark + b"\n" + (assets.BUILT / name).read_bytes()


ROUTES = [offline, worker]
