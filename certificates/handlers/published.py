"""What programs that check a credential look up: keys, status lists, manifests. For everybody, from anywhere."""

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from academy import clock
from academy.actor import Permission
from academy.web.guards import needs
from certificates.queries import published

_OPEN = {"access-control-allow-origin": "*", "x-robots-tag": "noindex"}
"""Checkers also run in browsers, on pages of others."""
_SOON = {**_OPEN, "cache-control": "public, max-age=60"}
_FOREVER = {**_OPEN, "cache-control": "public, max-age=31536000, immutable"}


# The second is where a did:web with a path is looked up, for an academy that lives below one.
@get(["/.well-known/did.json", "/did.json"], **needs(Permission.PUBLIC))
async def did_document() -> Response[bytes]:
    """Who signs credentials, and every key that ever did."""
    content = msgspec.json.encode(await published.did())
    return Response(content, media_type="application/did+json", headers=_SOON)


@get("/status/{number:int}", **needs(Permission.PUBLIC))
async def status_list(number: FromPath[int]) -> Response[bytes]:
    """Which credentials of a list ended, signed for a week."""
    content = await published.signed_list(number, clock.now())
    return Response(content, media_type="application/vc", headers=_SOON)


@get("/courses/{slug:str}/versions/{number:int}/manifest.json", **needs(Permission.PUBLIC))
async def version_manifest(slug: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """The course version that credentials name by the digest of these bytes."""
    content = await published.manifest_of(slug, number)
    return Response(content, media_type="application/json", headers=_FOREVER)


ROUTES = [did_document, status_list, version_manifest]
