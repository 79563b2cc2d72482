"""What certificates carry beside the academy's own: names and marks of sites, lines of courses, and how it looks."""

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import Invalid, NotFound
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from certificates import press, sample
from certificates.branding import Course, actions, additions_for, marks, stored
from certificates.branding.rules import StateLine
from certificates.document import render_in_process
from certificates.forms import BrandForm, LineForm

Asked = Request[Any, Any, Any]
HERE = "/admin/branding"
PRIVATE = {"cache-control": "no-store", "x-robots-tag": "noindex"}
MOST_BYTES = 200_000


class BrandingView(msgspec.Struct, frozen=True):
    """All sites, all lines in force, and a form as it was filled."""

    brands: tuple[stored.Brand, ...]
    lines: tuple[stored.Line, ...]
    values: dict[str, str] = {}
    errors: dict[str, str] = {}


@get(HERE, **needs(Permission.ADMINISTER))
async def branding(site: FromQuery[str] = "") -> Page[BrandingView]:
    """What stands on certificates beside the academy's own; `site`: whose name is about to be set."""
    return Page("certificates/branding.html", await _view({"site": site}, {}))


@post(f"{HERE}/brands", **needs(Permission.ADMINISTER))
async def set_brand(request: Asked, actor: NamedDependency[Actor]) -> Page[BrandingView] | Moved:
    """Name and mark of a site."""
    try:
        form = await forms.read(request, BrandForm)
        mark = await _sent(request)
        await actions.set_brand(actor, slug=form.site, name=form.name, mark=mark, keep_mark=not form.without_mark)
    except Invalid as refusal:
        return await _again(request, refusal)
    return Moved(HERE)


@post(f"{HERE}/lines", **needs(Permission.ADMINISTER))
async def add_line(request: Asked, actor: NamedDependency[Actor]) -> Page[BrandingView] | Moved:
    """A number of a course with a state POST or in the national catalog."""
    try:
        form = await forms.read(request, LineForm)
        said = {name: value for name, value in msgspec.structs.asdict(form).items() if value is not None}
        await actions.add_line(actor, StateLine(**said))
    except Invalid as refusal:
        return await _again(request, refusal)
    return Moved(f"{HERE}#lines")


@post(f"{HERE}/lines/{{line:int}}/end", **needs(Permission.ADMINISTER))
async def end_line(actor: NamedDependency[Actor], line: FromPath[int]) -> Moved:
    """A line that new certificates do not carry any more."""
    await actions.end_line(actor, line_id=line)
    return Moved(f"{HERE}#lines")


@get(f"{HERE}/{{slug:str}}/mark", **needs(Permission.ADMINISTER))
async def mark(slug: FromPath[str]) -> Response[bytes]:
    """The mark that is set for a site, as it is printed."""
    content = await stored.mark_of((await _brand(slug)).site_id)
    if content is None:
        raise NotFound()
    return Response(content, media_type=marks.kind_of(content), headers=PRIVATE)


@get(f"{HERE}/{{slug:str}}/sample.pdf", **needs(Permission.ADMINISTER))
async def preview(slug: FromPath[str], course: FromQuery[str] = "") -> Response[bytes]:
    """A sample certificate of a site, and of a course if one is named: not signed, on no record."""
    site = (await _brand(slug)).site
    facts = sample.facts_of("Sample Officer", "A Course to Look At", clock.now())
    chosen = Course(code=course, version=1, site=site, completed_on=facts.completed_on)
    added = (await additions_for({site})).on(facts, chosen)
    paper = await render_in_process(added, press.fonts())
    headers = PRIVATE | {"content-disposition": 'inline; filename="sample.pdf"'}
    return Response(paper, media_type="application/pdf", headers=headers)


async def _brand(slug: str) -> stored.Brand:
    found = [one for one in await stored.brands() if one.slug == slug]
    if not found:
        raise NotFound()
    return found[0]


async def _sent(request: Asked) -> bytes | None:
    file = (await request.form()).get("mark")
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    return await file.read(MOST_BYTES + 1)


async def _view(values: dict[str, str], errors: dict[str, str]) -> BrandingView:
    return BrandingView(await stored.brands(), await stored.lines(), values, errors)


async def _again(request: Asked, refusal: Invalid) -> Page[BrandingView]:
    """The page again, with what was typed and what is wrong with it."""
    typed = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    return Page("certificates/branding.html", await _view(typed, refusal.fields), status=refusal.status)


ROUTES = [branding, set_brand, add_line, end_line, mark, preview]
