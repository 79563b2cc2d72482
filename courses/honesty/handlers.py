"""The digest of a site for its coordinator, and of all sites for the program office."""

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy.actor import Actor, Permission
from academy.errors import Invalid
from academy.sites.access import SiteRow, site_for
from academy.web import forms
from academy.web.csv import csv_response
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.honesty.actions import dismiss, request_look
from courses.honesty.queries import Digest, FindingLine, digest

Any_ = Request[Any, Any, Any]
CSV_HEAD = ("Found", "What", "Person", "Site", "Course", "Numbers", "Dismissed", "By", "Reason")
_PAGE = "honesty/digest.html"


class DismissalForm(msgspec.Struct, frozen=True):
    """Why the finding means nothing, or what was done about it."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


@get("/sites/{slug:str}/findings", **needs(Permission.ASSIGN))
async def at_site(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[Digest]:
    """What does not fit at one's own site."""
    return Page(_PAGE, await digest(await site_for(actor, slug, Permission.ASSIGN)))


@get("/sites/{slug:str}/findings.csv", **needs(Permission.EXPORT))
async def at_site_csv(actor: NamedDependency[Actor], slug: FromPath[str]) -> Response[str]:
    """The same for a spreadsheet."""
    found = await digest(await site_for(actor, slug, Permission.EXPORT))
    return csv_response(f"findings-{slug}.csv", CSV_HEAD, _rows(found.findings))


@post("/sites/{slug:str}/findings/look", **needs(Permission.ASSIGN))
async def look_at_site(actor: NamedDependency[Actor], slug: FromPath[str]) -> Moved:
    """Have it looked for now."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    await request_look(actor, site_id=site.id)
    return Moved(f"/sites/{slug}/findings")


@post("/sites/{slug:str}/findings/{finding:int}/dismissal", **needs(Permission.ASSIGN))
async def dismiss_at_site(
    request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], finding: FromPath[int]
) -> Page[Digest] | Moved:
    """Set a finding of one's own site aside."""
    return await _dismiss(request, actor, finding, await site_for(actor, slug, Permission.ASSIGN))


@get("/admin/findings", **needs(Permission.ADMINISTER))
async def everywhere() -> Page[Digest]:
    """What does not fit at any site."""
    return Page(_PAGE, await digest(None))


@get("/admin/findings.csv", **needs(Permission.ADMINISTER))
async def everywhere_csv() -> Response[str]:
    """The same for a spreadsheet."""
    return csv_response("findings.csv", CSV_HEAD, _rows((await digest(None)).findings))


@post("/admin/findings/look", **needs(Permission.ADMINISTER))
async def look_everywhere(actor: NamedDependency[Actor]) -> Moved:
    """Have it looked for now."""
    await request_look(actor, site_id=None)
    return Moved("/admin/findings")


@post("/admin/findings/{finding:int}/dismissal", **needs(Permission.ADMINISTER))
async def dismiss_anywhere(
    request: Any_, actor: NamedDependency[Actor], finding: FromPath[int]
) -> Page[Digest] | Moved:
    """Set a finding of any site aside."""
    return await _dismiss(request, actor, finding, None)


async def _dismiss(request: Any_, actor: Actor, finding: int, site: SiteRow | None) -> Page[Digest] | Moved:
    """Dismissed, or the page again with what was typed and why it was refused."""
    try:
        form = await forms.read(request, DismissalForm)
    except Invalid as refusal:
        typed = str(dict(await request.form()).get("reason", ""))
        told = {"dismissing": finding, "typed": typed, "error": refusal.fields["reason"]}
        return Page(_PAGE, msgspec.structs.replace(await digest(site), **told), status=422)
    await dismiss(actor, finding_id=finding, site_id=site.id if site else None, reason=form.reason)
    return Moved(f"/sites/{site.slug}/findings" if site else "/admin/findings")


def _rows(findings: Iterable[FindingLine]) -> Iterable[tuple[object, ...]]:
    for one in findings:
        what = (one.found_at.isoformat(), one.title, one.person, one.site, one.course, one.words)
        yield (*what, one.dismissed_at and one.dismissed_at.isoformat(), one.dismissed_by, one.dismissed_reason)


ROUTES = [
    at_site,
    at_site_csv,
    look_at_site,
    dismiss_at_site,
    everywhere,
    everywhere_csv,
    look_everywhere,
    dismiss_anywhere,
]
