"""The transcript over HTTP: an officer's own, and for the coordinator of a site."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy import clock
from academy.actor import Actor, Permission
from academy.signing import actions as signing
from academy.web.guards import needs
from academy.web.paper import paper
from certificates.transcript.actions import take
from certificates.transcript.queries import Transcript, transcript_of

Asked = Request[Any, Any, Any]


# Signed in is enough: who left an agency keeps the record of what was learned there.
@get("/transcript.pdf", **needs(Permission.SIGNED_IN))
async def own(request: Asked, actor: NamedDependency[Actor]) -> Response[bytes]:
    """Everything the person took, for all sites."""
    return await _paper(request, await transcript_of(actor.id, clock.now(), actor.zone))


@get("/sites/{slug:str}/people/{code:str}/transcript.pdf", **needs(Permission.EXPORT))
async def of_officer(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Response[bytes]:
    """What an officer took for this site; that it was taken is audited."""
    return await _paper(request, await take(actor, slug=slug, code=code))


async def _paper(request: Asked, view: Transcript) -> Response[bytes]:
    name = f"Transcript {view.holder.name}"
    return await paper(request, "transcript/transcript.html", view, name=name, sign=signing.sign)


ROUTES = [own, of_officer]
