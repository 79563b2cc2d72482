"""The form to ask for access, the queue of a site, and the form to add one person."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from academy.requests.access import COLUMNS, RequestRow
from academy.requests.matching import planned_for
from academy.requests.rules import Step, step, words
from academy.requests.tables import AccessRequest
from academy.roster.rules.columns import Line
from academy.sites.access import SiteRow, agencies_of
from academy.sites.tables import Site

SHOWN = 50


class AskView(msgspec.Struct, frozen=True, kw_only=True):
    """The public form as it was filled, or what follows once it was sent."""

    sites: tuple[tuple[str, str], ...]
    sent: bool = False
    typed: Mapping[str, str] = {}
    errors: Mapping[str, str] = {}
    waiting: str = ""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A request with what is known about whoever asks: what it takes to let them in, and where to."""

    request: RequestRow
    step: Step
    words: str
    agency: int


class QueueView(msgspec.Struct, frozen=True, kw_only=True):
    """The requests of a site, oldest first, and the last decisions. `failed`: the request whose form was refused."""

    slug: str
    site: str
    zone: str
    agencies: tuple[tuple[int, str], ...]
    waiting: tuple[Waiting, ...]
    decided: tuple[RequestRow, ...]
    total: int
    failed: str = ""
    typed: str = ""
    errors: Mapping[str, str] = {}


class AddView(msgspec.Struct, frozen=True, kw_only=True):
    """The form to add one person, as it was filled. `step`: what was in the way."""

    slug: str
    site: str
    agencies: tuple[tuple[int, str], ...]
    today: date
    typed: Mapping[str, str] = {}
    errors: Mapping[str, str] = {}
    step: str = ""


async def ask_view() -> AskView:
    """The sites one can ask, by name; no people."""
    rows = await Site.select(Site.slug, Site.name, Site.state_code).order_by(Site.name)
    return AskView(sites=tuple((row["slug"], f"{row['name']}, {row['state_code']}") for row in rows))


async def queue_view(site: SiteRow) -> QueueView:
    """The oldest requests that wait, matched with who is known, and what was decided last."""
    mine = AccessRequest.site == site.id
    columns = AccessRequest.select(*COLUMNS).where(mine)
    found = await columns.where(AccessRequest.state == "waiting").order_by(AccessRequest.id).limit(SHOWN)
    decided = AccessRequest.select(*COLUMNS).where(mine, AccessRequest.state != "waiting")
    last = await decided.order_by(AccessRequest.decided_at, ascending=False).limit(20)
    total = await AccessRequest.count().where(mine, AccessRequest.state == "waiting")
    agencies = await agencies_of(site.id)
    return QueueView(
        slug=site.slug, site=site.label, zone=site.time_zone, agencies=agencies,
        waiting=await _matched(site, [RequestRow(**row) for row in found], agencies),
        decided=tuple(RequestRow(**row) for row in last), total=int(total),
    )  # fmt: skip


async def _matched(
    site: SiteRow, requests: Sequence[RequestRow], agencies: Sequence[tuple[int, str]]
) -> tuple[Waiting, ...]:
    if not requests or not agencies:
        return ()
    names = dict(agencies)
    where = [_agency(one.agency, agencies) for one in requests]
    lines = [
        Line(number=2, email=one.email, name=one.full_name, employee_number=one.number, agency=names[agency])
        for one, agency in zip(requests, where, strict=True)
    ]
    found = await planned_for(site.id, lines)
    return tuple(
        Waiting(request=one, step=step(planned), words=words(planned), agency=agency)
        for one, agency, planned in zip(requests, where, found, strict=True)
    )


def _agency(written: str, agencies: Sequence[tuple[int, str]]) -> int:
    """The agency that was meant, if its name was written; else the first one, for the coordinator to choose."""
    said = written.strip().lower()
    return next((key for key, name in agencies if said and said in name.lower()), agencies[0][0])


async def add_view(site: SiteRow, today: date) -> AddView:
    """The empty form."""
    return AddView(slug=site.slug, site=site.label, agencies=await agencies_of(site.id), today=today)
