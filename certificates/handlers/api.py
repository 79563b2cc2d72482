"""The check of many numbers for programs of agencies: by a key of the program office, JSON in and out."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, post

from academy import clock
from academy.actor import Permission
from academy.web import forms
from academy.web.guards import needs
from certificates import pace
from certificates.access import KeyNeeded, check_key_for
from certificates.checking.numbers import Asked, limited
from certificates.checking.results import Result, Word, check
from certificates.forms import ChecksForm
from certificates.queries.public import PublicView


class CheckView(msgspec.Struct, frozen=True):
    """One number as it was asked, and what it is worth; `certificate` is null for unknown ones."""

    asked: str
    standing: Word
    certificate: PublicView | None


class ChecksView(msgspec.Struct, frozen=True):
    """One answer for each number, in the order asked."""

    checked_at: datetime
    checks: tuple[CheckView, ...]


# Only the key says who asks (decision 5): it is no cookie, so a foreign page cannot send it along.
@post("/api/certificates/checks", exclude_from_csrf=True, status_code=200, **needs(Permission.PUBLIC))
async def checks(request: Request[Any, Any, Any]) -> Response[ChecksView]:
    """What each of up to 500 numbers is worth; takes `{"numbers": [...]}`."""
    now = clock.now()
    key = await _key(request, now)
    pace.by_key.take(key, now)
    form = await forms.read(request, ChecksForm)
    results = await check(limited(tuple(Asked(number) for number in form.numbers)), now)
    pace.misses.note(results.unknown, now)
    view = ChecksView(now, tuple(_check(row) for row in results.rows))
    return Response(view, headers={"cache-control": "no-store"})


async def _key(request: Request[Any, Any, Any], now: datetime) -> str:
    """The key's code. Wrong keys are counted like wrong numbers of the network they come from."""
    try:
        return await check_key_for(request.headers.get("authorization", ""), now)
    except KeyNeeded:
        pace.checks.take(pace.network_of(request.client.host if request.client else ""), now)
        raise


def _check(row: Result) -> CheckView:
    return CheckView(row.asked.number, row.standing, row.certificate)


ROUTES = [checks]
