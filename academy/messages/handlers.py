"""The page of outgoing mail, and whether mail flows."""

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from academy.actor import Actor, Permission
from academy.messages.actions import try_again
from academy.messages.alarms import alarms
from academy.messages.queries import Messages, Wanted, messages
from academy.web.guards import needs
from academy.web.page import Moved, Page


class Flow(msgspec.Struct, frozen=True):
    """`state`: flowing or stuck."""

    state: str


@get("/admin/messages", **needs(Permission.ADMINISTER))
async def ledger(show: FromQuery[str] = "", before: FromQuery[int | None] = None) -> Page[Messages]:
    """Mail that leaves the academy: what was sent, what waits, what failed and why."""
    found = await messages(Wanted(state=show, before=before))
    return Page("messages/ledger.html", msgspec.structs.replace(found, alarms=await alarms()))


@post("/admin/messages/{message:int}/retry", **needs(Permission.ADMINISTER))
async def retry(actor: NamedDependency[Actor], message: FromPath[int]) -> Moved:
    """Send a message again that failed."""
    await try_again(actor, message)
    return Moved("/admin/messages?show=queued")


@get("/health/mail", **needs(Permission.PUBLIC))
async def flow() -> Response[Flow]:
    """Whether mail leaves and its plans run; 503 while they do not. Why is on the page of mail."""
    is_stuck = bool(await alarms())
    return Response(Flow("stuck" if is_stuck else "flowing"), status_code=503 if is_stuck else 200)


ROUTES = [ledger, retry, flow]
