"""An officer's training elsewhere: the form, what became of it, the own evidence."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.sites.access import SiteRow
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.external import actions
from courses.external.access import Evidence, Training, own_evidence, own_sites, own_training
from courses.external.forms import ClaimForm
from courses.external.handlers.files import EvidenceResponse
from courses.external.queries import OwnView, claim_of, own_view, remarks_on, today_at
from courses.external.rules import MOST_BYTES, faults, move

Asked = Request[Any, Any, Any]
Answer = Page[OwnView] | Moved
HERE = "/my-training/external"
_BODY = 40_000_000
"""Above the largest file: what is a little too large is refused with all that was typed beside it."""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What came in: the form if it can be read, the stored file, and all that is wrong."""

    typed: dict[str, str]
    form: ClaimForm | None
    site: SiteRow | None
    kept: Evidence | None
    errors: dict[str, str]


@get(HERE, **needs(Permission.LEARN))
async def entered(request: Asked, actor: NamedDependency[Actor]) -> Page[OwnView]:
    """What was entered and how it stands, and the form for more."""
    view = await own_view(actor)
    return Page("external/own.html", msgspec.structs.replace(view, sent="sent" in request.query_params))


@post(HERE, request_max_body_size=_BODY, **needs(Permission.LEARN))
async def enter(request: Asked, actor: NamedDependency[Actor]) -> Answer:
    """Send training to the coordinator; what is wrong brings the page back with everything, the file too."""
    return await _receive(request, actor, None)


@get(f"{HERE}/{{code:str}}", **needs(Permission.LEARN))
async def change(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[OwnView]:
    """The form with what was returned. Raises CannotMove for what waits, counts or was withdrawn."""
    training = await own_training(actor, code)
    move(training.state, "send")
    view = await own_view(actor)
    values = {name: str(value) for name, value in msgspec.structs.asdict(claim_of(training)).items()}
    told = {"editing": training, "values": values | {"site": training.site_slug}, "kept": training.evidence}
    return Page("external/own.html", msgspec.structs.replace(view, **told))


@post(f"{HERE}/{{code:str}}", request_max_body_size=_BODY, **needs(Permission.LEARN))
async def send_again(request: Asked, actor: NamedDependency[Actor], code: FromPath[str]) -> Answer:
    """Send what was returned, put right."""
    return await _receive(request, actor, await own_training(actor, code))


@post(f"{HERE}/{{code:str}}/withdrawal", **needs(Permission.LEARN))
async def withdraw(actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    """Take back what is not approved."""
    await actions.withdraw(actor, code=code)
    return Moved(f"{HERE}#entered")


@get(f"{HERE}/{{code:str}}/evidence", **needs(Permission.LEARN))
async def evidence(actor: NamedDependency[Actor], code: FromPath[str]) -> EvidenceResponse:
    """The own file."""
    return EvidenceResponse((await own_training(actor, code)).evidence)


async def _receive(request: Asked, actor: Actor, editing: Training | None) -> Answer:
    sent = await _read(request, actor, editing)
    if sent.form is None or sent.site is None or sent.kept is None or sent.errors:
        return await _again(actor, sent, editing, ())
    claim, file = sent.form.claim(), sent.kept.code
    looks_like = await remarks_on(claim, actor.id, but=editing.id if editing else 0)
    if looks_like and not sent.form.anyway:
        return await _again(actor, sent, editing, looks_like)
    if editing:
        await actions.send_again(actor, claim, code=editing.code, evidence=file)
    else:
        await actions.send(actor, claim, site=sent.site, evidence=file)
    return Moved(f"{HERE}?sent=1#entered")


async def _read(request: Asked, actor: Actor, editing: Training | None) -> Sent:
    """The file first: it is kept even where the words beside it are faulty."""
    form, kept = None, None
    typed = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    errors: dict[str, str] = {}
    try:
        form = await forms.read(request, ClaimForm)
    except Invalid as refusal:
        errors |= refusal.fields
    try:
        kept = await _file(request, actor, typed.get("kept", ""))
    except Invalid as refusal:
        errors |= refusal.fields
        kept = await own_evidence(actor, typed["kept"]) if typed.get("kept") else None
    site = await _site(actor, typed.get("site", ""), editing)
    if site is None:
        errors["site"] = "Choose the site whose coordinator looks at it."
    elif form:
        errors |= faults(form.claim(), today_at(site.time_zone))
    return Sent(typed=typed, form=form, site=site, kept=kept, errors=errors)


async def _file(request: Asked, actor: Actor, kept: str) -> Evidence:
    """The file that came along, else the one that was kept before."""
    file = (await request.form()).get("evidence")
    if isinstance(file, UploadFile) and file.filename:
        return await actions.keep_evidence(actor, await file.read(MOST_BYTES + 1))
    if not kept:
        raise Invalid(fields={"evidence": actions.NO_FILE})
    return await own_evidence(actor, kept)


async def _site(actor: Actor, slug: str, editing: Training | None) -> SiteRow | None:
    sites = await own_sites(actor)
    wanted = editing.site_slug if editing else slug
    chosen = [one for one in sites if one.slug == wanted] or (sites if len(sites) == 1 else [])
    return chosen[0] if chosen else None


async def _again(actor: Actor, sent: Sent, editing: Training | None, remarks: tuple[str, ...]) -> Page[OwnView]:
    view = await own_view(actor)
    told = {"values": sent.typed, "errors": sent.errors, "kept": sent.kept, "remarks": remarks, "editing": editing}
    return Page("external/own.html", msgspec.structs.replace(view, **told), status=422)


ROUTES = [entered, enter, change, send_again, withdraw, evidence]
