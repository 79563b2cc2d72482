"""Evidence files over HTTP: for one officer, for a class, and the file itself."""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import Invalid, Refusal
from academy.sites.access import SiteRow, site_for
from academy.web import forms
from academy.web.guards import needs
from academy.web.media_response import MediaResponse
from academy.web.page import Moved, Page
from certificates.evidence import actions
from certificates.evidence.access import FileRow, file_for, require_outsider, subject_at
from certificates.evidence.queries import OfficerView, OfficeView, SiteView, attempts_in, office_view, site_view
from certificates.evidence.rules import plain_name

Any_ = Request[Any, Any, Any]
Reason = Annotated[str, msgspec.Meta(min_length=10, max_length=300)]


class ReasonForm(msgspec.Struct, frozen=True):
    """Why the file is needed: a case, an audit, a request of the officer."""

    reason: Reason


class ClassForm(msgspec.Struct, frozen=True):
    """Which class, and why."""

    course: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    from_on: date
    until_on: date
    reason: Reason


@get("/sites/{slug:str}/enrollments/{code:str}/evidence", **needs(Permission.SEE_EVIDENCE))
async def officer(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Page[OfficerView]:
    """What the file of one officer and course will hold, and the reason to give."""
    site = await site_for(actor, slug, Permission.SEE_EVIDENCE)
    return Page("evidence/officer.html", await _officer(actor, site, code))


@post("/sites/{slug:str}/enrollments/{code:str}/evidence", **needs(Permission.SEE_EVIDENCE))
async def ask(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]
) -> Page[OfficerView] | Moved:
    """Have it made."""
    site = await site_for(actor, slug, Permission.SEE_EVIDENCE)
    try:
        form = await forms.read(request, ReasonForm)
    except Invalid as refusal:
        again = await _officer(actor, site, code)
        told = msgspec.structs.replace(again, errors=refusal.fields, reason=_typed(refusal).get("reason", ""))
        return Page("evidence/officer.html", told, status=422)
    return Moved(f"/evidence-files/{await actions.ask_for_officer(actor, slug=slug, code=code, reason=form.reason)}")


@get("/sites/{slug:str}/evidence", **needs(Permission.SEE_EVIDENCE))
async def at_site(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[SiteView]:
    """A class file, and the files one asked for."""
    site = await site_for(actor, slug, Permission.SEE_EVIDENCE)
    return Page("evidence/site.html", await site_view(actor, site, clock.now()))


@post("/sites/{slug:str}/evidence", **needs(Permission.SEE_EVIDENCE))
async def ask_for_class(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[SiteView] | Moved:
    """Have a class file made; a faulty field brings the page back as typed."""
    site = await site_for(actor, slug, Permission.SEE_EVIDENCE)
    typed: dict[str, str] = {}
    try:
        form = await forms.read(request, ClassForm)
        typed = {name: str(value) for name, value in msgspec.structs.asdict(form).items()}
        days = {"from_on": form.from_on, "until_on": form.until_on}
        code = await actions.ask_for_class(actor, slug=slug, course_slug=form.course, reason=form.reason, **days)
    except Invalid as refusal:
        values = typed or _typed(refusal)
        view = await site_view(actor, site, clock.now())
        told = msgspec.structs.replace(view, values=view.values | values, errors=refusal.fields)
        return Page("evidence/site.html", told, status=422)
    return Moved(f"/evidence-files/{code}")


@get("/admin/evidence", **needs(Permission.ADMINISTER))
async def office(request: Any_, actor: NamedDependency[Actor]) -> Page[OfficeView]:
    """Any site's officers, by name or address."""
    return Page("evidence/office.html", await office_view(actor, request.query_params.get("q", "")[:100]))


@get("/evidence-files/{code:str}", **needs(Permission.SEE_EVIDENCE))
async def file(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[FileRow]:
    """How far it is; then its digest, and the way to take it."""
    return Page("evidence/file.html", await file_for(actor, code))


@get("/evidence-files/{code:str}/state", **needs(Permission.SEE_EVIDENCE))
async def state(actor: NamedDependency[Actor], code: FromPath[str]) -> Page[FileRow]:
    """The part of its page that asks again until it is ready."""
    return Page("evidence/state.html", await file_for(actor, code))


@get("/evidence-files/{code:str}/download", **needs(Permission.SEE_EVIDENCE))
async def download(actor: NamedDependency[Actor], code: FromPath[str]) -> MediaResponse:
    """The ZIP, for who asked for it; each taking is on record with the reason."""
    row = await actions.take(actor, code=code)
    name = plain_name(f"evidence {row.officer or row.site} {row.course} {row.created_at:%Y-%m-%d}")
    named = f'attachment; filename="{name}.zip"'
    return MediaResponse(row.stored_as, "application/zip", cache_control="private, no-store", disposition=named)


@post("/evidence-files/{code:str}/repeat", **needs(Permission.SEE_EVIDENCE))
async def again(actor: NamedDependency[Actor], code: FromPath[str]) -> Moved:
    """Try once more what failed."""
    await actions.ask_again(actor, code=code)
    return Moved(f"/evidence-files/{code}")


async def _officer(actor: Actor, site: SiteRow, code: str) -> OfficerView:
    found = await subject_at(site, code)
    try:
        await require_outsider(actor, found.course_id, found.person_id)
    except Refusal as refusal:
        return OfficerView(site=site, subject=found, refused=refusal.sentence)
    return OfficerView(site=site, subject=found, attempts=await attempts_in(actor, found))


def _typed(refusal: Invalid) -> dict[str, str]:
    values = refusal.facts.get("values")
    return {name: str(value) for name, value in values.items()} if isinstance(values, dict) else {}


ROUTES = [officer, ask, at_site, ask_for_class, office, file, state, download, again]
