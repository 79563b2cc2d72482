"""A site's queue of training elsewhere: look at the evidence, approve or return."""

from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.sites.access import site_for
from academy.web import forms
from academy.web.csv import csv_response
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.external import actions
from courses.external.access import Training
from courses.external.forms import DecisionForm
from courses.external.handlers.files import EvidenceResponse
from courses.external.queries import QueueView, queue_view, sent_to

Asked = Request[Any, Any, Any]
CSV_HEAD = (
    *("Officer", "Training", "Provider", "Instructor", "Minutes", "First day", "Last day", "Category", "State"),
    *("Sent (UTC)", "Decided by", "Decided (UTC)", "Reason", "Evidence SHA-256"),
)


@get("/sites/{slug:str}/external", **needs(Permission.EXPORT))
async def queue(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[QueueView]:
    """What officers sent, with what to look at."""
    site = await site_for(actor, slug, Permission.EXPORT)
    return Page("external/queue.html", await queue_view(actor, site))


@get("/sites/{slug:str}/external.csv", **needs(Permission.EXPORT))
async def queue_csv(actor: NamedDependency[Actor], slug: FromPath[str]) -> Response[str]:
    """Everything that was sent to the site, for a spreadsheet."""
    site = await site_for(actor, slug, Permission.EXPORT)
    return csv_response(f"training-elsewhere-{slug}.csv", CSV_HEAD, _cells(await sent_to(site.id)))


@get("/sites/{slug:str}/external/{code:str}/evidence", **needs(Permission.EXPORT))
async def evidence(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> EvidenceResponse:
    """The file; that it was opened is on record."""
    return EvidenceResponse(await actions.open_evidence(actor, slug=slug, code=code))


@post("/sites/{slug:str}/external/{code:str}/decision", **needs(Permission.ASSIGN))
async def decide(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Page[QueueView] | Moved:
    """Approve it, or return it with a reason; a missing reason brings the page back as typed."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    try:
        form = await forms.read(request, DecisionForm)
        said = {"verb": form.verb, "category": form.category, "reason": form.reason}
        await actions.decide(actor, slug=slug, code=code, **said)
    except Invalid as refusal:
        typed = {name: str(value) for name, value in dict(await request.form()).items()}
        told = {"failed": code, "typed": typed, "errors": refusal.fields}
        return Page("external/queue.html", msgspec.structs.replace(await queue_view(actor, site), **told), status=422)
    return Moved(f"/sites/{slug}/external#decided")


def _cells(found: tuple[Training, ...]) -> Iterator[tuple[object, ...]]:
    for one in found:
        said = (one.name, one.title, one.provider, one.instructor, one.minutes, one.began_on, one.ended_on)
        decided = (one.by, one.decided_at and f"{one.decided_at:%Y-%m-%d %H:%M}", one.reason, one.evidence.sha256)
        yield (*said, one.category, one.state, f"{one.sent_at:%Y-%m-%d %H:%M}", *decided)


ROUTES = [queue, queue_csv, evidence, decide]
