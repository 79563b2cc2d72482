"""Certificates that end soon: for the coordinator of a site and for the program office, as a page and as CSV."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy import clock
from academy.actor import Actor, Permission
from academy.sites.access import site_for
from academy.web.csv import csv_response
from academy.web.guards import needs
from academy.web.page import Page
from certificates.queries.expiring import CSV_HEAD, SPANS, Expiring, csv_rows, expiring_at, expiring_everywhere


@get("/sites/{slug:str}/expiring", **needs(Permission.SEE_PROGRESS))
async def at_site(
    actor: NamedDependency[Actor], slug: FromPath[str], within: FromQuery[int] = SPANS[0]
) -> Page[Expiring]:
    """Of the people of one site."""
    site = await site_for(actor, slug, Permission.SEE_PROGRESS)
    return Page("certificates/expiring.html", await expiring_at(site, within, clock.now()))


@get("/sites/{slug:str}/expiring.csv", **needs(Permission.EXPORT))
async def at_site_csv(
    actor: NamedDependency[Actor], slug: FromPath[str], within: FromQuery[int] = SPANS[0]
) -> Response[str]:
    """The same rows for a spreadsheet."""
    site = await site_for(actor, slug, Permission.EXPORT)
    return _csv(await expiring_at(site, within, clock.now()))


@get("/admin/certificates/expiring", **needs(Permission.REVOKE_CERTIFICATES))
async def everywhere(actor: NamedDependency[Actor], within: FromQuery[int] = SPANS[0]) -> Page[Expiring]:
    """Of all sites."""
    return Page("certificates/expiring.html", await expiring_everywhere(actor.zone, within, clock.now()))


@get("/admin/certificates/expiring.csv", **needs(Permission.REVOKE_CERTIFICATES))
async def everywhere_csv(actor: NamedDependency[Actor], within: FromQuery[int] = SPANS[0]) -> Response[str]:
    """The same rows for a spreadsheet."""
    return _csv(await expiring_everywhere(actor.zone, within, clock.now()))


def _csv(report: Expiring) -> Response[str]:
    name = f"expiring-{report.slug or 'all-sites'}-{report.counted_on}.csv"
    return csv_response(name, CSV_HEAD, csv_rows(report))


ROUTES = [at_site, at_site_csv, everywhere, everywhere_csv]
