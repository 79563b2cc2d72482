"""The queues of training elsewhere, a site's and the office's: look at the evidence, approve or return."""

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
from courses.external.queries import QueueView, office_queue, queue_view, sent_to

Asked = Request[Any, Any, Any]
OFFICE = "/admin/external"
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
        await actions.decide(actor, slug=slug, code=code, decision=form.decision)
    except Invalid as refusal:
        return await _again(request, await queue_view(actor, site), code, refusal)
    return Moved(f"/sites/{slug}/external#decided")


@get(OFFICE, **needs(Permission.ADMINISTER))
async def office(actor: NamedDependency[Actor]) -> Page[QueueView]:
    """What coordinators sent for themselves, whose site may have nobody else to decide it."""
    return Page("external/queue.html", await office_queue(actor))


@get(f"{OFFICE}/{{code:str}}/evidence", **needs(Permission.ADMINISTER))
async def office_evidence(actor: NamedDependency[Actor], code: FromPath[str]) -> EvidenceResponse:
    """The file a coordinator sent; that it was opened is on record."""
    return EvidenceResponse(await actions.open_evidence_at_office(actor, code=code))


@post(f"{OFFICE}/{{code:str}}/decision", **needs(Permission.ADMINISTER))
async def decide_at_office(
    request: Asked, actor: NamedDependency[Actor], code: FromPath[str]
) -> Page[QueueView] | Moved:
    """Approve a coordinator's training, or return it with a reason; a missing reason brings the page back as typed."""
    try:
        form = await forms.read(request, DecisionForm)
        await actions.decide_at_office(actor, code=code, decision=form.decision)
    except Invalid as refusal:
        return await _again(request, await office_queue(actor), code, refusal)
    return Moved(f"{OFFICE}#decided")


async def _again(request: Asked, view: QueueView, code: str, refusal: Invalid) -> Page[QueueView]:
    typed = {name: str(value) for name, value in dict(await request.form()).items()}
    told = {"failed": code, "typed": typed, "errors": refusal.fields}
    return Page("external/queue.html", msgspec.structs.replace(view, **told), status=422)


def _cells(found: tuple[Training, ...]) -> Iterator[tuple[object, ...]]:
    for one in found:
        said = (one.name, one.title, one.provider, one.instructor, one.minutes, one.began_on, one.ended_on)
        decided = (one.by, one.decided_at and f"{one.decided_at:%Y-%m-%d %H:%M}", one.reason, one.evidence.sha256)
        yield (*said, one.category, one.state, f"{one.sent_at:%Y-%m-%d %H:%M}", *decided)


ROUTES = [queue, queue_csv, evidence, decide, office, office_evidence, decide_at_office]
