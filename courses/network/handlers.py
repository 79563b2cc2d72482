"""The program office's and the liaisons' page: sites side by side, and the same as CSV."""

from collections.abc import Iterator
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from academy.actor import Actor, Permission
from academy.web.csv import csv_response
from academy.web.filters import short_when
from academy.web.guards import needs
from academy.web.page import Page
from courses.network.overview import Filters, Line
from courses.network.queries import NetworkView, network_view

Any_ = Request[Any, Any, Any]
_HEAD = ("site", "engagement", "sworn", "people_in_training", "per_100_sworn", "percent_complete", "overdue", "change")


@get("/network", **needs(Permission.SEE_NETWORK))
async def network(request: Any_, actor: NamedDependency[Actor]) -> Page[NetworkView]:
    """All sites, or those of a liaison, with core areas or with the weeks of the trend as columns."""
    weeks = request.query_params.get("show") == "weeks"
    return Page("network/network.html", await network_view(actor, _filters(request), weeks=weeks))


@get("/network.csv", **needs(Permission.SEE_NETWORK))
async def network_csv(request: Any_, actor: NamedDependency[Actor]) -> Response[str]:
    """The same lines for a spreadsheet; what is hidden on the page is hidden here."""
    view = await network_view(actor, _filters(request))
    lines = (*view.lines, view.whole) if view.whole else view.lines
    head = (*_HEAD, *view.areas, "read_at")
    at = short_when(view.seen_at, view.zone)
    return csv_response("network.csv", head, ((*_cells(line), at) for line in lines))


def _filters(request: Any_) -> Filters:
    return Filters(*(request.query_params.get(name, "")[:20] for name in ("year", "size")))


def _cells(line: Line) -> Iterator[object]:
    yield from (line.label, line.engagement, "" if line.sworn is None else line.sworn)
    numbers = (line.people, line.reach, line.percent, line.overdue, line.change)
    yield from ("hidden" if line.hidden else "" if one is None else one for one in numbers)
    yield from ("hidden" if cell.hidden else "" if cell.percent is None else cell.percent for cell in line.cells)


ROUTES = [network, network_csv]
