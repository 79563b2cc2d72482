"""The coordinator's pages: completion and one officer."""

from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from academy import clock
from academy.actor import Actor, Permission
from academy.sites.access import person_of_site, site_for
from academy.web import forms
from academy.web.csv import csv_stream
from academy.web.guards import needs
from academy.web.page import Moved, Page
from academy.web.paper import paper
from courses.authoring.access import reviewed_version
from courses.learning.actions import enrollments
from courses.learning.lines.checking import check
from courses.reports import by_hand, exempting, officers
from courses.reports.exporting import HEAD, completion_lines
from courses.reports.impact import Impact, impact_of
from courses.reports.matrix import Matrix, matrix
from courses.reports.views import OfficerView
from courses.reports.wanted import filters_of, query_of

Any_ = Request[Any, Any, Any]


class WithdrawalForm(msgspec.Struct, frozen=True):
    """Why, and whose page to go back to."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    person: str


@get("/sites/{slug:str}/completion", **needs(Permission.SEE_PROGRESS))
async def site_matrix(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[Matrix]:
    """People x courses with states, totals and charts."""
    return Page("reports/matrix.html", await _matrix(request, actor, slug, Permission.SEE_PROGRESS))


@get("/sites/{slug:str}/completion.csv", **needs(Permission.EXPORT))
async def matrix_csv(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Stream:
    """The same rows for a spreadsheet, with the same filter, people by name; sent while it is read."""
    site = await site_for(actor, slug, Permission.EXPORT)
    today = clock.now().astimezone(ZoneInfo(site.time_zone)).date()
    lines = completion_lines(site, filters_of(request.query_params), today)
    return csv_stream(f"completion-{slug}-{today}.csv", HEAD, lines)


@get("/sites/{slug:str}/completion.pdf", **needs(Permission.SEE_PROGRESS))
async def matrix_paper(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str]) -> Response[bytes]:
    """The people of the page for the printer, with the same filter; a few courses side by side on each sheet."""
    found = await _matrix(request, actor, slug, Permission.SEE_PROGRESS)
    day = found.counted_at.astimezone(ZoneInfo(found.zone)).date()
    return await paper(request, "reports/matrix_paper.html", found, name=f"Completion {slug} {day}")


@post("/sites/{slug:str}/completion/count", **needs(Permission.ASSIGN))
async def count_again(actor: NamedDependency[Actor], slug: FromPath[str]) -> Moved:
    """Hold what is kept of the site against its records, and count it again where it differs."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    await check(site.id)
    return Moved(f"/sites/{slug}/completion")


async def _matrix(request: Any_, actor: Actor, slug: str, needed: Permission) -> Matrix:
    site = await site_for(actor, slug, needed)
    filters = filters_of(request.query_params)
    page = request.query_params.get("page", "1")
    number = 0 if page == "all" else max(int(page), 1) if page.isdecimal() else 1
    return await matrix(site, filters, clock.now(), page=number, query=query_of(filters))


@get("/sites/{slug:str}/people/{code:str}", **needs(Permission.SEE_PROGRESS))
async def officer(actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Page[OfficerView]:
    """One officer: courses by urgency with what is missing and since when, and what happened; who left, to read."""
    site = await site_for(actor, slug, Permission.SEE_PROGRESS)
    person = await person_of_site(site.id, code)
    return Page("reports/officer.html", await officers.officer_view(actor, site, person, clock.now()))


@post("/sites/{slug:str}/enrollments/{code:str}/withdrawal", **needs(Permission.ASSIGN))
async def withdraw(request: Any_, actor: NamedDependency[Actor], slug: FromPath[str], code: FromPath[str]) -> Moved:
    """Take an assignment back, with a reason; what was done stays on record."""
    site = await site_for(actor, slug, Permission.ASSIGN)
    form = await forms.read(request, WithdrawalForm)
    await enrollments.withdraw_at_site(actor, site_id=site.id, code=code, reason=form.reason)
    return Moved(f"/sites/{slug}/people/{form.person}")


@get("/review/{slug:str}/{number:int}/impact", **needs(Permission.REVIEW))
async def review_impact(actor: NamedDependency[Actor], slug: FromPath[str], number: FromPath[int]) -> Page[Impact]:
    """Whom publishing this version touches: a part of the reviewer's page, which belongs to a lower area."""
    return Page("reports/impact.html", await impact_of(await reviewed_version(actor, slug, number)))


ROUTES = [
    *(site_matrix, matrix_csv, matrix_paper, count_again, officer, withdraw, review_impact),
    *by_hand.ROUTES,
    *exempting.ROUTES,
]
