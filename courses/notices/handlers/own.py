"""What each reader gets: ending and resuming letters, and the calendar of due dates."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy import clock, settings
from academy.actor import Actor, Permission
from academy.web import forms
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.notices.actions import choices
from courses.notices.forms import ChoicesForm
from courses.notices.queries import own
from courses.notices.queries.own import Choice
from courses.notices.rules.wording import ENDABLE

Any_ = Request[Any, Any, Any]
# The address is the secret: it goes to nobody by a referrer, and stays in no shared cache.
_SECRET = {"referrer-policy": "no-referrer", "cache-control": "private, no-store"}


class OwnView(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader gets, and since when they have a calendar; its new address is shown once."""

    choices: tuple[Choice, ...]
    since: datetime | None
    address: str = ""
    saved: bool = False


class EndView(msgspec.Struct, frozen=True):
    """What the link of a letter ends."""

    token: str
    words: str
    done: bool = False


@get("/account/messages", **needs(Permission.SIGNED_IN))
async def own_page(actor: NamedDependency[Actor], saved: FromQuery[str] = "") -> Page[OwnView]:
    """Mail and calendar of the reader."""
    return Page("notices/own.html", await _view(actor, saved=saved == "yes"))


@post("/account/messages", **needs(Permission.SIGNED_IN))
async def choose(request: Any_, actor: NamedDependency[Actor]) -> Moved:
    """End kinds of letters, or get them again."""
    form = await forms.read(request, ChoicesForm)
    await choices.choose(actor, form.wanted)
    return Moved("/account/messages?saved=yes")


@post("/account/calendar", **needs(Permission.SIGNED_IN))
async def renew_calendar(actor: NamedDependency[Actor]) -> Page[OwnView]:
    """A new address, shown this once."""
    address = f"{settings.current().base_url}/calendar/{await choices.renew_calendar(actor)}.ics"
    view = msgspec.structs.replace(await _view(actor), address=address)
    return Page("notices/own.html", view, status=201, headers=_SECRET)


@get("/calendar/{file:str}", **needs(Permission.PUBLIC))
async def feed(file: FromPath[str]) -> Response[str]:
    """What a calendar program reads; the key in the address says whose due dates."""
    text = await own.calendar_by_key(file.removesuffix(".ics"), clock.now())
    headers = {**_SECRET, "content-disposition": 'inline; filename="due-dates.ics"'}
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)


@get("/unsubscribe/{token:str}", **needs(Permission.PUBLIC))
async def end_page(token: FromPath[str]) -> Page[EndView]:
    """What would be ended; opening a link changes nothing, since mail scanners open links too."""
    _, what = await own.reader_of(token)
    return Page("notices/end.html", EndView(token, ENDABLE[what]), headers=_SECRET)


# A mail program sends this by itself (RFC 8058) and has no form token: the signed address is the permission.
@post("/unsubscribe/{token:str}", status_code=200, exclude_from_csrf=True, **needs(Permission.PUBLIC))
async def end(token: FromPath[str]) -> Page[EndView]:
    """End it."""
    what = await choices.end(token)
    return Page("notices/end.html", EndView(token, ENDABLE[what], done=True), headers=_SECRET)


async def _view(actor: Actor, *, saved: bool = False) -> OwnView:
    return OwnView(
        choices=await own.choices_of(actor.id), since=await own.calendar_since(actor.id), saved=saved
    )  # fmt: skip


ROUTES = [own_page, choose, renew_calendar, feed, end_page, end]
