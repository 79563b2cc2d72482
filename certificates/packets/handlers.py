"""Packets over HTTP: the list of courses, and the ZIP of one."""

from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy import clock
from academy.actor import Actor, Permission
from academy.errors import NotFound
from academy.sites.access import SiteRow, site_for
from academy.web import templating
from academy.web.guards import needs
from academy.web.page import Page
from certificates.packets.bundle import make
from certificates.packets.queries import PacketsView, packet_of, packets_view

Asked = Request[Any, Any, Any]
_ENDING = ".zip"


@get("/sites/{slug:str}/credit/packets", **needs(Permission.EXPORT))
async def packets(actor: NamedDependency[Actor], slug: FromPath[str]) -> Page[PacketsView]:
    """All courses, what the state asks with each, and what is missing."""
    return Page("packets/list.html", await packets_view(await site_for(actor, slug, Permission.EXPORT)))


@get("/sites/{slug:str}/credit/packets/{file:str}", **needs(Permission.EXPORT))
async def packet(
    request: Asked, actor: NamedDependency[Actor], slug: FromPath[str], file: FromPath[str]
) -> Response[bytes]:
    """The packet of one course, called after it."""
    site = await site_for(actor, slug, Permission.EXPORT)
    if not file.endswith(_ENDING):
        raise NotFound()
    found = await packet_of(site, file.removesuffix(_ENDING), _today(site))
    content = await make(found, partial(templating.current().render, connection=request))
    name = f"packet-{found.plan.content.slug}-v{found.plan.line.number}-{site.state_code.lower()}.zip"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"}
    return Response(content, media_type="application/zip", headers=headers)


def _today(site: SiteRow) -> date:
    return clock.now().astimezone(ZoneInfo(site.time_zone)).date()


ROUTES = [packets, packet]
