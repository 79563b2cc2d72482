"""From the laptop to the phone: a symbol to scan, and the page it opens there."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from academy import settings
from academy.actor import Actor, Permission
from academy.web import qr
from academy.web.forms import read
from academy.web.guards import needs
from academy.web.page import Moved, Page
from courses.learning.actions import handoff
from courses.learning.forms import HandoffForm


class HandoffPage(msgspec.Struct, frozen=True):
    """The symbol and the same address to type; `place` is the way back."""

    place: str
    address: str
    symbol: str


class GoOnPage(msgspec.Struct, frozen=True):
    """What the symbol opens on the other device: nothing is used up before somebody says so."""

    token: str
    is_quiz: bool


@post("/handoffs", **needs(Permission.LEARN))
async def offer(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Page[HandoffPage]:
    """A symbol for the place the learner is at."""
    form = await read(request, HandoffForm)
    token = await handoff.offer(actor, place=form.place)
    address = f"{settings.current().base_url}/go-on/{token}"
    return Page("learning/handoff.html", HandoffPage(form.place, address, qr.drawing(address)), status=201)


@get("/go-on/{token:str}", **needs(Permission.LEARN))
async def show(actor: NamedDependency[Actor], token: FromPath[str]) -> Page[GoOnPage]:
    """The question whether to go on here."""
    place = await handoff.look(actor, token)
    return Page("learning/go_on.html", GoOnPage(token, place.startswith("/attempts/")))


@post("/go-on/{token:str}", **needs(Permission.LEARN))
async def go_on(actor: NamedDependency[Actor], token: FromPath[str]) -> Moved:
    """To the same second, or the same question."""
    return Moved(await handoff.go_on(actor, token))


ROUTES = [offer, show, go_on]
